//! The company's own texts of its letters, and drafts of them.

use accord_kernel::{Language, Outcome};
use accord_store::{Tx, params, record};
use jiff::Timestamp;

use crate::{PersonId, ids::RowId, rules::letter::Text};

record! {
    /// A text of a letter from a turn on.
    pub struct LetterTextRow in "letter_text" shape 1 {
        /// Id.
        id: RowId,
        /// Name of the letter.
        letter: String,
        /// Language of the text.
        language: Language,
        /// Place in the letter's history in this language, from 1; the highest holds.
        turn: i64,
        /// Subject; none when the delivered text holds again.
        subject: Option<String>,
        /// Body; none when the delivered text holds again.
        body: Option<String>,
        /// The delivered subject as it was then.
        ours_subject: String,
        /// The delivered body as it was then.
        ours_body: String,
        /// When.
        set_at: Timestamp,
        /// Who; `None` is the program.
        set_by: Option<PersonId>,
        /// Row version.
        version: i64,
    }
}

impl LetterTextRow {
    /// The company's own text; none when the delivered one holds again.
    pub(crate) fn own(&self) -> Option<Text> {
        Some(Text { subject: self.subject.clone()?, body: self.body.clone()? })
    }

    /// The delivered text as it was then.
    pub(crate) fn ours_then(&self) -> Text {
        Text { subject: self.ours_subject.clone(), body: self.ours_body.clone() }
    }
}

record! {
    /// A text that somebody is about to put in force.
    pub struct LetterDraftRow in "letter_draft" shape 1 {
        /// Id.
        id: RowId,
        /// Who drafts.
        person_id: PersonId,
        /// Name of the letter.
        letter: String,
        /// Language of the text.
        language: Language,
        /// Subject.
        subject: String,
        /// Body.
        body: String,
        /// When it was last changed.
        drafted_at: Timestamp,
        /// Row version.
        version: i64,
    }
}

/// The highest turn of a letter in a language.
pub(crate) fn standing(tx: &mut Tx, letter: &str, language: Language) -> Outcome<Option<LetterTextRow>> {
    let tail = "WHERE letter = ?1 AND language = ?2 ORDER BY turn DESC LIMIT 1";
    Ok(tx.select_one(tail, params![letter, language])?)
}

/// Every turn of a letter in a language, newest first; at most 200.
pub(crate) fn turns(tx: &mut Tx, letter: &str, language: Language) -> Outcome<Vec<LetterTextRow>> {
    let tail = "WHERE letter = ?1 AND language = ?2 ORDER BY turn DESC LIMIT 200";
    Ok(tx.select(tail, params![letter, language])?)
}

/// Somebody's draft of a letter in a language.
pub(crate) fn draft(
    tx: &mut Tx,
    person: PersonId,
    letter: &str,
    language: Language,
) -> Outcome<Option<LetterDraftRow>> {
    let tail = "WHERE person_id = ?1 AND letter = ?2 AND language = ?3";
    Ok(tx.select_one(tail, params![person, letter, language])?)
}
