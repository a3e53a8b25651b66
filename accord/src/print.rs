//! The house's printer: the typesetter, behind the company's letterhead.
//!
//! `letterhead.toml` in the data folder says what stands on every document that a room makes without saying it itself:
//!
//! ```toml
//! lines = ["12 Foundry Lane", "Rotherham S60 1AA"]
//! footer = "Registered in England 01234567"
//! logo = "logo.svg"                 # svg, png or jpeg, beside this file
//! logo_description = "Halden Presses"
//! ```

use std::{fs, path::Path, sync::OnceLock};

use accord_face::Printer;
use accord_kernel::Registry;
use accord_paper::{Document, Logo, LogoKind, Paper, PaperError, Press, Print};
use anyhow::{Context, bail};
use serde::Deserialize;

/// Name of the file in the data folder.
const FILE: &str = "letterhead.toml";

/// What `letterhead.toml` says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Letterhead {
    lines: Vec<String>,
    footer: String,
    logo: Option<String>,
    logo_description: String,
}

/// Registers the printer of the installation in this folder.
///
/// # Errors
/// A letterhead that is there and cannot be read.
pub fn printer(registry: &mut Registry, folder: &Path) -> anyhow::Result<()> {
    registry.extend(Printer(Box::new(House::read(folder)?)));
    Ok(())
}

/// The typesetter, made when the first document is printed, and what the letterhead adds.
struct House {
    press: OnceLock<Press>,
    letterhead: Letterhead,
    logo: Option<Logo>,
}

impl House {
    fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        let letterhead: Letterhead = if path.exists() {
            let text =
                fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            toml::from_str(&text).with_context(|| format!("{} is not as it must be", path.display()))?
        } else {
            Letterhead::default()
        };
        let logo = letterhead.logo.as_ref().map(|name| logo(folder, name, &letterhead)).transpose()?;
        Ok(Self { press: OnceLock::new(), letterhead, logo })
    }

    fn press(&self) -> Result<&Press, PaperError> {
        if let Some(press) = self.press.get() {
            return Ok(press);
        }
        let made = Press::new()?;
        Ok(self.press.get_or_init(|| made))
    }
}

fn logo(folder: &Path, name: &str, letterhead: &Letterhead) -> anyhow::Result<Logo> {
    let kind = match name.rsplit('.').next().map(str::to_ascii_lowercase).as_deref() {
        Some("svg") => LogoKind::Svg,
        Some("png") => LogoKind::Png,
        Some("jpg" | "jpeg") => LogoKind::Jpeg,
        _ => bail!("the logo {name} is no svg, png or jpeg"),
    };
    let path = folder.join(name);
    let bytes = fs::read(&path).with_context(|| format!("the logo {} cannot be read", path.display()))?;
    Ok(Logo { bytes, kind, description: letterhead.logo_description.clone() })
}

impl Print for House {
    fn print(&self, document: &Document) -> Result<Paper, PaperError> {
        let mut document = document.clone();
        let head = &mut document.letterhead;
        if head.lines.is_empty() {
            head.lines.clone_from(&self.letterhead.lines);
        }
        if head.logo.is_none() {
            head.logo = self.logo.clone().map(|mut logo| {
                if logo.description.is_empty() {
                    logo.description.clone_from(&head.company);
                }
                logo
            });
        }
        if document.footer.is_empty() {
            document.footer.clone_from(&self.letterhead.footer);
        }
        self.press()?.print(&document)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;

    fn house(files: &[(&str, &str)]) -> anyhow::Result<House> {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(folder.path().join(name), text).unwrap();
        }
        House::read(folder.path())
    }

    const SVG: &str =
        "<svg xmlns='http://www.w3.org/2000/svg' width='70' height='14'><rect width='9' height='9'/></svg>";

    fn blank() -> Document {
        Document {
            title: "A letter".to_owned(),
            number: "L-1".to_owned(),
            language: "en".to_owned(),
            region: None,
            date: jiff::civil::date(2026, 5, 4),
            dated: String::new(),
            letterhead: accord_paper::Letterhead {
                company: "Northmoor".to_owned(),
                lines: vec![],
                logo: None,
            },
            parties: vec![],
            blocks: vec![],
            footer: String::new(),
            words: accord_paper::Words { page: "{page}/{pages}".to_owned() },
        }
    }

    #[test]
    fn a_document_bears_the_letterhead_of_the_house() {
        let plain = house(&[]).unwrap().print(&blank()).unwrap();
        let text = "lines = [\"12 Foundry Lane\"]\nfooter = \"Registered\"\nlogo = \"a.svg\"\n";
        let headed = house(&[(FILE, text), ("a.svg", SVG)]).unwrap().print(&blank()).unwrap();
        assert_ne!(plain.bytes, headed.bytes);
    }

    #[test]
    fn a_letterhead_that_is_not_as_it_must_be_stops_the_start() {
        let refused = |files: &[(&str, &str)]| format!("{:#}", house(files).err().unwrap());
        assert!(refused(&[(FILE, "adress = 1")]).contains("is not as it must be"));
        assert!(refused(&[(FILE, "logo = \"a.svg\"")]).contains("cannot be read"));
        assert!(refused(&[(FILE, "logo = \"a.gif\"")]).contains("is no svg, png or jpeg"));
    }
}
