//! Every letter that the program writes goes through here: it has a declared name, declared places, a text delivered with the
//! program in both languages, and perhaps a text of the company's own. [`Written`] can be made here alone and the post office
//! takes nothing else, so no letter escapes.
//!
//! To add a letter: a `static` [`LetterDef`] in your room, `letters::register(registry, &[&DEF])`, and its words
//! `letter-<name>` (subject), `letter-<name>-body` and `letter-<name>-about` (what it is for) in both languages.

use std::collections::BTreeMap;

use accord_kernel::{Act, Context, Fact, Language, Outcome, Refusal, Registry, Tongue, Words};
use accord_store::Tx;
use jiff::SignedDuration;
use uuid::Uuid;

use crate::{
    digest,
    record::{
        company, letter,
        notice::{self, Selling, Thread},
    },
    rules::letter::{self as rule, Need, Slot, Text},
    terms::{LetterStand, LetterTo},
};

/// Stands in a letter's text where its link is; the post office puts the site's address and the letter's path there. The link
/// itself, which may open something, is in no text.
pub(crate) const LINK_MARK: char = '\u{2}';

/// What stands in a place of a letter that is tried out, or where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// The company's name.
    Company,
    /// A message: `letter-example-…`.
    Said(&'static str),
    /// These words.
    Words(&'static str),
    /// An instant so many hours from now.
    Hours(i64),
    /// Today, with the day of the week.
    Today,
    /// The letter's own link.
    Link,
    /// A page of the program, by its path.
    Page(&'static str),
    /// Lines that the program sets.
    Lines(&'static str),
}

/// A place of a letter. Its meaning is the message `letter-place-<name>`.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    name: &'static str,
    example: Example,
    need: Need,
    outside: bool,
}

impl Place {
    const fn outside(name: &'static str, example: Example) -> Self {
        Self { name, example, need: Need::Free, outside: true }
    }
    const fn inside(name: &'static str, example: Example) -> Self {
        Self { name, example, need: Need::Free, outside: false }
    }
    /// The letter's body cannot do without it.
    #[must_use]
    pub const fn needed(self) -> Self {
        Self { need: Need::Body, ..self }
    }
    /// The letter's subject cannot do without it: by it an answer is found again, say.
    #[must_use]
    pub const fn in_subject(self) -> Self {
        Self { need: Need::Subject, ..self }
    }
    /// Shown with these words when the letter is tried out.
    #[must_use]
    pub const fn such_as(self, words: &'static str) -> Self {
        Self { example: Example::Words(words), ..self }
    }
    /// Name, as it stands in braces.
    pub fn name(&self) -> &'static str {
        self.name
    }
    /// Whether a customer may be told what stands there.
    pub fn is_outside(&self) -> bool {
        self.outside
    }
    /// Whether it must be there.
    pub fn need(&self) -> Need {
        self.need
    }
    fn slot(&self) -> Slot {
        let body_only = matches!(self.example, Example::Link | Example::Page(_) | Example::Lines(_));
        Slot { name: self.name, need: self.need, body_only }
    }
}

/// The places that letters have. Those of the first group may stand in letters to customers; a letter has those that it names
/// in its definition, and no other.
pub mod place {
    use super::{Example, Place};

    /// The company's name.
    pub const COMPANY: Place = Place::outside("company", Example::Company);
    /// The letter's link.
    pub const LINK: Place = Place::outside("link", Example::Link);
    /// The last instant or day on which something can be used.
    pub const UNTIL: Place = Place::outside("until", Example::Hours(72));
    /// The reader's name.
    pub const NAME: Place = Place::outside("name", Example::Said("letter-example-name"));
    /// A number for people: of a case, a visit, a quote.
    pub const NUMBER: Place = Place::outside("number", Example::Words("CASE-2026-0412"));
    /// What the customer was told in our words.
    pub const WORDS: Place = Place::outside("words", Example::Said("letter-example-words"));
    /// When the customer hears from us again.
    pub const NEXT: Place = Place::outside("next", Example::Hours(4));
    /// The colleague who looks after it.
    pub const OWNER: Place = Place::outside("owner", Example::Said("letter-example-person"));
    /// The colleague who comes.
    pub const PERSON: Place = Place::outside("person", Example::Said("letter-example-person"));
    /// The customer's site.
    pub const SITE: Place = Place::outside("site", Example::Said("letter-example-site"));
    /// When somebody comes, in the site's zone.
    pub const AT: Place = Place::outside("at", Example::Hours(44));
    /// When somebody was to come before.
    pub const BEFORE: Place = Place::outside("before", Example::Hours(20));
    /// What somebody comes for.
    pub const PURPOSE: Place = Place::outside("purpose", Example::Said("letter-example-purpose"));
    /// The title of a quote.
    pub const TITLE: Place = Place::outside("title", Example::Said("letter-example-title"));
    /// The work that was finished.
    pub const ABOUT: Place = Place::outside("about", Example::Said("letter-example-about"));

    /// A notice in words.
    pub(crate) const TEXT: Place = Place::inside("text", Example::Said("letter-example-text"));
    /// By when the reader's word is asked for.
    pub(crate) const BY: Place = Place::inside("by", Example::Hours(2));
    /// The only notice, or how many there are.
    pub(crate) const MATTER: Place = Place::inside("matter", Example::Said("letter-example-matter"));
    /// What the letter lists.
    pub(crate) const LINES: Place = Place::inside("lines", Example::Lines("letter-example-lines"));
    /// Address of the page on which the reader chooses how to be told.
    pub(crate) const CHOOSE: Place = Place::inside("choose", Example::Page(crate::digest::CHOOSE));
    /// Today.
    pub(crate) const TODAY: Place = Place::inside("today", Example::Today);
    /// How many things there are.
    pub(crate) const THINGS: Place = Place::inside("things", Example::Said("letter-example-things"));
    /// The colleague who reads.
    pub(crate) const READER: Place = Place::inside("reader", Example::Said("letter-example-person"));
}

/// A letter that the program writes.
#[derive(Debug)]
pub struct LetterDef {
    /// Name; its words are `letter-<name>`, `letter-<name>-body`, `letter-<name>-about`.
    pub name: &'static str,
    /// To whom it goes.
    pub to: LetterTo,
    /// What may be put into it.
    pub places: &'static [Place],
}

impl LetterDef {
    /// Message key of its delivered subject.
    pub fn subject(&self) -> String {
        format!("letter-{}", self.name)
    }
    /// Message key of its delivered body.
    pub fn body(&self) -> String {
        format!("letter-{}-body", self.name)
    }
    /// Message key of what it is for.
    pub fn about(&self) -> String {
        format!("letter-{}-about", self.name)
    }

    /// The text delivered with the program.
    pub fn ours(&self, words: &Words, language: Language) -> Text {
        let tongue = words.tongue(language, "UTC");
        let places: Vec<_> = self.places.iter().map(|place| rule::itself(place.name)).collect();
        Text {
            subject: tongue.say_with(&self.subject(), &places),
            body: tongue.say_with(&self.body(), &places),
        }
    }

    /// A text for this letter that may hold.
    ///
    /// # Errors
    /// As [`rule::check`].
    pub fn check(&self, subject: &str, body: &str) -> Outcome<Text> {
        let slots: Vec<Slot> = self.places.iter().map(Place::slot).collect();
        rule::check(&slots, subject, body)
    }
}

/// Makes letters known: they are listed, and their texts can be changed.
pub fn register(registry: &mut Registry, defs: &[&'static LetterDef]) {
    for def in defs {
        registry.extend::<&'static LetterDef>(def);
    }
}

/// Every registered letter, those to customers after those to colleagues, by name.
pub fn all(registry: &Registry) -> Vec<&'static LetterDef> {
    let mut defs: Vec<_> = registry.extensions::<&'static LetterDef>().copied().collect();
    defs.sort_by_key(|def| (def.to.word(), def.name));
    defs
}

/// A registered letter by its name.
///
/// # Errors
/// Absent when there is none.
pub fn find(registry: &Registry, name: &str) -> Outcome<&'static LetterDef> {
    let found = registry.extensions::<&'static LetterDef>().find(|def| def.name == name);
    found.copied().ok_or_else(Refusal::absent)
}

