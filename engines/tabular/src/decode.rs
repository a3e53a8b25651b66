//! The two adapters between a file and the CSV reader: [`Inflate`] unpacks gzip within bounds,
//! [`Decode`] turns any encoding into strict UTF-8. Both fail with a typed error inside `io::Error`.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult};
use flate2::read::MultiGzDecoder;

use crate::charset::Charset;
use crate::error::{Limit, TabularError};
use crate::limits::{Limits, MAX_INFLATE_RATIO, RATIO_GRACE_BYTES};

const CHUNK: usize = 32 << 10;

/// Counts what passes.
struct Counted<R> {
    inner: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.bytes += n as u64;
        Ok(n)
    }
}

/// Whether `inflated` bytes from `packed` ones are a decompression bomb.
pub(crate) fn check_ratio(inflated: u64, packed: u64) -> Result<(), TabularError> {
    if inflated > RATIO_GRACE_BYTES && inflated / MAX_INFLATE_RATIO > packed {
        return Err(TabularError::limit(Limit::InflateRatio, MAX_INFLATE_RATIO, None));
    }
    Ok(())
}

/// A gzip stream unpacked within the limits.
pub(crate) struct Inflate<R> {
    inner: MultiGzDecoder<Counted<R>>,
    bytes: u64,
    maximum: u64,
}

impl<R: Read> Inflate<R> {
    pub fn new(inner: R, limits: &Limits) -> Self {
        Self {
            inner: MultiGzDecoder::new(Counted { inner, bytes: 0 }),
            bytes: 0,
            maximum: limits.inflated_bytes,
        }
    }
}

impl<R: Read> Read for Inflate<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
                TabularError::BadGzip.into()
            }
            _ => error,
        })?;
        self.bytes += n as u64;
        if self.bytes > self.maximum {
            return Err(TabularError::limit(Limit::InflatedBytes, self.maximum, None).into());
        }
        check_ratio(self.bytes, self.inner.get_ref().bytes)?;
        Ok(n)
    }
}

/// Text of any encoding as UTF-8 without byte-order marks; a wrong byte is an error with its line.
pub(crate) struct Decode<R> {
    inner: R,
    charset: Charset,
    decoder: Decoder,
    input: Vec<u8>,
    input_at: usize,
    input_end: usize,
    ended: bool,
    finished: bool,
    output: String,
    output_at: usize,
    lines: u64,
    beginning: bool,
}

impl<R: Read> Decode<R> {
    pub fn new(inner: R, charset: Charset) -> Self {
        Self {
            inner,
            charset,
            decoder: charset.encoding().new_decoder_with_bom_removal(),
            input: vec![0; CHUNK],
            input_at: 0,
            input_end: 0,
            ended: false,
            finished: false,
            output: String::with_capacity(CHUNK * 2),
            output_at: 0,
            lines: 0,
            beginning: true,
        }
    }

    /// Decodes the next piece into `output`.
    fn refill(&mut self) -> io::Result<()> {
        self.output.clear();
        self.output_at = 0;
        while self.output.is_empty() && !self.finished {
            if self.input_at == self.input_end && !self.ended {
                self.input_end = self.inner.read(&mut self.input)?;
                self.input_at = 0;
                self.ended = self.input_end == 0;
            }
            let source = self.input.get(self.input_at..self.input_end).unwrap_or_default();
            let (result, read) =
                self.decoder.decode_to_string_without_replacement(source, &mut self.output, self.ended);
            self.input_at += read;
            match result {
                DecoderResult::InputEmpty => self.finished = self.ended,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    let line = self.lines + 1 + newlines(&self.output);
                    let encoding = self.charset.name().to_owned();
                    return Err(TabularError::BadEncoding { encoding, line }.into());
                }
            }
            if self.beginning && !self.output.is_empty() {
                let marks = self.output.len() - self.output.trim_start_matches('\u{feff}').len();
                self.output.drain(..marks);
                self.beginning = self.output.is_empty();
            }
        }
        self.lines += newlines(&self.output);
        Ok(())
    }
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

impl<R: Read> Read for Decode<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.output_at == self.output.len() {
            self.refill()?;
        }
        let ready = self.output.as_bytes().get(self.output_at..).unwrap_or_default();
        let n = ready.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..n), ready.get(..n)) {
            to.copy_from_slice(from);
        }
        self.output_at += n;
        Ok(n)
    }
}
