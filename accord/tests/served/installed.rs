//! A real installation, served.

use std::{
    io::Write,
    path::Path,
    process::{Command, Output, Stdio},
};

use super::{Answer, Process, request};

/// The administrator's.
pub const PASSWORD: &str = "kaleidoscope-Vermilion-7714";

/// Runs the program to its end.
pub fn run(words: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_accord"))
        .args(words)
        .env("ACCORD_LOG", "error")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// Serves an installation and waits until it answers; its log is a file of the data folder.
pub fn serve(
    folder: &Path,
    port: u16,
    database: Option<&str>,
    words: &[&str],
    variables: &[(&str, &str)],
) -> Process {
    let log = std::fs::File::options().create(true).append(true).open(folder.join("serve.log")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"]).arg(folder).args(words);
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command.env("ACCORD_LOG", "debug").envs(variables.iter().copied()).stdout(Stdio::null()).stderr(log);
    Process::serving(&mut command, port, || log_of(folder))
}

/// What it logged.
pub fn log_of(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("serve.log")).unwrap_or_default()
}

/// Makes the installation and its administrator.
pub fn init(folder: &Path, database: Option<&str>) {
    let data = folder.to_str().unwrap();
    let mut words = vec!["init", "--data", data, "--company", "Estaleiro", "--zone", "America/Recife"];
    words.extend(["--currency", "BRL", "--admin-name", "Ada", "--admin-email", "ada@estaleiro.example"]);
    words.push("--password-stdin");
    if let Some(database) = database {
        words.extend(["--database", database]);
    }
    let made = run(&words, PASSWORD);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

/// Signs its administrator in.
pub fn sign_in(port: u16, password: &str) -> Answer {
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let body = format!("email=ada%40estaleiro.example&password={password}");
    request(port, "POST", "/login", form, &body).unwrap()
}
