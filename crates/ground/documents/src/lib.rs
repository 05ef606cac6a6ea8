//! Documents that leave the program: letters in the State's format as PDF and DOCX, registers as
//! CSV, XLSX and PDF.
//!
//! # The words
//!
//! **Letter**: any document of an authority: công văn, decision, notice, invitation, receipt.
//!
//! **Format**: how a decree says that a document looks; rows in `rules/the-thuc.toml`, dated. No
//! size stands in code.
//!
//! **Template**: what a letter says, in plain text with named fields. A field that is missing is a
//! refusal that names template and field; a field that does not exist is found when the template
//! is read.
//!
//! **Sheet**: title and columns; rows are pushed to the writer that it opens.
//!
//! # Three promises
//!
//! - Values in, bytes out: it reads no clock, no network, no file of its own, and the same values
//!   give the same bytes. (XLSX keeps waiting rows in a temporary file without a name.)
//! - What stands in a value is text on paper: never markup, never a formula.
//! - Nothing of a document stays in memory when it is made. Faces and the typesetter's library are
//!   read on the first PDF, not before.
//!
//! # An example
//!
//! ```
//! use documents::{Fields, Reply};
//!
//! let template = Reply::Refused.template()?;
//! let error = template.fill(&Fields::from([("ngày nhận", "03/8/2026".to_owned())])).unwrap_err();
//! assert_eq!(error.to_string(), "the template refused lacks the field cơ quan");
//! # Ok::<(), documents::DocumentError>(())
//! ```
//!
//! # What it is not
//!
//! It knows no subject: which reply is due, under which article and until when is for the caller to
//! say. It signs nothing and sends nothing.

mod appendix;
mod docx;
mod error;
mod format;
mod letter;
mod pdf;
mod reply;
mod sheet;
mod template;
mod text;

pub use appendix::{Appendix, Head, Table};
pub use error::DocumentError;
pub use format::{Format, Size};
pub use letter::{Block, Content, Form, Letter, Office, Paragraph, Print, Signer, Words};
pub use reply::{REPLIES, Reply};
pub use sheet::{Cell, Column, CsvRows, Kind, Register, Sheet, XlsxRows};
pub use template::{Fields, Template};
pub use text::unprintable;
