//! What one was told, and what those whom one covers were.

use std::collections::HashMap;

use accord_kernel::{Audience, Context, Outcome, Permission, Touches, View};
use accord_store::Tx;
use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    NoticeId, PersonId, notices,
    paging::{self, WAITING_COUNTED_TO},
    record::{
        list::COUNT_MAX,
        notice::{self, Head, Lot, NoticeRow},
        person, telling as wishes,
    },
    rules::telling::{self, Fold, by_default, channel},
    terms::{Channel, DaysOff, DigestWish, MailWish},
    topics,
};

/// Whose notices somebody reads: their own, and those of whom they cover now.
pub(crate) fn readers(ctx: &Context) -> Vec<Uuid> {
    let mut list = vec![ctx.principal.id];
    list.extend(&ctx.principal.covers);
    list
}

/// Notices, newest first.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notices {
    /// Only those not yet read.
    #[serde(default)]
    pub unread: bool,
    /// At most so many rows, 1 to 200.
    #[serde(default)]
    pub limit: Option<i64>,
    /// Where the page before ended.
    #[serde(default)]
    pub after: Option<String>,
}

/// A notice in the reader's words.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticeShown {
    /// The notice.
    pub notice: NoticeId,
    /// Whose it is, when it is not the reader's own.
    pub covered: Option<PersonId>,
    /// Their name.
    pub covered_name: Option<String>,
    /// What it says.
    pub text: String,
    /// Kind: its message key.
    pub kind: String,
    /// Where to go.
    pub href: Option<String>,
    /// The customer it is about.
    pub customer: Option<Uuid>,
    /// When.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// By when it must be acknowledged; none when it need not, or is.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub acknowledge_by: Option<Timestamp>,
    /// Whether it went to a head, because nobody acknowledged it.
    pub escalated: bool,
    /// Whether it was read.
    pub read: bool,
}

/// A page of notices.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticePage {
    /// The rows.
    pub rows: Vec<NoticeShown>,
    /// Where the next page begins.
    pub next: Option<String>,
    /// How many are not read, exact to 1,000.
    pub unread: i64,
    /// True when there are more than counted.
    pub unread_capped: bool,
}

impl View for Notices {
    const NAME: &'static str = "people.notices";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = NoticePage;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<Self::Answer> {
        let limit = paging::limit(self.limit)?;
        let readers = readers(ctx);
        let before = paging::decode(self.after.as_deref())?;
        let mut rows = notice::notices(tx, &readers, self.unread, before, limit + 1)?;
        let next = paging::cut(&mut rows, limit, |row| paging::encode(&(row.made_at, row.id)));
        let tongue = ctx.tongue();
        let mut shown = Vec::with_capacity(rows.len());
        for row in rows {
            let covered = Some(row.person_id).filter(|person| person.0 != ctx.principal.id);
            shown.push(NoticeShown {
                notice: row.id,
                covered_name: covered.map(|covered| person::name_of(tx, covered)).transpose()?,
                covered,
                text: notices::said(tx, &tongue, &row)?,
                acknowledge_by: row.acknowledge_by.filter(|_| row.acknowledged_at.is_none()),
                escalated: row.escalated_at.is_some(),
                read: row.read_at.is_some(),
                kind: row.kind,
                href: row.href,
                customer: row.customer_id,
                made_at: row.made_at,
            });
        }
        let unread = notice::unread(tx, &readers, COUNT_MAX + 1)?;
        let capped = COUNT_MAX;
        Ok(NoticePage { rows: shown, next, unread: unread.min(capped), unread_capped: unread > capped })
    }
}

/// How many notices are new, and how many wait for one's word.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeCount {}

/// Notices, counted.
#[derive(Debug, Serialize, JsonSchema)]
pub struct NoticesCounted {
    /// Not read; 100 stands for that many or more.
    pub unread: i64,
    /// Waiting for the reader's word; 100 stands for that many or more.
    pub waiting: i64,
}

impl View for NoticeCount {
    const NAME: &'static str = "people.notice_count";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = NoticesCounted;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<NoticesCounted> {
        let readers = readers(ctx);
        Ok(NoticesCounted {
            unread: notice::unread(tx, &readers, WAITING_COUNTED_TO)?,
            waiting: notice::waiting_count(tx, &readers, WAITING_COUNTED_TO)?,
        })
    }
}

/// What waits for one's word and what is new, notices about one thing in one line.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Told {}

