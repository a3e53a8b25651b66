//! The bundled style sheet, script, fonts and icon, held in the binary and found by their hashed path.
//!
//! It knows no web server: `http` asks [`find`] and answers with the bytes, the type and the tag. A new kind of
//! file needs a content type in `web/bundle.mjs`, nothing here.

/// One file of the bundle. Its path carries a hash of its content, so it may be cached for ever.
#[derive(Debug)]
pub struct Asset {
    /// Where it is served, such as `/static/style-1A2B3C4D.css`.
    pub path: &'static str,
    /// Strong entity tag, quotes included.
    pub etag: &'static str,
    /// Value of the `Content-Type` header.
    pub content_type: &'static str,
    /// The file as it is.
    pub bytes: &'static [u8],
    /// The file compressed with gzip, for whatever gains by it.
    pub gzip: Option<&'static [u8]>,
}

mod generated {
    use super::Asset;
    include!(concat!(env!("OUT_DIR"), "/web/dist/assets.rs"));
}

/// Value of the `Cache-Control` header of every file of the bundle.
pub const CACHE_CONTROL: &str = "public, max-age=31536000, immutable";

/// Every file of the bundle, sorted by path.
#[must_use]
pub fn all() -> &'static [Asset] {
    generated::ALL
}

/// The file served at `path`, or `None` where the bundle has no such file.
#[must_use]
pub fn find(path: &str) -> Option<&'static Asset> {
    let at = all().binary_search_by(|asset| asset.path.cmp(path)).ok()?;
    all().get(at)
}

/// Path of the style sheet.
#[must_use]
pub fn stylesheet_url() -> &'static str {
    starting_with("/static/style-", ".css")
}

/// Path of the script.
#[must_use]
pub fn script_url() -> &'static str {
    starting_with("/static/accord-", ".js")
}

/// Path of the icon shown in the browser's tab.
#[must_use]
pub fn favicon_url() -> &'static str {
    starting_with("/static/favicon-", ".svg")
}

/// Path of the script of the program for the field.
#[must_use]
pub fn field_script_url() -> &'static str {
    starting_with("/static/fieldapp-", ".js")
}

/// Path of its style sheet.
#[must_use]
pub fn field_style_url() -> &'static str {
    starting_with("/static/fieldstyle-", ".css")
}

/// Path of its worker, which keeps it on the device.
#[must_use]
pub fn field_worker_url() -> &'static str {
    starting_with("/static/fieldworker-", ".js")
}

/// Path of the licences of what the bundle holds; the page that tells about the house links to it.
#[must_use]
pub fn notices_url() -> &'static str {
    starting_with("/static/notices-", ".txt")
}

/// Fonts that every page needs at once; the others load when a character asks for them.
#[must_use]
pub fn preload_font_url() -> &'static str {
    starting_with("/static/inter-latin-wght-normal-", ".woff2")
}

fn starting_with(start: &str, end: &str) -> &'static str {
    all()
        .iter()
        .map(|asset| asset.path)
        .find(|path| path.starts_with(start) && path.ends_with(end))
        .unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_named_asset_is_found() {
        for url in [stylesheet_url(), script_url(), favicon_url(), preload_font_url(), notices_url()] {
            let asset = find(url).unwrap();
            assert_eq!(asset.path, url);
            assert!(asset.bytes.len() > 100, "{url} is empty");
            assert!(asset.etag.starts_with('"') && asset.etag.len() > 20);
        }
        assert!(find("/static/none.css").is_none());
        assert!(all().is_sorted_by_key(|asset| asset.path), "find relies on the order");
    }

    #[test]
    fn first_page_stays_in_its_budget() {
        let weight: usize = [stylesheet_url(), script_url()]
            .into_iter()
            .map(|url| find(url).unwrap().gzip.unwrap().len())
            .sum();
        assert!(weight < 60_000, "script and styles weigh {weight} bytes compressed");
    }

    #[test]
    fn the_program_for_the_field_loads_light() {
        let weight: usize = [field_script_url(), field_style_url(), field_worker_url(), favicon_url()]
            .into_iter()
            .map(|url| find(url).unwrap().gzip.unwrap().len())
            .sum();
        assert!(weight < 40_000, "the program for the field weighs {weight} bytes compressed");
    }

    #[test]
    fn style_sheet_reaches_no_other_host() {
        let css = std::str::from_utf8(find(stylesheet_url()).unwrap().bytes).unwrap();
        assert!(css.contains("/static/inter-latin-wght-normal-"), "the font is served by ourselves");
        assert!(!css.contains("http://") && !css.contains("https://"));
    }
}
