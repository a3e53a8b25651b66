//! The page of a question's link: five big steps and room for words, in the contact's language. Looking counts nothing.

use std::sync::Arc;

use accord_face::{
    Card, LinkDef,
    ask::refusal_text,
    parts::{
        Tone,
        control::{Control, Field, Pick},
        form::{Form, FormError, FormPart, form},
        html,
        menu::Weight,
        panel::notice,
        scale::{Scale, scale},
    },
};
use accord_kernel::{
    Call, Caller, Credential, Fact, Kernel, Language, Outcome, Refusal, Registry, Status, Tongue,
};
use accord_room_customer as customer;
use accord_room_people as people;
use serde_json::json;

use crate::{
    actions::{ANSWERED, AnswerGiven},
    id::SurveyState,
    record::{self, SurveyRow},
};

/// Address before the secret.
pub(crate) const PATH: &str = "/s/";

/// Registers the page.
pub(crate) fn register(registry: &mut Registry) {
    registry.extend(LinkDef { path: "/s/{secret}", show, take });
}

/// What the page must know.
struct Asked {
    row: SurveyRow,
    company: String,
    language: Language,
    zone: String,
    over: bool,
}

fn asked(kernel: &Arc<Kernel>, caller: &Caller, secret: &str) -> Outcome<Asked> {
    let hash = people::secret_hash(secret);
    kernel.read(caller, |reader| {
        let row = record::by_secret(reader.tx, &hash)?;
        let contact = customer::contact(reader.tx, row.contact_id)?;
        let zone = customer::sites_of(reader.tx, row.customer_id)?.into_iter().next().map(|site| site.zone);
        let end = row.expires_at.is_some_and(|end| end <= reader.context.now);
        Ok(Asked {
            over: row.state == SurveyState::Expired || (row.state == SurveyState::Sent && end),
            company: people::the_company(reader.tx)?.name,
            language: contact.language,
            zone: zone.unwrap_or_else(|| reader.context.company_zone.clone()),
            row,
        })
    })
}

impl Asked {
    fn tongue<'k>(&self, kernel: &'k Kernel) -> Tongue<'k> {
        kernel.words.tongue(self.language, &self.zone)
    }

    fn card(&self, title: String, intro: String) -> Card {
        Card {
            language: self.language,
            company: self.company.clone(),
            title,
            intro,
            body: None,
            refused: None,
            enter: None,
        }
    }

    fn thanks(&self, kernel: &Kernel, rating: i64) -> Card {
        let tongue = self.tongue(kernel);
        let key = if rating <= 3 { "survey-thanks-low" } else { "survey-thanks-text" };
        let said = tongue.say_with(
            "survey-thanks-said",
            &[("rating", rating.into()), ("word", Fact::Word(format!("survey-rating-{rating}")))],
        );
        let text = tongue.say_with(key, &[("company", self.company.clone().into())]);
        let body = notice(Tone::Good, &said, &html! { (text) }, &[]);
        Card { body: Some(body), ..self.card(tongue.say("survey-thanks").into_owned(), String::new()) }
    }

    fn over(&self, kernel: &Kernel) -> Card {
        let tongue = self.tongue(kernel);
        let until = self.row.expires_at.unwrap_or(self.row.asked_at);
        let text = tongue.say_with("refusal-survey-expired", &[("until", until.into())]);
        let body = notice(Tone::Warn, &tongue.say("survey-over"), &html! { (text) }, &[]);
        let title = self.title(&tongue);
        Card { body: Some(body), refused: Some(Status::Conflict), ..self.card(title, String::new()) }
    }

    fn title(&self, tongue: &Tongue<'_>) -> String {
        tongue.say_with("survey-question", &[("about", self.row.about.clone().into())])
    }

    fn question(&self, kernel: &Kernel, secret: &str, typed: &Typed, refusal: Option<&Refusal>) -> Card {
        let tongue = self.tongue(kernel);
        let say = |key: &str| tongue.say(key).into_owned();
        let reason = |pointer: &str| {
            let found =
                refusal.and_then(|refusal| refusal.fields.iter().find(|error| error.pointer == pointer));
            found
                .map(|error| tongue.say_with(&Refusal::message(error.rule), &error.facts))
                .unwrap_or_default()
        };
        let steps = (1..=5)
            .map(|step| {
                let value = step.to_string();
                let chosen = typed.rating == value;
                Pick::new(value, say(&format!("survey-rating-{step}")), chosen)
            })
            .collect();
        let rating = Scale {
            name: "rating".to_owned(),
            legend: say("survey-legend"),
            steps,
            error: if reason("/rating").is_empty() { String::new() } else { say("survey-choose") },
        };
        let words = Field::new("words", say("survey-words"), Control::Textarea { rows: 4, draft: false })
            .hint(say("survey-words-hint"))
            .with(typed.words.clone())
            .error(reason("/words"));
        let errors = refusal
            .map(|refusal| vec![FormError { field: String::new(), text: refusal_text(&tongue, refusal) }])
            .unwrap_or_default();
        let body = form(&Form {
            id: "survey".to_owned(),
            action: format!("{PATH}{}", accord_face::page::escape(secret)),
            parts: vec![FormPart::Custom(scale(&rating)), FormPart::Field(words)],
            submit: say("survey-send"),
            weight: Weight::Primary,
            errors_title: say("form-refused"),
            errors,
            ..Form::default()
        });
        let intro = tongue.say_with("survey-intro", &[("company", self.company.clone().into())]);
        Card {
            body: Some(body),
            refused: refusal.map(|refusal| refusal.status),
            ..self.card(self.title(&tongue), intro)
        }
    }
}

