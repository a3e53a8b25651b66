//! Rows as bytes.

use uuid::Uuid;

use super::Outcome;
use crate::Value;

/// Appends a value: a letter for its kind, then its bytes.
pub(super) fn push(out: &mut Vec<u8>, value: &Value) {
    let long = |out: &mut Vec<u8>, letter: u8, bytes: &[u8]| {
        out.push(letter);
        out.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend(bytes);
    };
    match value {
        Value::Null => out.push(b'n'),
        Value::Int(n) => {
            out.push(b'i');
            out.extend(n.to_le_bytes());
        }
        Value::Bool(truth) => out.push(if *truth { b'y' } else { b'f' }),
        Value::Real(x) => {
            out.push(b'r');
            out.extend(x.to_bits().to_le_bytes());
        }
        Value::Text(text) => long(out, b't', text.as_bytes()),
        Value::Uuid(id) => {
            out.push(b'u');
            out.extend(id.as_bytes());
        }
        Value::Bytes(bytes) => long(out, b'b', bytes),
    }
}

/// Values one after the other.
pub(super) struct Values<'b> {
    rest: &'b [u8],
}

impl<'b> Values<'b> {
    pub(super) fn of(bytes: &'b [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (now, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*now)
    }

    pub(super) fn number(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn long(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (now, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(now)
    }

    /// The next value; `None` when the bytes are none of ours.
    pub(super) fn next(&mut self) -> Option<Value> {
        Some(match self.take::<1>()? {
            [b'n'] => Value::Null,
            [b'i'] => Value::Int(i64::from_le_bytes(self.take()?)),
            [b'y'] => Value::Bool(true),
            [b'f'] => Value::Bool(false),
            [b'r'] => Value::Real(f64::from_bits(u64::from_le_bytes(self.take()?))),
            [b't'] => Value::Text(String::from_utf8(self.long()?.to_vec()).ok()?),
            [b'u'] => Value::Uuid(Uuid::from_bytes(self.take()?)),
            [b'b'] => Value::Bytes(self.long()?.to_vec()),
            _ => return None,
        })
    }
}

/// Rows of one table that become one block.
pub(super) struct Batch {
    bytes: Vec<u8>,
    rows: u64,
}

/// Bytes after which a block is written.
const ENOUGH: usize = 1_048_576;

impl Batch {
    pub(super) fn new(table: u32) -> Self {
        Self { bytes: table.to_le_bytes().to_vec(), rows: 0 }
    }

    /// Adds a row; hands the bytes on when there are enough of them.
    pub(super) fn row(&mut self, values: &[Value], on: &mut dyn FnMut(&[u8]) -> Outcome<()>) -> Outcome<()> {
        for value in values {
            push(&mut self.bytes, value);
        }
        self.rows += 1;
        if self.bytes.len() >= ENOUGH { self.flush(on) } else { Ok(()) }
    }

    /// Hands the rest on.
    pub(super) fn flush(&mut self, on: &mut dyn FnMut(&[u8]) -> Outcome<()>) -> Outcome<()> {
        if self.rows > 0 {
            on(&self.bytes)?;
            self.bytes.truncate(4);
            self.rows = 0;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_value_comes_back_and_half_a_value_does_not() {
        let all = [
            Value::Null,
            Value::Int(i64::MIN),
            Value::Bool(true),
            Value::Bool(false),
            Value::Real(-0.1),
            Value::Text("Peça nº 7".to_owned()),
            Value::Uuid(Uuid::from_u128(5)),
            Value::Bytes(vec![0, 255]),
        ];
        let mut bytes = Vec::new();
        all.iter().for_each(|value| push(&mut bytes, value));
        let mut values = Values::of(&bytes);
        for value in &all {
            assert_eq!(values.next().as_ref(), Some(value));
        }
        assert!(values.is_empty());
        for value in &all[1..2] {
            let mut bytes = Vec::new();
            push(&mut bytes, value);
            assert_eq!(Values::of(&bytes[..bytes.len() - 1]).next(), None);
        }
        assert_eq!(Values::of(b"t\xff\xff\xff\xff").next(), None, "a length beyond the bytes");
    }
}
