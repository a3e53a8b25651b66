//! Cases that another system closed. Those of a chunk are written together; each is an event of its own.

use accord_kernel::{Act, Outcome, Refusal};
use accord_room_case::{CaseRow, ImportedCase, ImportedUpdate, import_cases};
use accord_room_customer::SiteId;
use accord_store::Tx;

use super::{Made, ONE_BY_ONE, Place, Writer, is_failure, sites};
use crate::{
    draft::{Content, IncidentDraft, UpdateDraft},
    id::Entity,
    outcome::Did,
    record::row_hash,
};

fn whole(draft: &IncidentDraft) -> Place {
    Place { row: draft.row, rows: draft.updates.len() as u64 }
}

impl Writer {
    /// Writes the incidents of a chunk; a customer that is not known yet is entered before, when the file says enough.
    pub(super) fn incidents(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        drafts: &[IncidentDraft],
    ) -> Outcome<()> {
        let mut new = Vec::new();
        for draft in drafts {
            let hash = draft.hash();
            if let Some(known) = self.known(Entity::Case, &draft.number) {
                if known.content_hash == hash {
                    self.counts.note(Entity::Case, Did::Same);
                } else {
                    let differs = Refusal::field("/number", "import.incident_differs")
                        .with("number", draft.number.as_str());
                    self.refuse(act, Entity::Case, whole(draft), differs)?;
                }
                continue;
            }
            if self.known(Entity::Account, &draft.account_code).is_none() {
                let nothing = Place { row: draft.row, rows: 0 };
                let work = |own: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
                    let name = draft.account_name.as_deref();
                    own.account_needed(tx, act, draft.row, (&draft.account_code, name), None)
                };
                if self.try_one(tx, act, Entity::Account, nothing, work)?.is_none() {
                    // The reason stands with what could not be entered.
                    self.counts.note(Entity::Case, Did::Refused);
                    self.counts.rows_refused += whole(draft).rows;
                    continue;
                }
            }
            new.push((draft, hash));
        }
        if self.one_by_one {
            for (draft, hash) in new {
                let work = |own: &mut Self, tx: &mut Tx, act: &mut Act<'_>| {
                    let one = own.imported_case(tx, act, draft)?;
                    let row = import_cases(tx, act, &[one])?.pop().ok_or_else(Refusal::absent)?;
                    Ok(made(&row, draft, hash))
                };
                self.try_one(tx, act, Entity::Case, whole(draft), work)?;
            }
            return Ok(());
        }
        self.incidents_at_once(tx, act, new)
    }

    fn incidents_at_once(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        new: Vec<(&IncidentDraft, String)>,
    ) -> Outcome<()> {
        let cases: Outcome<Vec<_>> =
            new.iter().map(|(draft, _)| self.imported_case(tx, act, draft)).collect();
        let rows = match cases.and_then(|cases| import_cases(tx, act, &cases)) {
            Err(refusal) if !is_failure(&refusal) => return Err(Refusal::conflict(ONE_BY_ONE)),
            other => other?,
        };
        for ((draft, hash), row) in new.into_iter().zip(&rows) {
            self.keep(tx, act, made(row, draft, hash))?;
        }
        Ok(())
    }

    fn imported_case(
        &mut self,
        tx: &mut Tx,
        act: &mut Act<'_>,
        draft: &IncidentDraft,
    ) -> Outcome<ImportedCase> {
        let account = self.customer(tx, act, &draft.account_code)?;
        let owner = self.colleague(tx, "/owner", draft.owner.as_deref())?;
        let what = draft.what.clone().or_else(|| draft.category.clone());
        Ok(ImportedCase {
            number: draft.number.clone(),
            customer: account.id,
            site: self.site_of_case(draft)?,
            what: what.unwrap_or_else(|| draft.number.clone()),
            caller: draft.caller.clone(),
            category: draft.category.clone(),
            result: draft.result.clone(),
            severity: draft.severity,
            worst: draft.worst,
            channel: draft.channel,
            received_at: draft.opened_at,
            restored_at: draft.resolved_at,
            closed_at: draft.closed_at,
            owner,
            in_time: draft.in_time,
            updates: draft.updates.iter().map(update).collect(),
        })
    }

    fn site_of_case(&self, draft: &IncidentDraft) -> Outcome<Option<SiteId>> {
        let Some(name) = &draft.site else { return Ok(None) };
        let known = self.known(Entity::Site, &sites::key(&draft.account_code, name));
        let unknown = || Refusal::field("/site", "import.site_unknown").with("name", name.as_str());
        Ok(Some(known.ok_or_else(unknown)?.entity_id.into()))
    }
}

fn update(draft: &UpdateDraft) -> ImportedUpdate {
    ImportedUpdate {
        written_at: draft.at,
        state: draft.state.clone(),
        priority: draft.priority.clone(),
        team: draft.team.clone(),
        assignee: draft.assignee.clone(),
        writer: draft.writer.clone(),
        reassigned: draft.reassigned,
        reopened: draft.reopened,
    }
}

fn made(row: &CaseRow, draft: &IncidentDraft, hash: String) -> Made {
    Made {
        entity: Entity::Case,
        id: row.id.into(),
        key: draft.number.clone(),
        hash,
        row_hash: row_hash(row),
        chain: row.customer_id.into(),
        subject: None,
        former: None,
        did: Did::New,
    }
}
