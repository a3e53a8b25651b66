//! The file of errors of one import, to be put right and brought again.

use accord_face::{Download, DownloadDef, PageCx};
use accord_kernel::{Audience, Outcome, Permission, Refusal};
use accord_tabular::Mapping;

use crate::{
    faulty::{self, Failed},
    read::Origin,
    views::OneRun,
    words::file_refusal,
};

pub(super) const FILE: DownloadDef = DownloadDef {
    path: "/import/runs/{run}/errors",
    permission: Permission::ImportRun,
    audience: Audience::Staff,
    make,
};

fn make(cx: &mut PageCx<'_, '_>) -> Outcome<Download> {
    let run = cx.view(OneRun { run: cx.id("run")? })?;
    if !run.line.laid || run.line.faults == 0 {
        return Err(Refusal::absent());
    }
    let context = cx.reader.context.clone();
    let mapping =
        Mapping::from_toml(&run.mapping).map_err(|error| file_refusal(&context.tongue(), &error))?;
    let name = run.line.file_name.rsplit_once('.').map_or(run.line.file_name.as_str(), |(name, _)| name);
    let file_name = cx.say_with("import-errors-file", &[("file", name.into())]);
    let write = move |kernel: &std::sync::Arc<accord_kernel::Kernel>, out: &mut dyn std::io::Write| {
        let origin = Origin::stored(&kernel.registry, &run.sha256)?;
        let faults = faulty::of_run(&kernel.db, run.line.id);
        match faulty::write(&origin, &mapping.source, &context.tongue(), faults, out) {
            Ok(_) => Ok(()),
            Err(Failed::File(error)) => Err(file_refusal(&context.tongue(), &error)),
            Err(Failed::Parts(refusal)) => Err(refusal),
            Err(Failed::Writer(error)) => Err(Refusal::defect(error.to_string())),
        }
    };
    Ok(Download {
        file_name: format!("{file_name}.csv"),
        content_type: "text/csv; charset=utf-8",
        write: Box::new(write),
    })
}
