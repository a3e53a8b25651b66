//! How people and files come in: the people room lets people in, the customer room keeps files.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use accord_kernel::{Call, Caller, Kernel, Outcome, Permission, Refusal, Status};
use accord_room_customer::Files;
use accord_room_people::{
    login::{self, Passwords},
    rules::logo,
    set_up,
};
use accord_server::{Begun, Door, Entered, Outside, Upload};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Map, json};
use uuid::Uuid;

use crate::sso::Sso;

/// For what large files are taken.
const IMPORT: &str = "import";

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

/// Keeps files over the customer room.
pub struct CustomerFiles {
    /// Where the bytes are.
    pub files: Files,
}

impl Upload for CustomerFiles {
    fn keep(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        fields: &[(String, String)],
        file_name: &str,
        bytes: Vec<u8>,
    ) -> Outcome<serde_json::Value> {
        // The company's mark stands in the database, with what it is for.
        if fields.iter().any(|(name, value)| name == "_for" && value == "logo") {
            if bytes.len() > logo::SIZE_MAX {
                return Err(Refusal::field("/image", "logo.too_large").with("max", logo::SIZE_MAX / 1024));
            }
            let input = json!({ "image": BASE64.encode(&bytes) });
            return kernel.act(caller, Call::new("company.set_logo", input)).map(|done| done.answer);
        }
        let stored = self.files.put(&bytes)?;
        let mut input = Map::new();
        for (name, value) in fields.iter().filter(|(name, value)| !name.starts_with('_') && !value.is_empty())
        {
            input.insert(name.clone(), json!(value));
        }
        input.insert("file_name".to_owned(), json!(file_name));
        input.insert("sha256".to_owned(), json!(stored.sha256));
        let mut call = Call::new("attachment.add", input.into());
        call.key = fields
            .iter()
            .find(|(name, value)| name == "_key" && !value.is_empty())
            .map(|(_, key)| key.clone());
        kernel.act(caller, call).map(|done| done.answer)
    }

    fn anteroom(&self, kernel: &Arc<Kernel>, caller: &Caller, purpose: &str) -> Outcome<PathBuf> {
        if purpose != IMPORT {
            return Err(Refusal::absent());
        }
        kernel.read(caller, |reader| match reader.context.principal.may(Permission::ImportRun) {
            true => Ok(()),
            false if reader.context.principal.author().is_none() => {
                Err(Refusal::new(Status::SignIn, "sign_in"))
            }
            false => Err(Refusal::forbidden("permission").with("permission", Permission::ImportRun.word())),
        })?;
        self.files.anteroom()
    }

    /// A file to be imported belongs to nobody yet.
    fn keep_large(
        &self,
        kernel: &Arc<Kernel>,
        caller: &Caller,
        _: &str,
        _: &[(String, String)],
        file_name: &str,
        path: &Path,
    ) -> Outcome<serde_json::Value> {
        let stored = self.files.put_file(path)?;
        let input = json!({ "file_name": file_name, "sha256": stored.sha256 });
        kernel.act(caller, Call::new("intake.keep_file", input)).map(|done| done.answer)
    }

    fn give(&self, kernel: &Arc<Kernel>, caller: &Caller, id: Uuid) -> Outcome<(String, String, Vec<u8>)> {
        let file = accord_room_customer::attachment_bytes(kernel, caller, id.into())?;
        let content_type =
            if file.inline { file.content_type } else { "application/octet-stream".to_owned() };
        Ok((file.file_name, content_type, file.bytes))
    }
}
