//! Pure decisions of this room.

/// Columns that are keys to something and not data about somebody.
pub(crate) fn is_secret(column: &str) -> bool {
    column.contains("secret") || column.contains("token") || column.ends_with("_hash")
}

/// A name under which a file can be unpacked anywhere: no folders, nothing a file system takes for a command.
pub(crate) fn file_name(sha256: &str, name: &str) -> String {
    let clean: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .take(80)
        .collect();
    let short = sha256.get(..12).unwrap_or(sha256);
    match clean.trim_matches(|c: char| c == '.' || c == ' ') {
        "" => format!("files/{short}"),
        name => format!("files/{short}-{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_unpacks_into_its_folder_and_nowhere_else() {
        let hash = "0123456789abcdef";
        assert_eq!(file_name(hash, "PO 7.pdf"), "files/0123456789ab-PO 7.pdf");
        assert_eq!(file_name(hash, "../../etc/passwd"), "files/0123456789ab-_.._etc_passwd");
        assert_eq!(file_name(hash, ".."), "files/0123456789ab");
        assert_eq!(file_name(hash, "Ação\r\n:x"), "files/0123456789ab-Ação___x");
    }

    #[test]
    fn keys_are_not_given_out() {
        for column in ["reply_token", "secret", "link_hash"] {
            assert!(is_secret(column), "{column}");
        }
        assert!(!is_secret("sha256") && !is_secret("name"));
    }
}
