//! The company's own texts of its letters: drafted and looked at, tried out, put in force, put back.

use accord_kernel::{Act, Action, Audience, Context, Language, Outcome, Permission, Refusal, Touches};
use accord_store::Tx;
use schemars::JsonSchema;
use serde::Deserialize;

use super::author;
use crate::{
    PersonId,
    letters::{self, LetterDef},
    notices::envelope_to,
    record::{
        company,
        letter::{self, LetterDraftRow, LetterTextRow},
        person,
    },
    rules::letter::{BODY_MAX, SUBJECT_MAX, Text},
};

/// Whoever drafts is a colleague.
fn writer(act: &Act<'_>) -> Outcome<PersonId> {
    author(act).ok_or_else(Refusal::absent)
}

fn on_company(tx: &mut Tx) -> Outcome<Touches> {
    Ok(Touches::chain(company::company_chain(tx)?))
}

/// Keeps a text as the reader's own draft, to be seen as it would arrive before it holds. What could not hold is refused here.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftLetter {
    /// Name of the letter.
    pub letter: String,
    /// Language of the text.
    pub language: Language,
    /// Subject, one line, with places in braces.
    #[schemars(length(max = SUBJECT_MAX))]
    pub subject: String,
    /// Body, plain text, with places in braces.
    #[schemars(length(max = BODY_MAX))]
    pub body: String,
}

impl Action for DraftLetter {
    const NAME: &'static str = "letter.draft";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        on_company(tx)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let def = letters::find(act.registry(), &self.letter)?;
        let Text { subject, body } = def.check(&self.subject, &self.body)?;
        let person_id = writer(act)?;
        named(act, def, self.language);
        if let Some(mut row) = letter::draft(tx, person_id, def.name, self.language)? {
            (row.subject, row.body, row.drafted_at) = (subject, body, act.now);
            return Ok(tx.update(&mut row)?);
        }
        Ok(tx.insert(&LetterDraftRow {
            id: act.new_id(),
            person_id,
            letter: def.name.to_owned(),
            language: self.language,
            subject,
            body,
            drafted_at: act.now,
            version: 1,
        })?)
    }
}

fn named(act: &mut Act<'_>, def: &LetterDef, language: Language) {
    act.fact("letter", def.name);
    act.fact("language", language);
}

/// Drops the reader's own draft.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropDraft {
    /// Name of the letter.
    pub letter: String,
    /// Language of the text.
    pub language: Language,
}

impl Action for DropDraft {
    const NAME: &'static str = "letter.drop_draft";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        on_company(tx)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let def = letters::find(act.registry(), &self.letter)?;
        let person = writer(act)?;
        let row = letter::draft(tx, person, def.name, self.language)?.ok_or_else(Refusal::absent)?;
        named(act, def, self.language);
        Ok(tx.remove(&row)?)
    }
}

/// Puts a text of the company's own in force: every letter written from now on has it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetLetter {
    /// Name of the letter.
    pub letter: String,
    /// Language of the text.
    pub language: Language,
    /// Turn that was seen; 0 while the company never had a text of its own.
    pub turn: i64,
    /// Subject, one line, with places in braces.
    #[schemars(length(max = SUBJECT_MAX))]
    pub subject: String,
    /// Body, plain text, with places in braces.
    #[schemars(length(max = BODY_MAX))]
    pub body: String,
}

impl Action for SetLetter {
    const NAME: &'static str = "letter.set";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        on_company(tx)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let def = letters::find(act.registry(), &self.letter)?;
        let text = def.check(&self.subject, &self.body)?;
        let before = at_turn(tx, def, self.language, self.turn)?;
        if before.and_then(|row| row.own()).as_ref() == Some(&text) {
            return Err(Refusal::conflict("letter.same"));
        }
        put(tx, act, def, (self.language, self.turn), Some(text))?;
        if let Some(person) = author(act)
            && let Some(draft) = letter::draft(tx, person, def.name, self.language)?
        {
            tx.remove(&draft)?;
        }
        Ok(())
    }
}

/// The present turn, when it is the one that was seen: of two who change one text the second is told.
fn at_turn(tx: &mut Tx, def: &LetterDef, language: Language, seen: i64) -> Outcome<Option<LetterTextRow>> {
    let row = letter::standing(tx, def.name, language)?;
    let turn = row.as_ref().map_or(0, |row| row.turn);
    if turn != seen {
        return Err(Refusal::conflict("letter.changed_meanwhile").with("turn", turn));
    }
    Ok(row)
}

fn put(
    tx: &mut Tx,
    act: &mut Act<'_>,
    def: &LetterDef,
    (language, seen): (Language, i64),
    text: Option<Text>,
) -> Outcome<()> {
    let ours = def.ours(&act.words, language);
    let (subject, body) = text.map_or((None, None), |text| (Some(text.subject), Some(text.body)));
    named(act, def, language);
    act.fact("turn", seen + 1);
    Ok(tx.insert(&LetterTextRow {
        id: act.new_id(),
        letter: def.name.to_owned(),
        language,
        turn: seen + 1,
        subject,
        body,
        ours_subject: ours.subject,
        ours_body: ours.body,
        set_at: act.now,
        set_by: author(act),
        version: 1,
    })?)
}

/// Puts the text delivered with the program back in force.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PutLetterBack {
    /// Name of the letter.
    pub letter: String,
    /// Language of the text.
    pub language: Language,
    /// Turn that was seen.
    pub turn: i64,
}

impl Action for PutLetterBack {
    const NAME: &'static str = "letter.put_back";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        on_company(tx)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let def = letters::find(act.registry(), &self.letter)?;
        let row = at_turn(tx, def, self.language, self.turn)?;
        if row.and_then(|row| row.own()).is_none() {
            return Err(Refusal::conflict("letter.is_ours"));
        }
        put(tx, act, def, (self.language, self.turn), None)
    }
}

/// Sends a letter to the reader's own address as it would arrive, filled with examples. Its link leads to the letter's page
/// here and opens nothing.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TryLetter {
    /// Name of the letter.
    pub letter: String,
    /// Language of the text.
    pub language: Language,
    /// Subject, one line, with places in braces.
    #[schemars(length(max = SUBJECT_MAX))]
    pub subject: String,
    /// Body, plain text, with places in braces.
    #[schemars(length(max = BODY_MAX))]
    pub body: String,
}

impl Action for TryLetter {
    const NAME: &'static str = "letter.try";
    const PERMISSION: Permission = Permission::SettingsManage;
    const COMMERCIAL: bool = false;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ();
    fn touches(&self, tx: &mut Tx, _: &Context) -> Outcome<Touches> {
        on_company(tx)
    }
    fn perform(self, tx: &mut Tx, act: &mut Act<'_>) -> Outcome<()> {
        let def = letters::find(act.registry(), &self.letter)?;
        let text = def.check(&self.subject, &self.body)?;
        let reader = person::person(tx, writer(act)?)?;
        let address = reader.email.clone().ok_or_else(|| Refusal::conflict("letter.no_address"))?;
        named(act, def, self.language);
        let mut envelope = envelope_to(&reader, address);
        envelope.language = self.language;
        let words = std::sync::Arc::clone(&act.words);
        let tongue = words.tongue(self.language, &reader.zone);
        let with = letters::example(tx, act, def, &tongue)?;
        letters::post_text(tx, act, def, &text, envelope, with).map(drop)
    }
}