/// Notices about one thing.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ThingTold {
    /// Kind of notices, by its word.
    pub topic: String,
    /// What people call that kind.
    pub topic_label: String,
    /// What the newest of them says.
    pub text: String,
    /// What those before it say, the newest first; at most ten.
    pub earlier: Vec<String>,
    /// Every one of them.
    pub notices: Vec<NoticeId>,
    /// Where to go.
    pub href: Option<String>,
    /// The customer it is about.
    pub customer: Option<Uuid>,
    /// When the newest was made.
    #[schemars(with = "String", extend("format" = "date-time"))]
    pub made_at: Timestamp,
    /// By when the first of them must be acknowledged; none when none need be.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub acknowledge_by: Option<Timestamp>,
    /// Whether one of them went to a head, because nobody acknowledged it.
    pub escalated: bool,
    /// Name of whose it is, when it is not the reader's own.
    pub covered_name: Option<String>,
}

/// What one was told.
#[derive(Debug, Default, Serialize, JsonSchema)]
pub struct ToldPage {
    /// What waits for the reader's word, the soonest first. Of more than 500 notices the soonest.
    pub waiting: Vec<ThingTold>,
    /// How many notices that is, exact to 1,000.
    pub waiting_count: i64,
    /// What is new and needs no word, the newest first: of each kind the newest twelve things. Of more than 500 notices
    /// the newest are looked at.
    pub news: Vec<ThingTold>,
    /// How many notices that is: those looked at.
    pub news_count: i64,
    /// How many things of each kind are new, among those looked at.
    pub news_topics: Vec<TopicNews>,
}

/// How many things of a kind are new.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TopicNews {
    /// Kind of notices, by its word.
    pub topic: String,
    /// How many things.
    pub things: usize,
}

impl ToldPage {
    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.news.is_empty()
    }
}

/// Texts shown of those before the newest about one thing.
const EARLIER_MAX: usize = 10;

/// Things of a kind that are new and are told one by one; whoever wants more reads on among all notices.
const NEWS_OF_TOPIC: usize = 12;

impl View for Told {
    const NAME: &'static str = "people.told";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = ToldPage;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<ToldPage> {
        let readers = readers(ctx);
        let waiting = Folded::read(tx, ctx, &readers, Lot::Waiting)?;
        let mut news = Folded::read(tx, ctx, &readers, Lot::News)?;
        let news_topics = news.keep_of_each_topic(NEWS_OF_TOPIC);
        Ok(ToldPage {
            waiting_count: notice::waiting_count(tx, &readers, COUNT_MAX)?,
            news_count: i64::try_from(news.heads.len()).unwrap_or(i64::MAX),
            news_topics,
            waiting: waiting.told(tx, ctx)?,
            news: news.told(tx, ctx)?,
        })
    }
}

/// Notices folded by what they are about, before their words are read.
struct Folded {
    heads: Vec<Head>,
    /// The folds with the kind of their newest.
    folds: Vec<(&'static str, Fold)>,
}

impl Folded {
    fn read(tx: &mut Tx, ctx: &Context, readers: &[Uuid], lot: Lot) -> Outcome<Self> {
        let heads = notice::heads_of_notices(tx, readers, lot, notice::FOLDED_MAX)?;
        let told: Vec<telling::Told<'_>> = heads
            .iter()
            .map(|head| telling::Told {
                thing: head.href.as_deref(),
                whose: head.person_id.0.as_u128(),
                made_at: head.made_at,
                acknowledge_by: head.acknowledge_by,
            })
            .collect();
        let folds = telling::fold(&told);
        let topic = |fold: &Fold| {
            let newest = fold.places.first().and_then(|place| heads.get(*place));
            newest.map_or(topics::OTHER, |newest| topics::of(&ctx.registry, &newest.kind))
        };
        let folds = folds.into_iter().map(|fold| (topic(&fold), fold)).collect();
        Ok(Self { heads, folds })
    }

    /// Keeps the first so many things of each kind, and answers with how many there are of each.
    fn keep_of_each_topic(&mut self, most: usize) -> Vec<TopicNews> {
        let mut counted: Vec<TopicNews> = Vec::new();
        self.folds.retain(|(topic, _)| {
            let of = match counted.iter().position(|one| one.topic == *topic) {
                Some(place) => place,
                None => {
                    counted.push(TopicNews { topic: (*topic).to_owned(), things: 0 });
                    counted.len() - 1
                }
            };
            counted.get_mut(of).is_some_and(|one| {
                one.things += 1;
                one.things <= most
            })
        });
        counted
    }

    fn of<'f>(&'f self, fold: &'f Fold) -> impl Iterator<Item = &'f Head> {
        fold.places.iter().filter_map(|place| self.heads.get(*place))
    }

