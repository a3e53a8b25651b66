//! From bytes to plain values, within limits. The parser is a library (mail-parser); around it stand the limits that keep
//! a hostile message from costing more than a second, and a net for what a library may still get wrong.

use std::{
    borrow::Cow,
    panic::{AssertUnwindSafe, catch_unwind},
};

use jiff::Timestamp;
use mail_parser::{
    Address, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType,
    decoders::html::html_to_text,
};
use sha2::{Digest, Sha256};

use crate::{
    automatic::{Automatic, Marks, automatic},
    token::split_address,
};

/// Largest message, in bytes.
pub const MESSAGE_MAX: usize = 25 * 1024 * 1024;
/// Longest head, in bytes.
pub const HEADER_MAX: usize = 256 * 1024;
/// Most parts that are looked at. It bounds the depth too, because each level needs a part.
pub const PARTS_MAX: usize = 500;
/// Most files of one message; the others are only in the message itself.
pub const FILES_MAX: usize = 40;
/// Longest text, in characters; the rest is only in the message itself.
pub const TEXT_MAX: usize = 100_000;
/// Most earlier messages that one refers to.
const REFERENCES_MAX: usize = 100;
/// Longest id of a message that is kept, in bytes (RFC 5322, 2.1.1: no line is longer).
const ID_MAX: usize = 998;
/// Longest subject and longest name of a file or a person, in characters.
const LINE_MAX: usize = 200;

/// Why a message is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// More than [`MESSAGE_MAX`] bytes.
    TooLarge,
    /// Its head has more than [`HEADER_MAX`] bytes.
    HeaderTooLarge,
    /// More than [`PARTS_MAX`] parts.
    TooManyParts,
    /// It has no head at all, or the parser cannot read it.
    NotAMessage,
}

/// Somebody with an address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Name; may be empty.
    pub name: String,
    /// Address in lower case.
    pub address: String,
}

/// A file that came with a message. Its kind is told by its content later; what the sender says of it is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Name, without folders and control characters.
    pub name: String,
    /// Its bytes, never empty.
    pub bytes: Vec<u8>,
}

/// A message in plain values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Letter {
    /// Its id, without angle brackets.
    pub message_id: Option<String>,
    /// Ids of earlier messages that it refers to, the nearest first.
    pub references: Vec<String>,
    /// Who wrote it, as the head says: not proved.
    pub from: Option<Party>,
    /// Words behind a plus sign in the addresses it was sent to: where our tokens stand.
    pub details: Vec<String>,
    /// Subject in one line; may be empty.
    pub subject: String,
    /// When it was written, as its head says: not proved.
    pub written_at: Option<Timestamp>,
    /// Its text; of HTML, the words.
    pub text: String,
    /// Its HTML as it came. Only [`crate::clean`] makes it fit to be shown.
    pub html: Option<String>,
    /// Files.
    pub files: Vec<File>,
    /// Something was left out: files above the limit, the end of a very long text.
    pub cut: bool,
    /// Why it counts as written by a program.
    pub automatic: Option<Automatic>,
    /// What the receiving server found out about the sender (`Authentication-Results`), topmost first.
    pub proofs: Vec<String>,
}

/// Reads a message.
///
/// # Errors
/// Why it cannot be read. It is still worth keeping: a person can look at the bytes.
pub fn read(raw: &[u8]) -> Result<Letter, Unreadable> {
    if raw.len() > MESSAGE_MAX {
        return Err(Unreadable::TooLarge);
    }
    if head(raw).len() > HEADER_MAX {
        return Err(Unreadable::HeaderTooLarge);
    }
    if parts_at_most(raw) > PARTS_MAX {
        return Err(Unreadable::TooManyParts);
    }
    // The parser says of itself that it never panics. Nobody's mail may stop the program if it does.
    catch_unwind(AssertUnwindSafe(|| letter(raw))).unwrap_or(None).ok_or(Unreadable::NotAMessage)
}

/// A message without an id of its own is known again by what does not change on its way: its head without the lines that
/// servers put on top, and its body. SHA-256.
pub fn fingerprint(raw: &[u8]) -> [u8; 32] {
    let head = head(raw);
    let mut digest = Sha256::new();
    let mut kept = false;
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        let goes_on = line.first().is_some_and(|byte| matches!(byte, b' ' | b'\t'));
        if !goes_on {
            let name: Vec<u8> =
                line.iter().take_while(|byte| **byte != b':').take(40).map(u8::to_ascii_lowercase).collect();
            kept =
                matches!(name.as_slice(), b"from" | b"to" | b"cc" | b"date" | b"subject" | b"content-type");
        }
        if kept {
            digest.update(line);
        }
    }
    digest.update(raw.get(head.len()..).unwrap_or_default());
    digest.finalize().into()
}

