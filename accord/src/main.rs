//! The `accord` program: command line, configuration, wiring.
fn main() {}
