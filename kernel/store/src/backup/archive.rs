//! The form of a backup file: blocks, each with a checksum that also covers the block before it.
//!
//! ```text
//! "ACCORD-BACKUP 1\n"
//! kind (1 byte) | length unpacked (4, little endian) | length packed (4) | packed bytes | SHA-256 (32)
//! …
//! ```
//! The checksum is over the checksum before it, the nine bytes of the head and the packed bytes, so that a byte that is
//! altered, a block that is missing, doubled or moved, and an end that was cut off are all found. It guards against
//! damage, not against a forger: who must know that nobody rewrote the log keeps a root of the seals elsewhere and gives
//! it to `accord verify --root`.
//!
//! A file is a block with its name, length and checksum, and then as many blocks of bytes as it needs, so that nobody
//! has to hold all of it; of one that was gone, the first block says so and no other follows. A program from before that
//! reads it as an empty file of another checksum than its name, which it leaves out and says so; one that took no file
//! above 64 MiB refuses a backup that has one, before it writes anything.

use std::io::{self, Read, Write};

use flate2::{Compression, read::ZlibDecoder, write::ZlibEncoder};
use sha2::{Digest, Sha256};

use super::{BackupError, Outcome};

/// First bytes of the file; the number is the form's.
pub(super) const MAGIC: &[u8; 16] = b"ACCORD-BACKUP 1\n";
/// Most bytes of a block, unpacked. The length of a damaged block must not fill the memory.
const BLOCK_MAX: usize = 64 * 1024 * 1024;
const HEAD: usize = 9;
const SUM: usize = 32;

/// What a block holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The manifest, first of all.
    Manifest,
    /// Rows of one table.
    Rows,
    /// Name, size and hash of a file whose bytes follow.
    File,
    /// Bytes of a file.
    Bytes,
    /// What should have been read by now, last of all.
    End,
}

impl Kind {
    const ALL: [(Self, u8); 5] = [
        (Self::Manifest, b'M'),
        (Self::Rows, b'R'),
        (Self::File, b'F'),
        (Self::Bytes, b'B'),
        (Self::End, b'E'),
    ];

    fn letter(self) -> u8 {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or(b'?', |(_, letter)| *letter)
    }

    fn of(letter: u8) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == letter).map(|(kind, _)| *kind)
    }
}

/// Writes blocks.
pub(super) struct Writer<W> {
    out: W,
    sum: [u8; SUM],
    /// Bytes written.
    pub(super) length: u64,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(mut out: W) -> Outcome<Self> {
        out.write_all(MAGIC)?;
        Ok(Self { out, sum: Sha256::digest(MAGIC).into(), length: MAGIC.len() as u64 })
    }

