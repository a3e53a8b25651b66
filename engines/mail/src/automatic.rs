//! Mail that no person wrote: absences, bounces, lists. It is recorded and never answered, so that two programs do not
//! write to each other for ever (RFC 3834).

/// Why a message counts as written by a program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Automatic {
    /// An absence or another answer by a program.
    Reply,
    /// Something that a program sent of itself.
    Generated,
    /// Word that a mail could not be delivered; an empty sender.
    Bounce,
    /// A mailing list, or bulk mail.
    List,
}

/// What the head of a message says, each as it stands there.
#[derive(Debug, Default)]
pub(crate) struct Marks<'a> {
    pub(crate) auto_submitted: Option<&'a str>,
    pub(crate) precedence: Option<&'a str>,
    pub(crate) suppress: Option<&'a str>,
    pub(crate) return_path: Option<&'a str>,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) list: bool,
    pub(crate) auto_reply: bool,
    pub(crate) from: &'a str,
}

/// The first word of a value, without comments and parameters.
fn word(value: &str) -> String {
    value.trim().split([' ', ';', '(', '\t', '\r', '\n', ',']).next().unwrap_or_default().to_ascii_lowercase()
}

pub(crate) fn automatic(marks: &Marks<'_>) -> Option<Automatic> {
    let local = marks.from.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let report =
        marks.content_type.is_some_and(|value| value.to_ascii_lowercase().contains("multipart/report"));
    if marks.return_path.is_some_and(|path| path.trim() == "<>") || report || local == "mailer-daemon" {
        return Some(Automatic::Bounce);
    }
    match marks.auto_submitted.map(word).as_deref() {
        Some("auto-replied") => return Some(Automatic::Reply),
        None | Some("no" | "") => {}
        Some(_) => return Some(Automatic::Generated),
    }
    match marks.precedence.map(word).as_deref() {
        Some("auto_reply" | "auto-reply") => return Some(Automatic::Reply),
        Some("bulk" | "list" | "junk") => return Some(Automatic::List),
        _ => {}
    }
    if marks.auto_reply {
        return Some(Automatic::Reply);
    }
    if marks.list {
        return Some(Automatic::List);
    }
    let suppressed = marks.suppress.is_some_and(|value| {
        let value = value.to_ascii_lowercase();
        value.split(',').any(|word| matches!(word.trim(), "all" | "autoreply" | "oof"))
    });
    if suppressed {
        return Some(Automatic::Generated);
    }
    matches!(local.as_str(), "noreply" | "no-reply" | "donotreply" | "do-not-reply" | "postmaster")
        .then_some(Automatic::Generated)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(change: impl FnOnce(&mut Marks<'static>)) -> Option<Automatic> {
        let mut marks = Marks { from: "ana@vale.example", ..Marks::default() };
        change(&mut marks);
        automatic(&marks)
    }

    #[test]
    fn programs_are_told_from_people() {
        assert_eq!(of(|_| ()), None);
        assert_eq!(of(|marks| marks.auto_submitted = Some("no")), None);
        assert_eq!(of(|marks| marks.precedence = Some("first-class")), None);
        assert_eq!(of(|marks| marks.return_path = Some("<ana@vale.example>")), None);
        assert_eq!(of(|marks| marks.auto_submitted = Some(" Auto-Replied; x=1")), Some(Automatic::Reply));
        assert_eq!(
            of(|marks| marks.auto_submitted = Some("auto-generated (cron)")),
            Some(Automatic::Generated)
        );
        assert_eq!(of(|marks| marks.precedence = Some("BULK")), Some(Automatic::List));
        assert_eq!(of(|marks| marks.precedence = Some("auto_reply")), Some(Automatic::Reply));
        assert_eq!(of(|marks| marks.suppress = Some("DR, OOF, AutoReply")), Some(Automatic::Generated));
        assert_eq!(of(|marks| marks.suppress = Some("NDR")), None);
        assert_eq!(of(|marks| marks.return_path = Some(" <> ")), Some(Automatic::Bounce));
        assert_eq!(
            of(|marks| marks.content_type = Some("Multipart/Report; boundary=x")),
            Some(Automatic::Bounce)
        );
        assert_eq!(of(|marks| marks.from = "MAILER-DAEMON@mx.example"), Some(Automatic::Bounce));
        assert_eq!(of(|marks| marks.list = true), Some(Automatic::List));
        assert_eq!(of(|marks| marks.from = "no-reply@bank.example"), Some(Automatic::Generated));
    }
}