    /// The things, with the words of their newest notices.
    fn told(&self, tx: &mut Tx, ctx: &Context) -> Outcome<Vec<ThingTold>> {
        let spoken = |fold| self.of(fold).take(1 + EARLIER_MAX).map(|head| head.id);
        let ids: Vec<NoticeId> = self.folds.iter().flat_map(|(_, fold)| spoken(fold)).collect();
        let mut rows: HashMap<NoticeId, NoticeRow> = HashMap::with_capacity(ids.len());
        for some in ids.chunks(READ_TOGETHER) {
            rows.extend(notice::of_ids(tx, some)?.into_iter().map(|row| (row.id, row)));
        }
        let tongue = ctx.tongue();
        let mut list = Vec::with_capacity(self.folds.len());
        for (topic, fold) in &self.folds {
            let mut said = Vec::new();
            for row in spoken(fold).filter_map(|id| rows.get(&id)) {
                said.push(notices::said(tx, &tongue, row)?);
            }
            let Some(newest) = self.of(fold).next().and_then(|head| rows.get(&head.id)) else { continue };
            let covered = Some(newest.person_id).filter(|person| person.0 != ctx.principal.id);
            let mut said = said.into_iter();
            list.push(ThingTold {
                topic: (*topic).to_owned(),
                topic_label: tongue.say(&topics::message(topic)).into_owned(),
                text: said.next().unwrap_or_default(),
                earlier: said.collect(),
                notices: self.of(fold).map(|head| head.id).collect(),
                href: newest.href.clone(),
                customer: newest.customer_id,
                made_at: fold.made_at,
                acknowledge_by: fold.acknowledge_by,
                escalated: self.of(fold).any(|head| head.escalated),
                covered_name: covered.map(|covered| person::name_of(tx, covered)).transpose()?,
            });
        }
        Ok(list)
    }
}

/// Notices read by one statement.
const READ_TOGETHER: usize = 100;

/// How one is told of each kind of notices.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Telling {}

/// A kind of notices, and how one is told of it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TopicShown {
    /// Its word.
    pub topic: String,
    /// What people call it.
    pub label: String,
    /// What was chosen; none where the house's own choice holds.
    pub chosen: Option<Channel>,
    /// By which channel what must be acknowledged comes.
    pub must: Channel,
    /// By which channel the rest comes.
    pub rest: Channel,
    /// Whether it can be switched off.
    pub off: bool,
}

/// How one is told.
#[derive(Debug, Serialize, JsonSchema)]
pub struct TellingShown {
    /// Which notices also go by e-mail, where nothing is chosen for their kind.
    pub mail_wish: MailWish,
    /// No letters from this time of day.
    pub quiet_from: Option<String>,
    /// … until this one.
    pub quiet_until: Option<String>,
    /// Whether days off are quiet.
    pub days_off: DaysOff,
    /// Whether there is a daily digest.
    pub digest: DigestWish,
    /// At which time of day.
    pub digest_at: String,
    /// When the next one is due; none when it is not planned yet, or not wanted.
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    pub next_digest: Option<Timestamp>,
    /// The kinds, by what people call them.
    pub topics: Vec<TopicShown>,
}

impl View for Telling {
    const NAME: &'static str = "people.telling";
    const PERMISSION: Permission = Permission::Own;
    const AUDIENCE: Audience = Audience::Staff;
    type Answer = TellingShown;
    fn about(&self, _: &mut Tx, _: &Context) -> Outcome<Touches> {
        Ok(Touches::nothing())
    }
    fn read(self, tx: &mut Tx, ctx: &Context) -> Outcome<TellingShown> {
        let me = PersonId(ctx.principal.id);
        let row = person::person(tx, me)?;
        let wish = wishes::telling(tx, me)?;
        let tongue = ctx.tongue();
        let mut list: Vec<TopicShown> = topics::all(&ctx.registry)
            .into_iter()
            .map(|topic| {
                let chosen = wish.channels.0.get(topic.word).copied();
                TopicShown {
                    topic: topic.word.to_owned(),
                    label: tongue.say(&topics::message(topic.word)).into_owned(),
                    chosen,
                    must: channel(row.mail_wish, chosen, true),
                    rest: chosen.unwrap_or_else(|| by_default(row.mail_wish, false)),
                    off: topic.off,
                }
            })
            .collect();
        list.sort_by_key(|topic| accord_store::search::fold(&topic.label));
        Ok(TellingShown {
            mail_wish: row.mail_wish,
            quiet_from: row.quiet_from,
            quiet_until: row.quiet_until,
            days_off: wish.days_off,
            digest: wish.digest,
            digest_at: wish.digest_at,
            next_digest: wishes::digest_plan(tx, me)?.map(|plan| plan.next_at),
            topics: list,
        })
    }
}
