//! Rust text taken apart just far enough: code without comments and literals, and the
//! string literals by themselves, so that a rule never trips over a comment.

use std::ops::Range;

/// A source text taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RustSource {
    /// The text with comments and the inside of literals blanked; lines stay where they were.
    pub code: String,
    /// Every string literal: its line, from 1, and its text as written.
    pub strings: Vec<(usize, String)>,
}

impl RustSource {
    /// Takes a whole file apart.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        Scanner::new(text).run()
    }

    /// The same without the modules under `#[cfg(test)]`, in code and in strings.
    #[must_use]
    pub fn parse_without_tests(text: &str) -> Self {
        let mut source = Self::parse(text);
        for lines in test_modules(&source.code) {
            source.strings.retain(|(line, _)| !lines.contains(line));
            let kept = source.code.lines().enumerate();
            source.code = kept
                .map(|(at, line)| if lines.contains(&(at + 1)) { "" } else { line })
                .collect::<Vec<_>>()
                .join("\n");
        }
        source
    }

    /// The identifiers of the code, each with its line, from 1.
    pub fn identifiers(&self) -> impl Iterator<Item = (usize, &str)> {
        self.code.lines().enumerate().flat_map(|(at, line)| {
            line.split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .filter(|word| !word.is_empty())
                .map(move |word| (at + 1, word))
        })
    }
}

/// The lines of each `#[cfg(test)] mod … { … }`.
fn test_modules(code: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("#[cfg(test)]") {
        let Some(rest) = code.get(at..) else { continue };
        let (Some(open), semicolon) = (rest.find('{'), rest.find(';')) else { continue };
        if semicolon.is_some_and(|semicolon| semicolon < open) {
            continue;
        }
        let mut depth = 0usize;
        let end = rest.char_indices().find_map(|(offset, c)| {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (offset > open && depth == 0).then_some(offset)
        });
        let line_of = |offset: usize| code.get(..offset).map_or(0, |before| before.matches('\n').count()) + 1;
        found.push(line_of(at)..line_of(at + end.unwrap_or(rest.len())) + 1);
    }
    found
}

struct Scanner<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    line: usize,
    code: String,
    strings: Vec<(usize, String)>,
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text.chars().peekable(),
            line: 1,
            code: String::with_capacity(text.len()),
            strings: Vec::new(),
        }
    }

    fn run(mut self) -> RustSource {
        while let Some(c) = self.rest.peek().copied() {
            match c {
                '/' => self.slash(),
                '"' => self.string(),
                '\'' => self.quote(),
                c if c.is_alphabetic() || c == '_' => self.word(),
                _ => self.keep(),
            }
        }
        RustSource { code: self.code, strings: self.strings }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn keep(&mut self) {
        if let Some(c) = self.next() {
            self.code.push(c);
        }
    }

    fn blank(&mut self) -> Option<char> {
        let c = self.next()?;
        self.code.push(if c == '\n' { '\n' } else { ' ' });
        Some(c)
    }

    fn slash(&mut self) {
        let mut ahead = self.rest.clone();
        ahead.next();
        match ahead.next() {
            Some('/') => while self.rest.peek().is_some_and(|c| *c != '\n') && self.blank().is_some() {},
            Some('*') => self.block_comment(),
            _ => self.keep(),
        }
    }

    fn block_comment(&mut self) {
        let mut depth = 0usize;
        let mut before = ' ';
        while let Some(c) = self.blank() {
            match (before, c) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth = depth.saturating_sub(1),
                _ => {
                    before = c;
                    continue;
                }
            }
            before = ' ';
            if depth == 0 {
                return;
            }
        }
    }

    fn string(&mut self) {
        let line = self.line;
        let mut text = String::new();
        self.keep();
        while let Some(c) = self.rest.peek().copied() {
            if c == '"' {
                break;
            }
            text.extend(self.blank());
            if c == '\\' {
                text.extend(self.blank());
            }
        }
        self.keep();
        self.strings.push((line, text));
    }

    fn raw_string(&mut self, hashes: usize) {
        let line = self.line;
        let end = format!("\"{}", "#".repeat(hashes));
        let mut text = String::new();
        for _ in 0..=hashes {
            self.keep();
        }
        while !text.ends_with(&end) {
            let Some(c) = self.blank() else { break };
            text.push(c);
        }
        let inside = text.strip_suffix(&end).unwrap_or(&text).to_owned();
        self.strings.push((line, inside));
    }

    /// A character literal is blanked; a lifetime or a loop's label is kept.
    fn quote(&mut self) {
        let mut ahead = self.rest.clone();
        ahead.next();
        let (first, second) = (ahead.next(), ahead.next());
        self.keep();
        if first == Some('\\') {
            self.blank();
            self.blank();
            while self.rest.peek().is_some_and(|c| *c != '\'') && self.blank().is_some() {}
            self.keep();
        } else if second == Some('\'') {
            self.blank();
            self.keep();
        }
    }

    /// A word, which may be the prefix of a string: `r"…"`, `br#"…"#`, `b"…"`, `c"…"`.
    fn word(&mut self) {
        let mut word = String::new();
        while let Some(c) = self.rest.peek().copied().filter(|c| c.is_alphanumeric() || *c == '_') {
            word.push(c);
            self.keep();
        }
        if ["r", "br", "cr"].contains(&word.as_str()) {
            let mut ahead = self.rest.clone();
            let mut hashes = 0;
            while ahead.peek() == Some(&'#') {
                hashes += 1;
                ahead.next();
            }
            if ahead.peek() == Some(&'"') {
                self.raw_string(hashes);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_leave_the_code() {
        let source = RustSource::parse(
            "// rand\nlet a = \"to\\\"kio\"; /* one /* axum */ two */ let b = '\"'; fn f<'a>() {}\nuse x; let c = '\\'';",
        );
        let words: Vec<_> = source.identifiers().map(|(line, word)| format!("{line}{word}")).collect();
        assert_eq!(words, ["2let", "2a", "2let", "2b", "2fn", "2f", "2a", "3use", "3x", "3let", "3c"]);
        assert_eq!(source.strings, [(2, "to\\\"kio".to_owned())]);
    }

    #[test]
    fn raw_strings_end_at_their_own_hashes() {
        let source = RustSource::parse("let s = r#\"SELECT \"x\"\n\"#; let t = br\"y\"; use r#type;");
        assert_eq!(source.strings, [(1, "SELECT \"x\"\n".to_owned()), (2, "y".to_owned())]);
        assert!(source.identifiers().any(|(line, word)| line == 2 && word == "type"));
    }

    #[test]
    fn test_modules_are_left_out_on_demand() {
        let text = "const A: &str = \"a\";\n#[cfg(test)]\nmod tests {\n fn f() { let b = \"b}\"; }\n}\nconst C: &str = \"c\";\n#[cfg(test)]\nmod more;\nconst D: &str = \"d\";";
        let strings = RustSource::parse_without_tests(text).strings;
        let texts: Vec<_> = strings.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["a", "c", "d"]);
        assert_eq!(RustSource::parse(text).strings.len(), 4);
    }
}
