//! Documents for a customer: whom they are for, and keeping them as they left the house.
//!
//! A room whose act sends a document calls [`keep`] in its transaction; the program prints it shortly after, outside of
//! any transaction, and keeps the file among the customer's. To hand it out again, give its bytes by [`kept_bytes`].

use std::sync::Arc;

use accord_face::{Content, PageCx, Printer, Sheet, paper};
use accord_kernel::{Act, Call, Caller, Context, Kernel, Language, Outcome, Refusal, Status};
use accord_paper::Party;
use accord_store::Tx;
use jiff::{civil::Date, tz::TimeZone};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::{
    files::Files,
    id::{ContactId, CustomerId, SiteId},
    record::{self, KeptPaperRow, SiteRow},
};

/// Documents printed in one round.
const ROUND: i64 = 20;

/// Whom a document is for and who sends it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Addressed {
    /// Language in which the customer is written to.
    pub language: Language,
    /// Zone in which its days are meant (IANA).
    pub zone: String,
    /// Today there.
    #[schemars(with = "String", extend("format" = "date"))]
    pub today: Date,
    /// Who sends it.
    pub company: String,
    /// For whom it is: name and number.
    pub customer: Vec<String>,
    /// Who of the customer's people gets it.
    pub contact: Option<String>,
    /// Where it goes: name and address, one a line.
    pub site: Vec<String>,
}

impl Addressed {
    /// The parties of a document: whom it is for, and where it goes.
    pub fn parties(&self, for_whom: String, where_to: String) -> Vec<Party> {
        let mut to = self.customer.clone();
        to.extend(self.contact.clone());
        let mut parties = vec![Party { label: for_whom, lines: to }];
        if !self.site.is_empty() {
            parties.push(Party { label: where_to, lines: self.site.clone() });
        }
        parties
    }
}

/// Name and address of a site, one a line.
pub fn site_lines(site: &SiteRow) -> Vec<String> {
    let town = format!("{} {}", site.postal_code, site.town).trim().to_owned();
    let lines = [&site.name, &site.line1, &site.line2, &town, &site.region, &site.country];
    lines.into_iter().filter(|line| !line.is_empty()).cloned().collect()
}

/// Whom a document of a customer is for. Without a site its days are meant in the company's zone.
///
/// # Errors
/// Absent for a customer, contact or site that is not there.
pub fn addressed(
    tx: &mut Tx,
    ctx: &Context,
    customer: CustomerId,
    contact: Option<ContactId>,
    site: Option<SiteId>,
) -> Outcome<Addressed> {
    let account = record::load(tx, customer)?;
    let contact = contact.map(|id| record::contact(tx, id)).transpose()?;
    let site = site.map(|id| record::site(tx, id)).transpose()?;
    let zone = site.as_ref().map_or_else(|| ctx.company_zone.clone(), |site| site.zone.clone());
    let today = TimeZone::get(&zone).unwrap_or(TimeZone::UTC).to_datetime(ctx.now).date();
    Ok(Addressed {
        language: account.language,
        zone,
        today,
        company: accord_room_people::the_company(tx)?.name,
        customer: vec![account.name, account.number],
        contact: contact.map(|contact| contact.name),
        site: site.as_ref().map(site_lines).unwrap_or_default(),
    })
}

/// What is kept of a document: enough to hand it out again, and to know it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeptPaper {
    /// Name of the file.
    pub file_name: String,
    /// SHA-256 of the file in hexadecimal: whoever has a copy can see that it is the same.
    pub sha256: String,
}

/// What is kept of a thing's document; nothing before it was printed.
///
/// # Errors
/// What the database refuses.
pub fn kept_paper(tx: &mut Tx, about: impl Into<Uuid>) -> Outcome<Option<KeptPaper>> {
    let file = record::kept_file(tx, about)?;
    Ok(file.map(|file| KeptPaper { file_name: file.file_name, sha256: file.sha256 }))
}

/// A document as it left the house, to be handed out. Its sight was checked by the view that named it.
///
/// # Errors
/// What the file store refuses.
pub fn kept_sheet(cx: &PageCx<'_, '_>, kept: &KeptPaper) -> Outcome<Sheet> {
    let bytes = store(&cx.reader.kernel.registry)?.bytes(&kept.sha256)?;
    let name = kept.file_name.strip_suffix(".pdf").unwrap_or(&kept.file_name);
    Ok(Sheet::kept(name.to_owned(), bytes))
}

fn store(registry: &accord_kernel::Registry) -> Outcome<&Files> {
    registry.extensions::<Files>().next().ok_or_else(|| Refusal::defect("no file store"))
}

/// What is to be kept.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// Whose.
    pub customer: CustomerId,
    /// Kind of thing it is about, for example `quote_version`.
    pub about_kind: &'static str,
    /// Id of that thing.
    pub about: Uuid,
    /// Address under which the program makes it; what it shows must not change until it is printed.
    pub address: String,
}

/// Notes that a document leaves the house and is to be kept. Asked twice about the same thing it is kept once; what is
/// still to be printed at the same address will show both.
///
/// # Errors
/// What the database refuses.
pub fn keep(tx: &mut Tx, act: &Act<'_>, leaving: Leaving) -> Outcome<()> {
    if record::kept_about(tx, leaving.about)?.is_some()
        || record::waits_at(tx, leaving.customer, &leaving.address)?
    {
        return Ok(());
    }
    let row = KeptPaperRow {
        id: act.new_id(),
        customer_id: leaving.customer,
        about_kind: leaving.about_kind.to_owned(),
        about_id: leaving.about,
        address: leaving.address,
        asked_at: act.now,
        attachment_id: None,
        kept_at: None,
        failed: None,
        version: 1,
    };
    tx.insert(&row)?;
    Ok(())
}

/// Prints the documents that wait and keeps them; answers how many. Called by the heartbeat.
///
/// # Errors
/// What the database, the printer or the file store refuse for now; a document that cannot be printed at all is noted
/// as such and is no error.
pub fn keep_waiting(kernel: &Arc<Kernel>) -> Outcome<usize> {
    // A build without a printer keeps nothing; what waits is printed by the next one that can.
    if kernel.registry.extensions::<Printer>().next().is_none() {
        return Ok(0);
    }
    let waiting = kernel.db.read(|tx| record::papers_waiting(tx, ROUND))?;
    let mut kept = 0;
    for row in waiting {
        let input = match printed(kernel, &row) {
            Ok((name, sha256)) => json!({ "kept_paper": row.id, "file_name": name, "sha256": sha256 }),
            Err(refusal) if matches!(refusal.status, Status::Unavailable | Status::Full) => {
                return Err(refusal);
            }
            Err(refusal) => {
                tracing::error!(
                    address = row.address,
                    rule = refusal.rule,
                    detail = refusal.internal,
                    "a document could not be printed"
                );
                json!({ "kept_paper": row.id, "failed": refusal.rule })
            }
        };
        kernel.act(&Caller::system(), Call::new("paper.keep", input))?;
        kept += 1;
    }
    Ok(kept)
}

/// Name and hash of a document that was made and stored.
fn printed(kernel: &Arc<Kernel>, row: &KeptPaperRow) -> Outcome<(String, String)> {
    let sheet = kernel.read(&Caller::system(), |reader| paper::at_address(reader, &row.address))?;
    let bytes = match sheet.content {
        Content::Made(document) => paper::print(&kernel.registry, &document)?.bytes,
        Content::Kept(bytes) => bytes,
    };
    let stored = store(&kernel.registry)?.put(&bytes)?;
    Ok((format!("{}.pdf", sheet.file_name), stored.sha256))
}
