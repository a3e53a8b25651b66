//! Reads a printed document back, for tests: what stands on its pages, and whether the file is what PDF/UA-1 (ISO
//! 14289-1) asks of it, as far as that can be read from the file itself. It is no full validator: whether an order of
//! reading makes sense, or a description describes, a program cannot say.
//!
//! To add a rule, add a function that looks at one thing and call it in [`faults`].

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::{
    Pdf,
    object::{Array, Dict, Name, Number, Object, Stream, String as PdfString},
    page::Page,
};

/// Operators that leave something on the page.
const PAINTING: [&[u8]; 17] = [
    b"Tj", b"TJ", b"'", b"\"", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"sh", b"Do", b"BI",
    b"EI",
];
/// Types of structure that the standard knows (ISO 32000-1, 14.8.4).
const STANDARD: [&str; 45] = [
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "Warichu",
    "Figure",
    "Formula",
    "Form",
    "StructTreeRoot",
];

/// The text of each page, in the order in which it is drawn. Nothing when this is no PDF.
pub fn text(bytes: &[u8]) -> Option<Vec<String>> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    Some(pdf.pages().iter().map(|page| walk(page).text).collect())
}

/// What speaks against the file being accessible, in words; nothing when nothing was found.
pub fn faults(bytes: &[u8]) -> Vec<String> {
    let Ok(pdf) = Pdf::new(bytes.to_vec()) else { return vec!["this is no PDF".to_owned()] };
    let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else {
        return vec!["there is no catalogue".to_owned()];
    };
    let mut found = Vec::new();
    catalogue(&root, &mut found);
    let mut marks = BTreeSet::new();
    for (at, page) in pdf.pages().iter().enumerate() {
        page_faults(at + 1, page, &mut marks, &mut found);
    }
    match root.get::<Dict<'_>>("StructTreeRoot") {
        None => found.push("there is no structure".to_owned()),
        Some(tree) => structure(&tree, &marks, &mut found),
    }
    found
}

/// Language, title, marks and the standard's own name, as the file's head states them.
fn catalogue(root: &Dict<'_>, found: &mut Vec<String>) {
    let mut must = |holds: bool, what: &str| {
        if !holds {
            found.push(what.to_owned());
        }
    };
    let language = root.get::<PdfString<'_>>("Lang").map(|text| text.as_bytes().to_vec());
    must(language.is_some_and(|text| text.len() >= 2), "no language is stated");
    let flag = |of: &str, name: &str| {
        root.get::<Dict<'_>>(of).and_then(|dict| dict.get::<bool>(name)).unwrap_or_default()
    };
    must(flag("MarkInfo", "Marked"), "it is not marked as tagged");
    must(!flag("MarkInfo", "Suspects"), "its tags are suspect");
    must(
        flag("ViewerPreferences", "DisplayDocTitle"),
        "the window would show the file's name, not its title",
    );
    let about = root.get::<Stream<'_>>("Metadata").and_then(|stream| stream.decoded().ok());
    let about = about.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    must(about.contains("<pdfuaid:part>1</pdfuaid:part>"), "it does not say that it follows PDF/UA");
    let title = about.split("<dc:title>").nth(1).and_then(|rest| rest.split("</dc:title>").next());
    let words = title.map(|title| title.split(['<', '>']).skip(1).step_by(2).collect::<String>());
    let written = title.is_some_and(|title| !title.replace(char::is_whitespace, "").is_empty());
    must(written && words.is_some(), "it has no title");
}

/// A stretch of content as it was marked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// It belongs to no text: a rule, a page's number.
    Artifact,
    /// It belongs to a place of the structure.
    Content,
    /// It says nothing of either.
    Other,
}

/// What was seen on a page.
#[derive(Default)]
struct Seen {
    text: String,
    ids: Vec<i64>,
    unmarked: usize,
    fonts: BTreeSet<Vec<u8>>,
    unreadable: usize,
}

fn walk(page: &Page<'_>) -> Seen {
    let mut seen = Seen::default();
    let mut stack: Vec<Mark> = Vec::new();
    let mut maps: BTreeMap<Vec<u8>, BTreeMap<u32, String>> = BTreeMap::new();
    let mut font: Vec<u8> = Vec::new();
    let mut all = page.operations();
    while let Some(one) = all.next() {
        let name: &[u8] = one.operator;
        match name {
            b"BMC" | b"BDC" => {
                let (mark, id) = marked(one.operands(), page);
                seen.ids.extend(id);
                stack.push(mark);
            }
            b"EMC" => drop(stack.pop()),
            b"Tf" => {
                if let Some(Object::Name(name)) = one.operands().next() {
                    font = name.to_vec();
                    seen.fonts.insert(font.clone());
                    maps.entry(font.clone()).or_insert_with(|| unicode(page, &font));
                }
            }
            _ if PAINTING.contains(&name) => {
                if !stack.iter().any(|mark| *mark != Mark::Other) {
                    seen.unmarked += 1;
                }
                if let (Some(map), true) = (maps.get(&font), name.starts_with(b"T") || name == b"'") {
                    for operand in one.operands() {
                        said(operand, map, &mut seen);
                    }
                }
            }
            _ => {}
        }
    }
    seen
}

