//! The demo: a machine maker with its stories loaded and years of ordinary history, made from a seed, all of it
//! through the same actions that everybody uses.
//!
//! To add to the story, write what happened in `story.rs` as calls by named people; to change the company, `house.rs`.

mod cast;
mod contracts;
mod delivery;
mod fleet;
mod history;
mod house;
mod meanwhile;
mod offers;
mod pipeline;
mod review;
mod script;
mod shipment;
mod story;
mod visits;
mod worth;

use std::{path::Path, sync::Arc};

use accord_kernel::{Clock, IdSource, Kernel, Outcome};
use accord_server::DemoPerson;
use accord_store::Options;
use jiff::Timestamp;

use crate::command::refused;

/// The moment at which the demo begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Beginning {
    /// The order meeting's morning, Monday 2 February 2026, 09:00 in Chicago: ten months of pursuit lie behind.
    #[default]
    Meeting,
    /// The first day of the pursuit, Monday 7 April 2025, 09:00 in Chicago: nobody knows Harbour Mills yet.
    Pursuit,
    /// The morning of the shipment, Monday 30 March 2026, 08:00 in Chicago: order, plan and earlier date are signed.
    Shipment,
}

impl Beginning {
    fn begins(self) -> Outcome<Timestamp> {
        match self {
            Self::Meeting => script::moment(MEETING, "America/Chicago"),
            Self::Pursuit => script::moment("2025-04-07T09:00", "America/Chicago"),
            Self::Shipment => script::moment(SHIPMENT, "America/Chicago"),
        }
    }

    /// The ordinary customers' history ends here; what is still open then falls due in the days around the beginning.
    fn history_ends(self) -> Outcome<Timestamp> {
        self.moment(("2026-01-16T17:00", "2025-03-21T17:00"))
    }

    /// When rota and contracts are written down: after the years of history, before the story goes on.
    fn paperwork(self) -> &'static str {
        self.of(("2026-01-19T10:00", "2025-03-24T10:00"))
    }

    /// When price lists and fact sheets are entered.
    fn lists(self) -> &'static str {
        self.of(("2026-01-05T09:00", "2025-03-25T09:00"))
    }

    fn of(self, (meeting, pursuit): (&'static str, &'static str)) -> &'static str {
        match self {
            Self::Meeting | Self::Shipment => meeting,
            Self::Pursuit => pursuit,
        }
    }

    fn moment(self, civil: (&'static str, &'static str)) -> Outcome<Timestamp> {
        script::moment(self.of(civil), "America/Chicago")
    }
}

/// When the order meeting's day begins; the shipment's beginning has it behind itself.
const MEETING: &str = "2026-02-02T09:00";
/// When the press is shipped, and what its beginning lives up to.
const SHIPMENT: &str = "2026-03-30T08:00";
/// From this seed all names, dates and figures of the ordinary customers come.
const SEED: u64 = 20_260_202;

/// Opens the demo's database, and loads it when it is empty.
///
/// # Errors
/// What stands in the way, in a sentence.
pub fn open(
    options: &Options,
    data: &Path,
    customers: u32,
    beginning: Beginning,
) -> anyhow::Result<Arc<Kernel>> {
    // Ids are repeatable while the story is loaded, and only then: after a new start the seed would give them again.
    let kernel = crate::command::kernel(options, data, Clock::Movable, IdSource::System)?;
    if loaded(&kernel)? {
        return Ok(kernel);
    }
    drop(kernel);
    let kernel = crate::command::kernel(options, data, Clock::Movable, IdSource::seeded(SEED))?;
    load(&kernel, customers, beginning).map_err(|refusal| refused(&kernel, &refusal))?;
    Ok(kernel)
}

fn loaded(kernel: &Kernel) -> anyhow::Result<bool> {
    Ok(kernel.db.read(accord_room_people::company).map_err(|refusal| refused(kernel, &refusal))?.is_some())
}

/// Loads the whole demo and leaves the clock at its beginning.
///
/// # Errors
/// The refusal of a call: then the story no longer fits the rules, which a test would have shown.
pub fn load(kernel: &Arc<Kernel>, customers: u32, beginning: Beginning) -> Outcome<()> {
    let mut company = house::build(kernel, beginning)?;
    let ordinary = history::live(kernel, &company, customers, SEED)?;
    contracts::live(kernel, &company)?;
    delivery::templates(kernel, &mut company)?;
    if beginning != Beginning::Pursuit {
        delivery::live(kernel, &company)?;
    }
    offers::live(kernel, &company)?;
    if beginning == Beginning::Pursuit {
        return kernel.advance(beginning.begins()?).map(drop);
    }
    story::before_the_meeting(kernel, &company)?;
    pipeline::pursuit(kernel, &company)?;
    pipeline::ordinary(kernel, &company, SEED)?;
    visits::live(kernel, &company)?;
    kernel.advance(script::moment(MEETING, "America/Chicago")?)?;
    story::the_order_comes_in(kernel, &company)?;
    pipeline::programme(kernel, &company)?;
    if beginning == Beginning::Shipment {
        shipment::live(kernel, &company, &ordinary)?;
    }
    Ok(())
}

/// The people one can be, for the sign-in page.
pub fn people() -> Vec<DemoPerson> {
    let staff = cast::STAFF.iter().map(|person| DemoPerson {
        email: person.email.to_owned(),
        name: person.name.to_owned(),
        role: format!("role-{}", person.roles.first().copied().unwrap_or_default().replace('_', "-")),
        sphere: person.sphere(),
    });
    let administrator = DemoPerson {
        email: cast::ADMIN_EMAIL.to_owned(),
        name: cast::ADMIN.to_owned(),
        role: "role-administrator".to_owned(),
        sphere: None,
    };
    let contact = DemoPerson {
        email: cast::PAUL_EMAIL.to_owned(),
        name: cast::PAUL.to_owned(),
        role: "role-customer-contact".to_owned(),
        sphere: None,
    };
    staff.chain([administrator, contact]).collect()
}
