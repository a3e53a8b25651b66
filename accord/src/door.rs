//! How people and files come in: the people room lets people in, the customer room keeps files.

use std::{
    net::IpAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use accord_kernel::{Call, Caller, Done, Kernel, Outcome, Refusal, Status};
use accord_room_customer::{FILE_MAX, Files};
use accord_room_people::{
    login::{self, Passwords},
    rules::logo,
    set_up,
};
use accord_server::{Begun, Brought, Door, Entered, FileDef, Outside, Upload};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Map, Value as JsonValue, json};
use uuid::Uuid;

use crate::sso::Sso;

/// Lets people in over the people room.
pub struct PeopleDoor {
    /// The demo's people who may enter without proof; empty in a real installation.
    demo: Vec<String>,
    /// Whether the company was seen to be set up; it never is undone.
    set_up: AtomicBool,
    /// The company's own sign-in, where the operator named one.
    sso: Option<Sso>,
}

impl PeopleDoor {
    /// A door at which these, by their addresses, need no proof: the demo's people, nobody in a real installation.
    pub fn new(demo: Vec<String>) -> Self {
        Self { demo, set_up: AtomicBool::new(false), sso: None }
    }

    /// With the company's own sign-in.
    #[must_use]
    pub fn outside(mut self, sso: Option<Sso>) -> Self {
        self.sso = sso;
        self
    }

    fn passwords(&self) -> Passwords {
        match &self.sso {
            Some(sso) if !sso.passwords() => Passwords::Outsiders,
            _ => Passwords::Everybody,
        }
    }
}

impl Door for PeopleDoor {
    fn admit(&self, kernel: &Arc<Kernel>, asker: Option<IpAddr>) -> Outcome<()> {
        login::admit(kernel, asker)
    }

    fn sign_in(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        email: &str,
        password: &str,
        agent: &str,
    ) -> Outcome<Entered> {
        let signed = login::sign_in_where(kernel, caller, email, password, agent, self.passwords())?;
        Ok(Entered { secret: signed.secret, must_change: signed.must_change })
    }

    fn enter_demo(&self, kernel: &Arc<Kernel>, caller: &Caller, email: &str) -> Outcome<String> {
        if !self.demo.iter().any(|known| known == email) {
            return Err(Refusal::absent());
        }
        login::enter(kernel, caller, email).map(|signed| signed.secret)
    }

    fn change_password(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        present: &str,
        new: &str,
    ) -> Outcome<()> {
        login::change_password_where(kernel, caller, present, new, self.passwords())
    }

    fn accept_invitation(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        secret: &str,
        new: &str,
    ) -> Outcome<()> {
        login::accept_invitation_where(kernel, caller, secret, new, self.passwords())
    }

    fn ask_reset(&self, kernel: &Arc<Kernel>, caller: &Caller, address: &str) -> Outcome<()> {
        login::ask_reset(kernel, caller, address)
    }

    fn outside(&self) -> Option<&dyn Outside> {
        self.sso.as_ref().map(|sso| -> &dyn Outside { sso })
    }

    fn set_up_waits(&self, kernel: &Arc<Kernel>) -> Outcome<bool> {
        if self.set_up.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let waits = set_up::waits(kernel)?;
        self.set_up.store(!waits, Ordering::Relaxed);
        Ok(waits)
    }

    fn sign_out(&self, kernel: &Arc<Kernel>, caller: &Caller) -> Outcome<()> {
        kernel.act(caller, Call::new("session.end", json!({}))).map(|_| ())
    }
}

impl Outside for Sso {
    fn name(&self) -> String {
        Sso::name(self).to_owned()
    }
    fn passwords(&self) -> bool {
        Sso::passwords(self)
    }
    fn begin(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        next: &str,
        invitation: Option<&str>,
    ) -> Outcome<Begun> {
        let (location, browser) = Sso::begin(self, kernel, caller, next, invitation)?;
        Ok(Begun { location, browser })
    }
    fn finish(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        browser: &str,
        brought: &[(String, String)],
        agent: &str,
    ) -> Outcome<(Entered, String)> {
        let (signed, next) = Sso::finish(self, kernel, caller, browser, brought, agent)?;
        Ok((Entered { secret: signed.secret, must_change: signed.must_change }, next))
    }
}

/// For what files are taken.
pub const FILES: [FileDef; 3] = [
    FileDef {
        word: FileDef::OF_A_RECORD,
        action: "attachment.add",
        given: &["file_name", "sha256"],
        max: FILE_MAX,
        too_large: || {
            Refusal::new(Status::TooLarge, "file.too_large").with("max_megabytes", FILE_MAX / 1024 / 1024)
        },
    },
    FileDef {
        word: LOGO,
        action: "company.set_logo",
        given: &["image"],
        max: logo::SIZE_MAX,
        too_large: || Refusal::field("/image", "logo.too_large").with("max", logo::SIZE_MAX / 1024),
    },
    FileDef {
        word: "import",
        action: "intake.keep_file",
        given: &["file_name", "sha256"],
        max: IMPORT_MAX,
        too_large: || Refusal::new(Status::TooLarge, "body.too_large").with("max", IMPORT_MAX),
    },
];

/// The company's mark: it stands in the database, with what it is for.
const LOGO: &str = "logo";
/// Most bytes of a file to be imported.
const IMPORT_MAX: usize = 512 * 1_048_576;

/// Keeps files over the customer room.
pub struct CustomerFiles {
    /// Where the bytes are.
    pub files: Files,
}

impl CustomerFiles {
    /// What the file itself gives of the action's input, once it is kept.
    fn given(&self, def: &FileDef, brought: &Brought<'_>) -> Outcome<Map<String, JsonValue>> {
        let mut given = Map::new();
        if def.word == LOGO {
            let bytes = std::fs::read(brought.path).map_err(|error| Refusal::defect(error.to_string()))?;
            given.insert("image".to_owned(), BASE64.encode(bytes).into());
        } else {
            given.insert("file_name".to_owned(), brought.file_name.into());
            given.insert("sha256".to_owned(), self.files.put_file(brought.path)?.sha256.into());
        }
        Ok(given)
    }
}

impl Upload for CustomerFiles {
    fn anteroom(&self) -> Outcome<PathBuf> {
        self.files.anteroom()
    }

    fn keep(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        def: &FileDef,
        brought: Brought<'_>,
    ) -> Outcome<Done> {
        let mut input = Map::new();
        for (name, value) in brought.fields {
            // What is said twice, or of a file by somebody else than the file, is not known here.
            if def.given.contains(&name.as_str()) || input.insert(name.clone(), json!(value)).is_some() {
                return Err(Refusal::field(format!("/{name}"), "field.unknown"));
            }
        }
        input.extend(self.given(def, &brought)?);
        kernel.act(caller, Call { action: def.action.to_owned(), input: input.into(), key: brought.key })
    }

    fn give(&self, kernel: &Arc<Kernel>, caller: &Caller, id: Uuid) -> Outcome<(String, String, Vec<u8>)> {
        let file = accord_room_customer::attachment_bytes(kernel, caller, id.into())?;
        let content_type =
            if file.inline { file.content_type } else { "application/octet-stream".to_owned() };
        Ok((file.file_name, content_type, file.bytes))
    }
}