/// The head of a message: up to the first empty line.
fn head(raw: &[u8]) -> &[u8] {
    let mut start = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if matches!(line, b"\n" | b"\r\n") {
            break;
        }
        start += line.len();
    }
    raw.get(..start).unwrap_or(raw)
}

/// How many parts there can be at most: each level of nesting, and each part that matters, names its content type.
fn parts_at_most(raw: &[u8]) -> usize {
    const NAME: &[u8] = b"content-type";
    let mut count = 0;
    let mut rest = raw;
    while let Some(place) = rest.iter().position(|byte| matches!(byte, b'c' | b'C')) {
        let Some(from) = rest.get(place..) else { break };
        if from.get(..NAME.len()).is_some_and(|word| word.eq_ignore_ascii_case(NAME)) {
            count += 1;
            if count > PARTS_MAX {
                break;
            }
        }
        rest = from.get(1..).unwrap_or_default();
    }
    // Parts may leave their type out; they begin with two dashes all the same.
    let marked =
        raw.split(|byte| *byte == b'\n').filter(|line| line.starts_with(b"--")).take(20 * PARTS_MAX + 1);
    if marked.count() > 20 * PARTS_MAX { PARTS_MAX + 1 } else { count }
}

fn letter(raw: &[u8]) -> Option<Letter> {
    let mut message = MessageParser::default().parse(raw)?;
    if message.parts.is_empty() || message.headers().is_empty() {
        return None;
    }
    let from = message.from().and_then(|of| of.iter().find_map(party));
    let (text, cut_text) = text(&message);
    let raw_of = |name: &'static str| message.header_raw(name);
    let marks = Marks {
        auto_submitted: raw_of("Auto-Submitted"),
        precedence: raw_of("Precedence"),
        suppress: raw_of("X-Auto-Response-Suppress"),
        return_path: raw_of("Return-Path"),
        content_type: raw_of("Content-Type"),
        list: ["List-Id", "List-Unsubscribe", "List-Post"].iter().any(|name| message.header(*name).is_some()),
        auto_reply: ["X-Autoreply", "X-Autorespond", "X-Auto-Reply"]
            .iter()
            .any(|name| message.header(*name).is_some()),
        from: from.as_ref().map_or("", |party| &party.address),
    };
    let automatic = automatic(&marks);
    let html = html(&message);
    let (files, cut_files) = files(&mut message, raw);
    let proofs = message
        .header_values("Authentication-Results")
        .filter_map(HeaderValue::as_text)
        .take(5)
        .map(|text| line(text, 1_000))
        .collect();
    Some(Letter {
        message_id: message.message_id().and_then(id),
        references: references(&message),
        details: details(&message),
        subject: line(message.subject().unwrap_or_default(), LINE_MAX),
        written_at: message.date().filter(|date| date.is_valid()).and_then(|date| {
            // A zone beyond a day is nobody's.
            (date.tz_hour < 24).then(|| Timestamp::from_second(date.to_timestamp()).ok()).flatten()
        }),
        html,
        cut: cut_text || cut_files,
        from,
        text,
        files,
        automatic,
        proofs,
    })
}

fn party(of: &mail_parser::Addr<'_>) -> Option<Party> {
    let address = of.address.as_deref()?.trim().to_lowercase();
    let sound = address.len() <= 254
        && address.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty())
        && !address.contains(|c: char| c.is_control() || c.is_whitespace());
    sound.then(|| Party { name: line(of.name.as_deref().unwrap_or_default(), LINE_MAX), address })
}

fn id(of: &str) -> Option<String> {
    let of = of.trim().trim_start_matches('<').trim_end_matches('>').trim();
    let sound =
        !of.is_empty() && of.len() <= ID_MAX && !of.contains(|c: char| c.is_control() || c.is_whitespace());
    sound.then(|| of.to_owned())
}