fn marked<'o, 'a: 'o>(
    mut operands: impl Iterator<Item = &'o Object<'a>>,
    page: &Page<'a>,
) -> (Mark, Option<i64>) {
    let artifact = matches!(operands.next(), Some(Object::Name(name)) if name.as_ref() == b"Artifact");
    let of = |dict: &Dict<'_>| dict.get::<Number>("MCID").map(|number| number.as_i64());
    let id = match operands.next() {
        Some(Object::Dict(dict)) => of(dict),
        Some(Object::Name(name)) => page
            .raw()
            .get::<Dict<'_>>("Resources")
            .and_then(|all| all.get::<Dict<'_>>("Properties"))
            .and_then(|all| all.get::<Dict<'_>>(name.as_ref()))
            .and_then(|dict| of(&dict)),
        _ => None,
    };
    match (artifact, id) {
        (true, _) => (Mark::Artifact, None),
        (false, Some(id)) => (Mark::Content, Some(id)),
        (false, None) => (Mark::Other, None),
    }
}

/// Adds the characters of a shown string, or of the strings of an array.
fn said(operand: &Object<'_>, map: &BTreeMap<u32, String>, seen: &mut Seen) {
    match operand {
        Object::String(text) => {
            for code in text.as_bytes().chunks(2) {
                let code = code.iter().fold(0, |sum, byte| sum * 256 + u32::from(*byte));
                match map.get(&code) {
                    Some(text) => seen.text.push_str(text),
                    None => seen.unreadable += 1,
                }
            }
        }
        Object::Array(list) => {
            for one in list.iter::<Object<'_>>() {
                said(&one, map, seen);
            }
        }
        _ => {}
    }
}

/// What a font's codes mean, by its own table.
fn unicode(page: &Page<'_>, font: &[u8]) -> BTreeMap<u32, String> {
    let name = Name::new_unescaped(font);
    let table = page.resources().get_font(&name).and_then(|font| font.get::<Stream<'_>>("ToUnicode"));
    let table = table.and_then(|stream| stream.decoded().ok());
    let table = table.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    let mut map = BTreeMap::new();
    for (name, each) in [("bfchar", 2), ("bfrange", 3)] {
        for part in table.split(&format!("begin{name}")).skip(1) {
            let part = part.split(&format!("end{name}")).next().unwrap_or_default();
            let codes: Vec<&str> = part.split(['<', '>']).skip(1).step_by(2).collect();
            for row in codes.chunks_exact(each) {
                ranged(row, &mut map);
            }
        }
    }
    map
}

/// A row of the table: a code, or a range of codes, and what the first of them means.
fn ranged(row: &[&str], map: &mut BTreeMap<u32, String>) {
    let number = |text: &str| u32::from_str_radix(text.trim(), 16).ok();
    let (Some(first), Some(last)) = (row.first(), row.last()) else { return };
    let until = if row.len() == 3 { row.get(1).copied() } else { Some(*first) };
    let (Some(first), Some(until)) = (number(first), until.and_then(number)) else { return };
    let units: Vec<u16> = last
        .trim()
        .as_bytes()
        .chunks(4)
        .filter_map(|four| std::str::from_utf8(four).ok().and_then(|hex| u16::from_str_radix(hex, 16).ok()))
        .collect();
    for step in 0..=until.saturating_sub(first).min(0xffff) {
        let mut units = units.clone();
        if let (Some(last), Ok(step)) = (units.last_mut(), u16::try_from(step)) {
            *last = last.wrapping_add(step);
        }
        map.insert(first + step, String::from_utf16_lossy(&units));
    }
}

/// Everything on a page must be marked, its fonts must be in the file and say what their signs mean.
fn page_faults(at: usize, page: &Page<'_>, marks: &mut BTreeSet<(i32, i64)>, found: &mut Vec<String>) {
    let seen = walk(page);
    if seen.unmarked > 0 {
        found.push(format!("page {at}: {} times something is drawn that is not marked", seen.unmarked));
    }
    if seen.unreadable > 0 {
        found.push(format!("page {at}: {} signs do not say what they mean", seen.unreadable));
    }
    if page.raw().get::<Number>("StructParents").is_none() && !seen.ids.is_empty() {
        found.push(format!("page {at}: nothing leads from its content to the structure"));
    }
    for font in &seen.fonts {
        let name = Name::new_unescaped(font);
        let inside = page.resources().get_font(&name).is_some_and(|font| embedded(&font));
        if !inside {
            found.push(format!("page {at}: the font {} is not in the file", name.as_str()));
        }
    }
    let id = page.raw().obj_id().map_or(0, |id| id.obj_number);
    for mark in seen.ids {
        if !marks.insert((id, mark)) {
            found.push(format!("page {at}: the mark {mark} is used twice"));
        }
    }
}

fn embedded(font: &Dict<'_>) -> bool {
    let described = match font.get::<Array<'_>>("DescendantFonts") {
        Some(list) => list.iter::<Dict<'_>>().next(),
        None => Some(font.clone()),
    };
    let described = described.and_then(|font| font.get::<Dict<'_>>("FontDescriptor"));
    described
        .is_some_and(|font| ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| font.contains_key(key)))
}

/// A place of the structure.
struct Place {
    kind: String,
    described: bool,
    scoped: bool,
    kids: Vec<Place>,
}

/// The structure: every mark has its place, and places stand in each other as the standard says.
fn structure(tree: &Dict<'_>, marks: &BTreeSet<(i32, i64)>, found: &mut Vec<String>) {
    let roles = tree.get::<Dict<'_>>("RoleMap");
    let mut reached = BTreeSet::new();
    let root = place(tree, 0, roles.as_ref(), &mut reached, found);
    for (page, mark) in marks.difference(&reached) {
        found.push(format!("the mark {mark} of page object {page} has no place in the structure"));
    }
    for (page, mark) in reached.difference(marks) {
        found.push(format!("the structure names the mark {mark} of page object {page} that is not there"));
    }
    if !tree.contains_key("ParentTree") {
        found.push("nothing leads from content to the structure".to_owned());
    }
    let mut level = 0;
    nested(&root, &mut level, found);
    if level == 0 {
        found.push("there is no heading".to_owned());
    }
}

fn place(
    dict: &Dict<'_>,
    page: i32,
    roles: Option<&Dict<'_>>,
    reached: &mut BTreeSet<(i32, i64)>,
    found: &mut Vec<String>,
) -> Place {
    let page = dict.get_ref("Pg").map_or(page, |page| page.obj_number);
    let own = dict
        .get::<Name<'_>>("S")
        .map_or_else(|| "StructTreeRoot".to_owned(), |name| name.as_str().to_owned());
    let role =
        roles.and_then(|roles| roles.get::<Name<'_>>(own.as_str())).map(|name| name.as_str().to_owned());
    let kind = role.unwrap_or(own);
    if !STANDARD.contains(&kind.as_str()) {
        found.push(format!("{kind} is no type of structure that the standard knows"));
    }
    let attributes: Vec<Dict<'_>> = match dict.get::<Object<'_>>("A") {
        Some(Object::Dict(one)) => vec![one],
        Some(Object::Array(list)) => list.iter::<Dict<'_>>().collect(),
        _ => Vec::new(),
    };
    let mut made = Place {
        kind,
        described: dict.contains_key("Alt") || dict.contains_key("ActualText"),
        scoped: attributes.iter().any(|one| one.contains_key("Scope")),
        kids: Vec::new(),
    };
    let kids = match dict.get::<Object<'_>>("K") {
        Some(Object::Array(list)) => list.iter::<Object<'_>>().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    for kid in kids {
        match kid {
            Object::Number(mark) => drop(reached.insert((page, mark.as_i64()))),
            Object::Dict(kid) if kid.contains_key("S") => {
                made.kids.push(place(&kid, page, roles, reached, found));
            }
            Object::Dict(kid) => {
                let page = kid.get_ref("Pg").map_or(page, |page| page.obj_number);
                if let Some(mark) = kid.get::<Number>("MCID") {
                    reached.insert((page, mark.as_i64()));
                }
            }
            _ => {}
        }
    }
    made
}

/// Which kinds may stand directly in a kind; nothing where anything may.
fn may_hold(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "Table" => &["TR", "THead", "TBody", "TFoot", "Caption"],
        "THead" | "TBody" | "TFoot" => &["TR"],
        "TR" => &["TH", "TD"],
        "L" => &["LI", "L", "Caption"],
        "LI" => &["Lbl", "LBody"],
        _ => return None,
    })
}

fn nested(place: &Place, level: &mut u32, found: &mut Vec<String>) {
    if let Some(number) = place.kind.strip_prefix('H').and_then(|rest| rest.parse::<u32>().ok()) {
        if number > *level + 1 {
            found.push(format!("a heading of level {number} follows one of level {level}"));
        }
        *level = number;
    }
    if place.kind == "TH" && !place.scoped {
        found.push("a header of a table does not say what it heads".to_owned());
    }
    if place.kind == "Figure" && !place.described {
        found.push("a picture has no description".to_owned());
    }
    if place.kind == "Table" && !holds(place, "TH") {
        found.push("a table has no header".to_owned());
    }
    for kid in &place.kids {
        if may_hold(&place.kind).is_some_and(|known| !known.contains(&kid.kind.as_str())) {
            found.push(format!("{} stands in {}", kid.kind, place.kind));
        }
        nested(kid, level, found);
    }
}

fn holds(place: &Place, kind: &str) -> bool {
    place.kids.iter().any(|kid| kid.kind == kind || holds(kid, kind))
}
