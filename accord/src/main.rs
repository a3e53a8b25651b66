//! The `accord` program.

use std::process::ExitCode;

use clap::Parser;

/// Pages, rows and JSON are many small pieces that live for a moment on many threads.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match accord::command::run(accord::command::Command::parse()) {
        Ok(code) => code,
        Err(error) => {
            // The one place that writes to a person's terminal about a failed start.
            #[expect(clippy::print_stderr, reason = "the operator reads it")]
            {
                eprintln!("accord: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}