#[derive(Default)]
struct Typed {
    rating: String,
    words: String,
}

fn show(kernel: &Arc<Kernel>, caller: &Caller, secret: &str) -> Outcome<Card> {
    let asked = asked(kernel, caller, secret)?;
    Ok(match asked.row.rating {
        Some(rating) => asked.thanks(kernel, rating),
        None if asked.over => asked.over(kernel),
        None => asked.question(kernel, secret, &Typed::default(), None),
    })
}

fn take(kernel: &Arc<Kernel>, caller: &Caller, secret: &str, sent: &[(String, String)]) -> Outcome<Card> {
    let asked = asked(kernel, caller, secret)?;
    let value = |name: &str| {
        sent.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let typed = Typed { rating: value("rating"), words: value("words") };
    // The link is the proof; the program acts for whoever holds it, through the same face.
    let them = Caller { credential: Credential::System, ..caller.clone() };
    let outcome = match typed.rating.parse::<i64>() {
        Ok(rating) => {
            let words = Some(typed.words.clone()).filter(|words| !words.trim().is_empty());
            let input = json!({ "survey": asked.row.id, "rating": rating, "words": words });
            kernel.act(&them, Call::new(ANSWERED, input))
        }
        Err(_) => Err(Refusal::field("/rating", "field.required")),
    };
    match outcome {
        Ok(done) => {
            let given: AnswerGiven =
                serde_json::from_value(done.answer).map_err(|error| Refusal::defect(error.to_string()))?;
            Ok(asked.thanks(kernel, given.rating))
        }
        Err(refusal) if refusal.status == Status::Invalid => {
            Ok(asked.question(kernel, secret, &typed, Some(&refusal)))
        }
        Err(refusal) if refusal.status == Status::Conflict => Ok(refused(kernel, &asked, &refusal)),
        Err(refusal) => Err(refusal),
    }
}

/// It was answered already, or its time is over.
fn refused(kernel: &Kernel, asked: &Asked, refusal: &Refusal) -> Card {
    let tongue = asked.tongue(kernel);
    let body = notice(
        Tone::Warn,
        &tongue.say("survey-not-counted"),
        &html! { (refusal_text(&tongue, refusal)) },
        &[],
    );
    let title = asked.title(&tongue);
    Card { body: Some(body), refused: Some(refusal.status), ..asked.card(title, String::new()) }
}
