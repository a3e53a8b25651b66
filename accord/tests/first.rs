//! An empty machine as its operator and its first administrator meet it: the address printed at the start, the set-up
//! over HTTP, the company's mark, and the way back in by the command line (R64, R67).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

mod served;

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use served::{Answer, Process, free_port, own_schema, request};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// A served installation, and what it printed to its operator before it answered.
struct House {
    port: u16,
    _child: Process,
    printed: String,
}

fn command(verb: &str, folder: &Path, database: Option<&str>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
    command.args([verb, "--data"]).arg(folder).env("ACCORD_LOG", "debug");
    if let Some(database) = database {
        command.args(["--database", database]);
    }
    command
}

fn run(mut command: Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap()
}

impl House {
    fn start(folder: &Path, database: Option<&str>) -> Self {
        let port = free_port();
        let log = std::fs::File::options().create(true).append(true).open(folder.join("serve.log")).unwrap();
        let paper = folder.join("printed.txt");
        let mut command = command("serve", folder, database);
        command.args(["--listen", &format!("127.0.0.1:{port}")]);
        command.stdout(std::fs::File::create(&paper).unwrap()).stderr(log);
        let child = Process::serving(&mut command, port, || "its log is in the folder".to_owned());
        // It prints before it answers.
        Self { port, _child: child, printed: std::fs::read_to_string(&paper).unwrap() }
    }

    fn address(&self) -> Option<String> {
        let base = format!("http://127.0.0.1:{}", self.port);
        let line = self.printed.lines().find(|line| line.starts_with(&base))?;
        Some(line.trim_start_matches(&base).to_owned())
    }

    fn get(&self, path: &str, cookie: &str) -> Answer {
        request(self.port, "GET", path, &format!("Cookie: {cookie}\r\n"), "").unwrap()
    }

    fn post(&self, path: &str, body: &str) -> Answer {
        request(self.port, "POST", path, FORM, body).unwrap()
    }
}

fn cookie(answer: &Answer) -> String {
    answer.header("set-cookie").expect("a session").split(';').next().unwrap().to_owned()
}

const FIRST: &str = "admin_name=Aoife+Byrne&email=aoife%40looms.example&password=a+loom+has+many+threads&company=Byrne+Looms\
    &zone=Europe%2FDublin&currency=EUR&language=en";

#[test]
fn r67_from_an_empty_folder_to_a_company_in_the_browser() {
    for database in [None, Some(own_schema("first"))] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let database = database.as_deref();
        // Preparing alone sets nothing up.
        let prepared = run(command("init", folder, database));
        assert!(prepared.status.success(), "{}", String::from_utf8_lossy(&prepared.stderr));
        let earlier = House::start(folder, database).address().expect("an address at the first start");
        let house = House::start(folder, database);
        let address = house.address().expect("an address at each start until somebody used one");
        assert_ne!(address, earlier);
        assert_eq!(house.get(&earlier, "").status, 404, "the one before is dead");
        // Nobody is asked for a password that does not exist yet.
        let login = house.get("/login", "");
        assert!(login.status == 200 && !login.body.contains("name=\"password\""), "{}", login.body);
        let asked = house.get(&address, "");
        assert_eq!(asked.status, 200);
        assert!(asked.body.contains("name=\"admin_name\"") && asked.body.contains("accord demo"));
        assert_eq!(asked.header("referrer-policy"), Some("strict-origin"));
        let short = house.post(&address, &FIRST.replace("a+loom+has+many+threads", "short"));
        assert_eq!(short.status, 422);
        assert!(short.body.contains("Byrne Looms"), "what was typed stays");
        let founded = house.post(&address, FIRST);
        assert_eq!((founded.status, founded.header("location")), (303, Some("/set-up")));
        let aoife = cookie(&founded);
        let steps = house.get("/set-up", &aoife);
        assert_eq!(steps.status, 200, "{}", steps.body);
        assert!(steps.body.contains("company.settle_step"));
        for method in ["GET", "POST"] {
            let dead = request(house.port, method, &address, FORM, FIRST).unwrap();
            assert_eq!(dead.status, 404, "{method} on a used address");
        }
        let guess = house.get("/set-up/guess", "");
        assert_eq!(guess.body, house.get(&address, "").body, "a used address looks like none at all");
        // The company's mark: a picture is given out to anybody, anything else is refused.
        assert_eq!(house.get("/logo", "").status, 404);
        let upload = |bytes: &str| {
            let head = format!("Cookie: {aoife}\r\nContent-Type: multipart/form-data; boundary=edge\r\n");
            let body = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mark.png\"\r\nContent-Type: image/png\r\n\r\n{bytes}\r\n--edge--\r\n"
            );
            request(house.port, "POST", "/upload/logo", &head, &body).unwrap().status
        };
        assert_eq!(upload("<script>alert(1)</script>"), 422, "whatever it is called");
        assert_eq!(upload("RIFF....WEBPVP8 "), 303);
        let mark = house.get("/logo", "");
        assert_eq!((mark.status, mark.header("content-type")), (200, Some("image/webp")));
        assert!(house.get("/login", "").body.contains("src=\"/logo\""));
        // After the next start nothing is printed, and nobody has to begin again.
        drop(house);
        let house = House::start(folder, database);
        assert_eq!(house.address(), None, "{}", house.printed);
        let again = house.post("/login", "email=aoife%40looms.example&password=a+loom+has+many+threads");
        assert_eq!(again.status, 303);
        assert!(
            house.get("/", &cookie(&again)).body.contains("href=\"/set-up\""),
            "open steps are gone on with"
        );
        let log = std::fs::read_to_string(folder.join("serve.log")).unwrap();
        let secret = address.trim_start_matches("/set-up/");
        assert!(!log.contains(secret) && !log.contains("many+threads"), "no secret in the log");
        assert!(run(command("verify", folder, database)).status.success());
    }
}

#[test]
fn r64_the_way_back_in_by_the_command_line_ends_in_a_password_of_ones_own() {
    for database in [None, Some(own_schema("recover"))] {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let database = database.as_deref();
        let house = House::start(folder, database);
        let founded = house.post(&house.address().unwrap(), FIRST);
        let before = cookie(&founded);
        let mut words = command("recover", folder, database);
        words.args(["aoife@looms.example"]);
        let done = run(words);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let printed = String::from_utf8(done.stdout).unwrap();
        let password =
            printed.lines().find_map(|line| line.split("once: ").nth(1)).expect("a password").trim();
        // While the program serves: the sessions before are dead at the next request.
        assert_eq!(house.get("/me", &before).status, 303);
        let old = house.post("/login", "email=aoife%40looms.example&password=a+loom+has+many+threads");
        assert_eq!(old.status, 401);
        let signed = house.post("/login", &format!("email=aoife%40looms.example&password={password}"));
        assert_eq!(
            (signed.status, signed.header("location")),
            (303, Some("/password")),
            "first a password of one's own"
        );
        let mut nobody = command("recover", folder, database);
        nobody.args(["new@looms.example"]);
        let refused = run(nobody);
        assert!(!refused.status.success());
        assert!(String::from_utf8_lossy(&refused.stderr).contains("/name"), "a new colleague needs a name");
    }
}