/// The text that holds, and how it stands to the delivered one. A text of the company's own goes on to hold when the
/// delivered one changes; only where it lacks what its letter cannot do without any more, the delivered one is sent.
pub(crate) fn standing(
    tx: &mut Tx,
    words: &Words,
    def: &LetterDef,
    language: Language,
) -> Outcome<(Text, LetterStand)> {
    let ours = def.ours(words, language);
    let row = letter::standing(tx, def.name, language)?;
    let Some((own, then)) = row.and_then(|row| Some((row.own()?, row.ours_then()))) else {
        return Ok((ours, LetterStand::Ours));
    };
    if def.check(&own.subject, &own.body).is_err() {
        return Ok((ours, LetterStand::Unfit));
    }
    let stand = if then == ours { LetterStand::Own } else { LetterStand::OursChanged };
    Ok((own, stand))
}

/// What a letter is filled with.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filling {
    /// Facts of its places, each said in the reader's language. Control characters in them are dropped.
    pub(crate) facts: Vec<(&'static str, Fact)>,
    /// Lines that the program set, and addresses of its pages: they may hold [`digest::SITE`].
    pub(crate) set: Vec<(&'static str, String)>,
    /// Path of its link.
    pub(crate) path: Option<String>,
}

/// A letter's words as they go out; the post office takes no others.
#[derive(Debug)]
pub(crate) struct Written(Text);

impl Written {
    pub(crate) fn text(&self) -> &Text {
        &self.0
    }
}

/// Fills a text.
///
/// # Errors
/// A defect when a place was not given.
pub(crate) fn write(def: &LetterDef, text: &Text, tongue: &Tongue<'_>, with: &Filling) -> Outcome<Written> {
    let mut said = BTreeMap::new();
    for place in def.places {
        let fact = with.facts.iter().find(|(name, _)| *name == place.name).map(|(_, fact)| fact);
        let set = with.set.iter().find(|(name, _)| *name == place.name).map(|(_, lines)| lines);
        let value = match (place.example, set, fact) {
            (Example::Link, _, _) => with.path.as_ref().map(|_| LINK_MARK.to_string()).unwrap_or_default(),
            (Example::Lines(_) | Example::Page(_), Some(lines), _) => lines.clone(),
            (_, _, Some(fact)) => rule::clean(&tongue.fact(fact)),
            _ => return Err(Refusal::defect(format!("letter {} lacks {}", def.name, place.name))),
        };
        said.insert(place.name, value);
    }
    Ok(Written(rule::filled(text, &said)?))
}

/// A body with its addresses, as it goes out.
pub(crate) fn addressed(body: &str, site: &str, path: Option<&str>) -> String {
    let link = path.map(|path| format!("{site}{path}")).unwrap_or_default();
    body.replace(digest::SITE, site).replace(LINK_MARK, &link)
}

/// To whom a letter goes, and how.
#[derive(Debug, Clone)]
pub(crate) struct Envelope {
    /// Whose letter it is; when they are erased, so is what still waits.
    pub(crate) subject: Uuid,
    /// Where it goes.
    pub(crate) address: String,
    /// Language in which they are written to.
    pub(crate) language: Language,
    /// Zone in which instants are said (IANA).
    pub(crate) zone: String,
    /// What it sells; the guards are asked again when it goes out.
    pub(crate) selling: Option<Selling>,
    /// The conversation it belongs to.
    pub(crate) thread: Thread,
}

/// Writes a letter with the text that holds now. It goes out after the transaction, at least once. Returns its id, which is
/// the part of its Message-ID before the `@`.
///
/// # Errors
/// What the database refuses; a defect when a place was not given.
pub(crate) fn post(
    tx: &mut Tx,
    act: &Act<'_>,
    def: &LetterDef,
    envelope: Envelope,
    with: Filling,
) -> Outcome<Uuid> {
    let (text, _) = standing(tx, &act.words, def, envelope.language)?;
    post_text(tx, act, def, &text, envelope, with)
}

/// As [`post`], with a text that may not hold yet: a trial.
pub(crate) fn post_text(
    tx: &mut Tx,
    act: &Act<'_>,
    def: &LetterDef,
    text: &Text,
    envelope: Envelope,
    with: Filling,
) -> Outcome<Uuid> {
    let tongue = act.words.tongue(envelope.language, &envelope.zone);
    let written = write(def, text, &tongue, &with)?;
    let id = act.new_id();
    let out = notice::Out { id, name: def.name, written: &written, path: with.path };
    notice::post(tx, out, envelope, act.wall)?;
    Ok(id)
}

/// A letter as an example has it: with the company's own name, everything else made up.
pub(crate) fn example(tx: &mut Tx, ctx: &Context, def: &LetterDef, tongue: &Tongue<'_>) -> Outcome<Filling> {
    let hour = SignedDuration::from_hours(1);
    let now = ctx.now.round((jiff::Unit::Hour, 1)).unwrap_or(ctx.now);
    let mut with = Filling { path: Some(format!("/settings/letters/{}", def.name)), ..Filling::default() };
    for place in def.places {
        let fact = match place.example {
            Example::Company => company::the_company(tx)?.name.into(),
            Example::Said(key) => tongue.say(key).into_owned().into(),
            Example::Words(words) => words.into(),
            Example::Hours(hours) => {
                let away = i32::try_from(hours).unwrap_or(1);
                now.checked_add(hour * away).unwrap_or(now).into()
            }
            Example::Today => tongue.date_with_day(tongue.date_of(ctx.now)).into(),
            Example::Link => continue,
            Example::Page(path) => {
                with.set.push((place.name, format!("{}{path}", digest::SITE)));
                continue;
            }
            Example::Lines(key) => {
                with.set.push((place.name, tongue.say(key).into_owned()));
                continue;
            }
        };
        with.facts.push((place.name, fact));
    }
    Ok(with)
}

/// Opens a colleague's access.
pub static INVITATION: LetterDef = LetterDef {
    name: "invitation",
    to: LetterTo::Colleague,
    places: &[place::COMPANY, place::UNTIL, place::LINK.needed()],
};
/// A new password for whoever asked for one; contacts of customers sign in too.
pub static RESET: LetterDef = LetterDef {
    name: "reset",
    to: LetterTo::Anyone,
    places: &[place::COMPANY, place::UNTIL, place::LINK.needed()],
};
/// One notice at once.
pub(crate) static NOTICE: LetterDef = LetterDef {
    name: "notice",
    to: LetterTo::Colleague,
    places: &[place::TEXT.needed(), place::LINK.needed()],
};
/// One notice through quiet time, since it cannot wait.
pub(crate) static THROUGH_QUIET: LetterDef = LetterDef {
    name: "through-quiet",
    to: LetterTo::Colleague,
    places: &[place::TEXT.needed(), place::BY.needed(), place::LINK.needed()],
};
/// What waited for the end of quiet time.
pub(crate) static HELD: LetterDef = LetterDef {
    name: "held",
    to: LetterTo::Colleague,
    places: &[place::MATTER, place::LINES.needed(), place::CHOOSE],
};
/// The daily digest.
pub(crate) static DIGEST: LetterDef = LetterDef {
    name: "digest",
    to: LetterTo::Colleague,
    places: &[place::READER, place::TODAY, place::THINGS, place::LINES.needed(), place::CHOOSE],
};

/// This room's letters.
pub(crate) const OWN: &[&LetterDef] = &[&INVITATION, &RESET, &NOTICE, &THROUGH_QUIET, &HELD, &DIGEST];
