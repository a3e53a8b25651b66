//! The `accord` program.

use std::process::ExitCode;

use clap::Parser;

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