/// What it refers to: the message answered first, then back through the conversation.
fn references(message: &Message<'_>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let texts = |value: &HeaderValue<'_>| -> Vec<String> {
        match value {
            HeaderValue::Text(text) => id(text).into_iter().collect(),
            HeaderValue::TextList(list) => list.iter().filter_map(|text| id(text)).collect(),
            _ => Vec::new(),
        }
    };
    let back = texts(message.references());
    for one in texts(message.in_reply_to()).into_iter().chain(back.into_iter().rev()) {
        if all.len() < REFERENCES_MAX && !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// What stands behind a plus sign in the addresses it was sent to.
fn details(message: &Message<'_>) -> Vec<String> {
    let mut all = Vec::new();
    let mut take = |address: &str| {
        if let (_, Some(detail)) = split_address(address)
            && all.len() < 20
            && detail.len() <= 64
            && !all.contains(&detail)
        {
            all.push(detail);
        }
    };
    for list in [message.to(), message.cc()].into_iter().flatten() {
        addresses(list).for_each(&mut take);
    }
    for name in ["Delivered-To", "X-Original-To", "Envelope-To"] {
        if let Some(text) = message.header_raw(name) {
            take(text);
        }
    }
    all
}

fn addresses<'a>(list: &'a Address<'_>) -> impl Iterator<Item = &'a str> {
    list.iter().take(50).filter_map(|one| one.address.as_deref())
}

fn text(message: &Message<'_>) -> (String, bool) {
    let mut all = String::new();
    let (mut length, mut cut) = (0, false);
    for part in message.text_bodies().take(20) {
        let part: Cow<'_, str> = match &part.body {
            PartType::Text(text) => Cow::Borrowed(text.as_ref()),
            PartType::Html(html) => Cow::Owned(html_to_text(&in_lines(html))),
            _ => continue,
        };
        if !all.is_empty() {
            all.push('\n');
        }
        for letter in part.chars() {
            if length >= TEXT_MAX {
                cut = true;
                break;
            }
            if is_shown(letter) || matches!(letter, '\n' | '\t') {
                all.push(letter);
                length += 1;
            }
        }
    }
    if all.trim().is_empty() {
        // A part whose end is missing: the parser puts it among the files, and it is the words all the same.
        let broken = message.attachments().find(|part| part.is_encoding_problem);
        if let Some(PartType::Text(words) | PartType::Html(words)) = broken.map(|part| &part.body) {
            all = words.chars().filter(|c| is_shown(*c) || matches!(c, '\n' | '\t')).take(TEXT_MAX).collect();
        }
    }
    (all.trim().to_owned(), cut)
}

/// HTML in which the end of a heading, a row, a point of a list is the end of a line too.
fn in_lines(html: &str) -> String {
    const ENDS: [&str; 10] =
        ["</h1", "</h2", "</h3", "</h4", "</h5", "</h6", "</div", "</li", "</tr", "</dd"];
    let mut out = String::with_capacity(html.len() + 64);
    for piece in html.split_inclusive('>') {
        out.push_str(piece);
        let tag = piece.rfind('<').and_then(|place| piece.get(place..)).unwrap_or_default();
        let ends = |end: &&str| tag.get(..end.len()).is_some_and(|start| start.eq_ignore_ascii_case(end));
        if ENDS.iter().any(ends) {
            out.push_str("<br>");
        }
    }
    out
}

fn html(message: &Message<'_>) -> Option<String> {
    message.html_bodies().find_map(|part| match &part.body {
        PartType::Html(html) => Some(html.clone().into_owned()),
        _ => None,
    })
}

/// Takes the files out of the message, so that a large one does not stand in memory twice.
fn files(message: &mut Message<'_>, raw: &[u8]) -> (Vec<File>, bool) {
    let (mut all, mut cut) = (Vec::new(), false);
    for id in std::mem::take(&mut message.attachments) {
        let Some(part) = usize::try_from(id).ok().and_then(|id| message.parts.get_mut(id)) else { continue };
        if all.len() == FILES_MAX {
            cut = true;
            break;
        }
        let name = file_name(part, all.len() + 1);
        let bytes = match std::mem::take(&mut part.body) {
            PartType::Text(text) | PartType::Html(text) => text.into_owned().into_bytes(),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.into_owned(),
            // A message within the message, as it stands there; one that is wrapped in another encoding is only there.
            PartType::Message(_) => {
                raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default().to_vec()
            }
            PartType::Multipart(_) => Vec::new(),
        };
        if !bytes.is_empty() {
            all.push(File { name, bytes });
        }
    }
    (all, cut)
}

fn file_name(part: &MessagePart<'_>, number: usize) -> String {
    let given = part.attachment_name().unwrap_or_default();
    let name = line(given.rsplit(['/', '\\']).next().unwrap_or_default(), LINE_MAX);
    if !name.is_empty() && !name.chars().all(|c| c == '.') {
        return name;
    }
    match part.body {
        PartType::Message(_) => format!("{number}.eml"),
        PartType::Text(_) => format!("{number}.txt"),
        PartType::Html(_) => format!("{number}.html.txt"),
        _ => format!("{number}.bin"),
    }
}

/// Whether a character may be shown: no control, and none that turns the direction of what follows.
fn is_shown(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A text in one line, of at most so many characters.
fn line(text: &str, most: usize) -> String {
    let spaced: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| is_shown(*c)).collect();
    let words: Vec<&str> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let mut short: String = line.chars().take(most - 1).collect();
    short.push('…');
    short
}
