//! The `accord` program.

use std::process::ExitCode;

use clap::Parser;

/// Pages, rows and JSON are many small pieces that live for a moment on many threads.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    take_small_pages();
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

/// With huge pages each thread's heap holds megabytes for some kilobytes in use: twice the memory, and nothing served
/// sooner (`docs/benchmarks.md`). A kernel that does not know the wish goes on as before.
#[cfg(target_os = "linux")]
fn take_small_pages() {
    rustix::thread::disable_transparent_huge_pages(true).ok();
}

#[cfg(not(target_os = "linux"))]
fn take_small_pages() {}
