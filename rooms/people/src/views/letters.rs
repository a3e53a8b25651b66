//! Letters, their texts, and what they look like.

use accord_kernel::{Audience, Context, Language, Outcome, Permission, Touches, View};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    ids::author,
    letters::{self, LetterDef},
    record::{letter, person},
    rules::letter::{Need, Text},
    terms::{LetterStand, LetterTo},
};

/// Every letter that the program writes.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Letters {}

/// A letter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LetterShown {
    /// Name.
    pub letter: String,
    /// What it is for.
    pub about: String,
    /// To whom it goes.
    pub to: LetterTo,
    /// Its text in each language.
    pub texts: Vec<LetterInLanguage>,
}

/// The text of a letter in a language.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LetterInLanguage {
    /// The language.
    pub language: Language,
    /// The subject that holds.
    pub subject: String,
    /// How it stands to the delivered one.
    pub stand: LetterStand,
}

impl View for Letters {
    const NAME: &'static str = "people.letters";
    const PERMISSION: Permission = Permission::SettingsManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Vec<LetterShown>;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let mut shown = Vec::new();
        for def in letters::all(&ctx.registry) {
            let mut texts = Vec::new();
            for language in Language::ALL {
                let (text, stand) = letters::standing(tx, &ctx.words, def, *language)?;
                texts.push(LetterInLanguage { language: *language, subject: text.subject, stand });
            }
            let about = ctx.tongue().say(&def.about()).into_owned();
            shown.push(LetterShown { letter: def.name.to_owned(), about, to: def.to, texts });
        }
        Ok(shown)
    }
}

/// A letter in a language: its text, the delivered one, what may be put into it, and what it was before.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LetterOne {
    /// Name of the letter.
    pub letter: String,
    /// Language of the text.
    pub language: Language,
}

/// What may be put into a letter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlaceShown {
    /// Name; in a text it stands in braces.
    pub name: String,
    /// What is put there.
    pub meaning: String,
    /// Whether the subject cannot do without it.
    pub in_subject: bool,
    /// Whether the body cannot do without it.
    pub in_body: bool,
}

/// A change of a letter's text.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LetterTurn {
    /// Its turn.
    pub turn: i64,
    /// The company's own text; none when the delivered one was put back.
    pub text: Option<Text>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub set_at: Timestamp,
    /// Name of who did it; empty for the program.
    pub set_by: String,
}

/// A letter in a language.
#[derive(Debug, Serialize, JsonSchema)]
pub struct LetterPage {
    /// Name.
    pub letter: String,
    /// What it is for.
    pub about: String,
    /// To whom it goes.
    pub to: LetterTo,
    /// Language of the text.
    pub language: Language,
    /// The text that is sent.
    pub text: Text,
    /// How it stands to the delivered one.
    pub stand: LetterStand,
    /// The text delivered with this version of the program.
    pub ours: Text,
    /// The text delivered when the company's own was written, where it has changed since.
    pub ours_then: Option<Text>,
    /// The company's own text where it cannot be sent any more.
    pub unfit: Option<Text>,
    /// The present turn; 0 while the company never had a text of its own.
    pub turn: i64,
    /// What may be put in.
    pub places: Vec<PlaceShown>,
    /// The reader's own draft.
    pub draft: Option<Text>,
    /// The draft, else the text that is sent, filled with examples.
    pub preview: Text,
    /// Every change, newest first; at most 200.
    pub history: Vec<LetterTurn>,
}

impl View for LetterOne {
    const NAME: &'static str = "people.letter";
    const PERMISSION: Permission = Permission::SettingsManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = LetterPage;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<LetterPage> {
        let def = letters::find(&ctx.registry, &self.letter)?;
        let (text, stand) = letters::standing(tx, &ctx.words, def, self.language)?;
        let rows = letter::turns(tx, def.name, self.language)?;
        let newest = rows.first();
        let then = newest.filter(|row| row.own().is_some()).map(letter::LetterTextRow::ours_then);
        let ours = def.ours(&ctx.words, self.language);
        let own_draft = author(ctx).map(|me| letter::draft(tx, me, def.name, self.language)).transpose()?;
        let draft = own_draft.flatten().map(|row| Text { subject: row.subject, body: row.body });
        // A draft of an older version of the program may lack what the letter needs by now: it is shown, but not filled.
        let sound = draft.as_ref().filter(|draft| def.check(&draft.subject, &draft.body).is_ok());
        let preview = preview(tx, ctx, def, self.language, sound.unwrap_or(&text))?;
        Ok(LetterPage {
            letter: def.name.to_owned(),
            about: ctx.tongue().say(&def.about()).into_owned(),
            to: def.to,
            language: self.language,
            stand,
            ours_then: then.filter(|then| *then != ours),
            unfit: newest.and_then(letter::LetterTextRow::own).filter(|_| stand == LetterStand::Unfit),
            turn: newest.map_or(0, |row| row.turn),
            places: places(ctx, def),
            draft,
            preview,
            history: history(tx, &rows)?,
            text,
            ours,
        })
    }
}

fn places(ctx: &Context, def: &LetterDef) -> Vec<PlaceShown> {
    let shown = |place: &letters::Place| PlaceShown {
        name: place.name().to_owned(),
        meaning: ctx.tongue().say(&format!("letter-place-{}", place.name())).into_owned(),
        in_subject: place.need() == Need::Subject,
        in_body: place.need() == Need::Body,
    };
    def.places.iter().map(shown).collect()
}

fn history(tx: &mut Tx, rows: &[letter::LetterTextRow]) -> Outcome<Vec<LetterTurn>> {
    let mut history = Vec::new();
    for row in rows {
        history.push(LetterTurn {
            turn: row.turn,
            text: row.own(),
            set_at: row.set_at,
            set_by: row.set_by.map(|by| person::name_of(tx, by)).transpose()?.unwrap_or_default(),
        });
    }
    Ok(history)
}

/// What a text looks like when it arrives, filled with examples by the code that sends.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LetterPreview {
    /// Name of the letter.
    pub letter: String,
    /// Language of the text.
    pub language: Language,
    /// Subject, with places in braces.
    pub subject: String,
    /// Body, with places in braces.
    pub body: String,
}

impl View for LetterPreview {
    const NAME: &'static str = "people.letter_preview";
    const PERMISSION: Permission = Permission::SettingsManage;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = Text;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Text> {
        let def = letters::find(&ctx.registry, &self.letter)?;
        let text = def.check(&self.subject, &self.body)?;
        preview(tx, ctx, def, self.language, &text)
    }
}

/// Stands for the site's own address, which only the post office knows.
const SITE: &str = "https://accord.example";

fn preview(tx: &mut Tx, ctx: &Context, def: &LetterDef, language: Language, text: &Text) -> Outcome<Text> {
    let tongue = ctx.words.tongue(language, &ctx.principal.zone);
    let with = letters::example(tx, ctx, def, &tongue)?;
    let written = letters::write(def, text, &tongue, &with)?;
    let Text { subject, body } = written.text().clone();
    Ok(Text { subject, body: letters::addressed(&body, SITE, with.path.as_deref()) })
}