    pub(super) fn block(&mut self, kind: Kind, plain: &[u8]) -> Outcome<()> {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(plain)?;
        let packed = packer.finish()?;
        let mut head = [0_u8; HEAD];
        let lengths = [plain.len(), packed.len()].map(|length| u32::try_from(length).unwrap_or(u32::MAX));
        for (place, byte) in head
            .iter_mut()
            .zip([kind.letter()].into_iter().chain(lengths.into_iter().flat_map(u32::to_le_bytes)))
        {
            *place = byte;
        }
        self.sum = sum(&self.sum, &head, &packed);
        for part in [&head[..], &packed, &self.sum] {
            self.out.write_all(part)?;
            self.length += part.len() as u64;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Outcome<W> {
        self.out.flush()?;
        Ok(self.out)
    }
}

fn sum(before: &[u8; SUM], head: &[u8; HEAD], packed: &[u8]) -> [u8; SUM] {
    let mut hasher = Sha256::new();
    hasher.update(before);
    hasher.update(head);
    hasher.update(packed);
    hasher.finalize().into()
}

/// Reads blocks and holds each against its checksum before it is unpacked.
pub(super) struct Reader<R> {
    from: R,
    sum: [u8; SUM],
    /// Bytes read and found right.
    offset: u64,
    /// Blocks read and found right.
    blocks: u64,
}

impl<R: Read> Reader<R> {
    pub(super) fn new(mut from: R) -> Outcome<Self> {
        let mut magic = [0_u8; MAGIC.len()];
        match from.read_exact(&mut magic) {
            Ok(()) if magic == *MAGIC => {}
            Ok(()) | Err(_) => return Err(BackupError::Foreign),
        }
        Ok(Self { from, sum: Sha256::digest(MAGIC).into(), offset: MAGIC.len() as u64, blocks: 0 })
    }

    /// That this block is not as it was written, and where it is.
    pub(super) fn damaged(&self, what: &'static str) -> BackupError {
        BackupError::Damaged { block: self.blocks + 1, offset: self.offset, what }
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Outcome<()> {
        self.from.read_exact(bytes).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => self.damaged("it is cut off"),
            _ => error.into(),
        })
    }

    /// The next block; `None` after the last one.
    pub(super) fn next(&mut self) -> Outcome<Option<(Kind, Vec<u8>)>> {
        let mut head = [0_u8; HEAD];
        let mut first = [0_u8; 1];
        if self.from.read(&mut first)? == 0 {
            return Ok(None);
        }
        let [letter, rest @ ..] = &mut head;
        *letter = first[0];
        self.fill(rest)?;
        let length = |from: usize| {
            let bytes = head.get(from..from + 4).and_then(|bytes| bytes.try_into().ok()).unwrap_or([0xff; 4]);
            usize::try_from(u32::from_le_bytes(bytes)).unwrap_or(usize::MAX)
        };
        let (plain, packed) = (length(1), length(5));
        if plain > BLOCK_MAX || packed > BLOCK_MAX {
            return Err(self.damaged("its length is impossible"));
        }
        let mut bytes = vec![0_u8; packed];
        self.fill(&mut bytes)?;
        let mut written = [0_u8; SUM];
        self.fill(&mut written)?;
        let found = sum(&self.sum, &head, &bytes);
        let Some(kind) = Kind::of(head[0]).filter(|_| found == written) else {
            return Err(self.damaged("its checksum is wrong"));
        };
        let mut unpacked = Vec::with_capacity(plain);
        ZlibDecoder::new(bytes.as_slice())
            .take(BLOCK_MAX as u64)
            .read_to_end(&mut unpacked)
            .map_err(|_| self.damaged("it cannot be unpacked"))?;
        if unpacked.len() != plain {
            return Err(self.damaged("it unpacks to another length"));
        }
        self.sum = found;
        self.offset += (HEAD + packed + SUM) as u64;
        self.blocks += 1;
        Ok(Some((kind, unpacked)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(blocks: &[(Kind, &[u8])]) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new()).unwrap();
        for (kind, plain) in blocks {
            writer.block(*kind, plain).unwrap();
        }
        writer.finish().unwrap()
    }

    fn read(bytes: &[u8]) -> Outcome<Vec<(Kind, Vec<u8>)>> {
        let mut reader = Reader::new(bytes)?;
        let mut out = Vec::new();
        while let Some(block) = reader.next()? {
            out.push(block);
        }
        Ok(out)
    }

    #[test]
    fn blocks_come_back_and_no_byte_may_differ() {
        let bytes = written(&[(Kind::Manifest, b"one"), (Kind::Rows, &[7; 300]), (Kind::End, b"")]);
        let back = read(&bytes).unwrap();
        assert_eq!(back[1], (Kind::Rows, vec![7; 300]));
        assert_eq!(back.len(), 3);
        for place in 0..bytes.len() {
            for bit in [1, 0x80] {
                let mut altered = bytes.clone();
                altered[place] ^= bit;
                assert!(read(&altered).is_err(), "byte {place} altered by {bit} is not seen");
            }
        }
    }

    #[test]
    fn a_block_that_is_doubled_or_moved_is_seen() {
        let one = written(&[(Kind::Rows, b"first")]);
        let two = written(&[(Kind::Rows, b"first"), (Kind::Rows, b"second")]);
        let (first, second) = (&one[MAGIC.len()..], &two[one.len()..]);
        for parts in [[first, first], [second, first]] {
            let moved = [MAGIC.as_slice(), parts[0], parts[1]].concat();
            assert!(matches!(read(&moved), Err(BackupError::Damaged { .. })));
        }
        assert!(read(&two).is_ok());
    }
}
