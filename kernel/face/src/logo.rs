//! The mark of the house: a picture that anybody may see, on the page to sign in and on pages that letters lead to.
//!
//! The room that keeps it registers one [`LogoDef`] with `registry.extend(…)`; where none is registered, or no picture
//! is kept, pages show none.

use accord_kernel::{Outcome, Reader};

/// Address at which it is given out.
pub const LOGO: &str = "/logo";

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Media type, told by the bytes.
    pub content_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Where the mark is kept.
#[derive(Debug, Clone, Copy)]
pub struct LogoDef {
    /// Reads it; `None` when there is none.
    pub read: fn(&mut Reader<'_>) -> Outcome<Option<Picture>>,
}
