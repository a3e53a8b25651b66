//! HTML of others on a page of ours: what is left has structure and words, and nothing that runs, loads, submits or leads
//! anywhere but by a plain link.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

/// Longest HTML that is looked at, in bytes; what is longer is read as text.
const HTML_MAX: usize = 512 * 1024;
/// Most tags that are looked at: a tree deeper or wider than that is nobody's letter.
const TAGS_MAX: usize = 8_000;

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    builder
        .tags(HashSet::from([
            "a",
            "b",
            "blockquote",
            "br",
            "caption",
            "code",
            "dd",
            "del",
            "div",
            "dl",
            "dt",
            "em",
            "h1",
            "h2",
            "h3",
            "h4",
            "hr",
            "i",
            "ins",
            "li",
            "ol",
            "p",
            "pre",
            "s",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "u",
            "ul",
        ]))
        .clean_content_tags(HashSet::from([
            "script", "style", "title", "noscript", "template", "svg", "math",
        ]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan"])),
        ]))
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .strip_comments(true);
    builder
});

/// What of an HTML text may stand on a page. No picture is kept, so that nothing is loaded from anywhere; `None` when it is
/// too large to be looked at.
pub fn clean(html: &str) -> Option<String> {
    if html.len() > HTML_MAX || html.bytes().filter(|byte| *byte == b'<').count() > TAGS_MAX {
        return None;
    }
    Some(CLEANER.clean(html).to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn attacks_are_inert() {
        let attacks = [
            "<style>@import url(//canary.example)</style>x",
            "<a href=javascript:alert(1)>x</a>",
            "<a href='&#106;avascript:alert(1)'>x</a>",
            "<form action=//canary.example><input name=p><button>x</button></form>",
            "<base href=//canary.example>x",
            "<meta http-equiv=refresh content='0;url=//canary.example'>x",
            "<img src=//canary.example/p.gif onerror=alert(1)>x",
            "<p style='background:url(//canary.example)' onclick=alert(1)>x</p>",
            "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src onerror=alert(1)&gt;\">x",
            "<svg><script>alert(1)</script></svg>x",
            "<iframe src=//canary.example></iframe>x",
            "<object data=//canary.example></object><embed src=//canary.example>x",
            "<link rel=stylesheet href=//canary.example>x",
            "<video src=//canary.example poster=//canary.example></video>x",
            "<table background=//canary.example><tr><td>x",
            "<a href=//canary.example/relative>x</a>",
            "<div id=app class=dialog name=location hx-get=/x data-on=1>x</div>",
        ];
        for attack in attacks {
            let cleaned = clean(attack).unwrap();
            let low = cleaned.to_lowercase();
            for bad in [
                "canary",
                "javascript",
                "<img",
                "onerror",
                "onclick",
                "style",
                "<form",
                "<input",
                "<base",
                "<meta",
                "<svg",
                "<iframe",
                "<script",
                "hx-",
                "id=",
                "class=",
            ] {
                assert!(!low.contains(bad), "{attack} left {bad}: {cleaned}");
            }
        }
    }

    #[test]
    fn what_is_meant_stays() {
        let cleaned =
            clean("<h2>Oi</h2><p>Ver <a href='https://vale.example/a?b=1'>isto</a><td colspan=2>").unwrap();
        assert!(cleaned.contains("<h2>Oi</h2>"), "{cleaned}");
        assert!(
            cleaned.contains("href=\"https://vale.example/a?b=1\" rel=\"noopener noreferrer nofollow\""),
            "{cleaned}"
        );
    }

    #[test]
    fn what_is_too_large_is_not_looked_at() {
        assert_eq!(clean(&"<b>".repeat(TAGS_MAX + 1)), None);
        assert_eq!(clean(&"a".repeat(HTML_MAX + 1)), None);
        assert!(clean(&"<div>".repeat(TAGS_MAX)).is_some(), "deep trees end");
    }

    proptest! {
        #[test]
        fn anything_can_be_cleaned_twice(html in "[<>/a-z \"'=&;!-]{0,300}") {
            let once = clean(&html).unwrap();
            prop_assert_eq!(clean(&once).unwrap(), once);
        }
    }
}
