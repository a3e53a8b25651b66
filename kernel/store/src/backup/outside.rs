//! Files outside the database, on their way into a backup: read in pieces, whatever their size.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    path::PathBuf,
};

use sha2::{Digest, Sha256};

use super::{
    BackupError, Content, FileHead, Outcome,
    archive::{Kind, Writer},
    hex, json,
};
use crate::Tx;

/// Bytes of a file in one block, and so in memory.
const PIECE: usize = 1_048_576;

/// A file that is to be in the backup.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outside {
    /// Name by which a restore places it.
    pub name: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Whether a row of the snapshot names it, or may: when it is gone, the backup says so. Otherwise nobody misses it.
    pub named: bool,
}

/// Lists the files. It is asked within the snapshot, and so can ask the rows what they name.
pub type Listing<'l> = &'l mut dyn FnMut(&mut Tx) -> Result<Vec<Outside>, BackupError>;

/// Writes every file, and of those that rows name and that are gone, that they are.
pub(super) fn write<W: Write>(
    list: &[Outside],
    archive: &mut Writer<W>,
    content: &mut Content,
) -> Outcome<()> {
    let mut away = Vec::new();
    for one in list {
        if !put(one, archive, content)? {
            away.push(one);
        }
    }
    for one in away {
        // While it is decided whether anybody needs a file, it lies aside for a moment; so each is looked for again.
        if put(one, archive, content)? || !one.named {
            continue;
        }
        let sha256 = hex(&Sha256::digest(b""));
        let head = FileHead { name: one.name.clone(), size: 0, sha256, gone: true };
        archive.block(Kind::File, &json(&head)?)?;
        content.files += 1;
    }
    Ok(())
}

/// Writes a file; returns whether it was there.
fn put<W: Write>(one: &Outside, archive: &mut Writer<W>, content: &mut Content) -> Outcome<bool> {
    let in_the_way = |error: io::Error| {
        BackupError::Refused(format!("the file {} cannot be read: {error}", one.path.display()))
    };
    // Once it is open it can be read to its end, whoever removes it meanwhile.
    let mut file = match File::open(&one.path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(in_the_way(error)),
    };
    // Read twice: its head stands before its bytes and has their checksum.
    let (size, sha256) = pieces(&file, &in_the_way, &mut |_| Ok(()))?;
    file.rewind().map_err(in_the_way)?;
    let head = FileHead { name: one.name.clone(), size, sha256, gone: false };
    archive.block(Kind::File, &json(&head)?)?;
    let written = pieces(&file, &in_the_way, &mut |piece| archive.block(Kind::Bytes, piece))?;
    if written != (head.size, head.sha256) {
        return Err(BackupError::Refused(format!(
            "the file {} was changed while it was read. Take the backup again",
            one.path.display()
        )));
    }
    content.files += 1;
    content.file_bytes += size;
    Ok(true)
}

/// Goes through a file from where it stands; returns how long that is and its checksum.
fn pieces(
    file: &File,
    in_the_way: &dyn Fn(io::Error) -> BackupError,
    each: &mut dyn FnMut(&[u8]) -> Outcome<()>,
) -> Outcome<(u64, String)> {
    let (mut size, mut hasher, mut piece) = (0, Sha256::new(), Vec::with_capacity(PIECE));
    loop {
        piece.clear();
        file.take(PIECE as u64).read_to_end(&mut piece).map_err(in_the_way)?;
        if piece.is_empty() {
            return Ok((size, hex(&hasher.finalize())));
        }
        size += piece.len() as u64;
        hasher.update(&piece);
        each(&piece)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_of_a_file_is_what_programs_before_wrote_and_read() {
        let before = r#"{"name":"files/a","size":7,"sha256":"00"}"#;
        let head: FileHead = serde_json::from_str(before).unwrap();
        assert!(!head.gone);
        assert_eq!(json(&head).unwrap(), before.as_bytes());
        let gone = json(&FileHead { gone: true, ..head }).unwrap();
        assert!(serde_json::from_slice::<FileHead>(&gone).unwrap().gone);
    }
}
