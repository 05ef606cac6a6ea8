//! Why a document is not made: a refusal that its author can mend, or a fault of ours.

use kernel::{Refusal, RefusalKind};

/// What went wrong.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// A template needs a field that nobody gave, or gave empty.
    #[error("the template {template} lacks the field {field}")]
    MissingField {
        /// The template's name.
        template: String,
        /// The field's name.
        field: String,
    },
    /// A template asks for a field that its kind does not have.
    #[error("the template {template}, line {line}: there is no field {field}; there are: {known}")]
    UnknownField {
        /// The template's name.
        template: String,
        /// Counted from 1.
        line: usize,
        /// What it asks for.
        field: String,
        /// What it may ask for.
        known: String,
    },
    /// A template cannot be read.
    #[error("the template {template}, line {line}: {flaw}")]
    BadTemplate {
        /// The template's name.
        template: String,
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        flaw: String,
    },
    /// A part that the law asks of every document is empty.
    #[error("the document lacks its {part}")]
    Empty {
        /// Which part: `issuer`, `place`, `symbol`, `subject`, `body`, `title`, `name`, `columns`.
        part: &'static str,
    },
    /// A row does not fit the columns of its sheet.
    #[error("row {row}, column {column}: {flaw}")]
    WrongCell {
        /// Counted from 1, without the header.
        row: usize,
        /// The column's title, or the number of columns.
        column: String,
        /// What is wrong.
        flaw: &'static str,
    },
    /// More rows than the kind of file can hold.
    #[error("{kind} holds no more than {most} rows")]
    TooManyRows {
        /// `xlsx` or `pdf`.
        kind: &'static str,
        /// How many it holds.
        most: usize,
    },
    /// The receiver of the bytes did not take them.
    #[error("the document could not be written: {0}")]
    Write(#[from] std::io::Error),
    /// A fault of ours or of a library; never of what somebody typed.
    #[error("the document could not be made: {0}")]
    Fault(String),
}

impl DocumentError {
    /// The refusal that a page shows; `None` when it is a fault and gets an incident number.
    pub fn refusal(&self) -> Option<Refusal> {
        let invalid = |code| Refusal::new(RefusalKind::Invalid, code);
        Some(match self {
            Self::MissingField { template, field } => {
                invalid("document-field-missing").with("template", template).with("field", field)
            }
            Self::UnknownField { template, line, field, known } => {
                invalid("document-field-unknown")
                    .with("template", template)
                    .with("line", line)
                    .with("field", field)
                    .with("known", known)
            }
            Self::BadTemplate { template, line, flaw } => invalid("document-template-unreadable")
                .with("template", template)
                .with("line", line)
                .with("flaw", flaw),
            Self::Empty { part } => {
                let law = crate::Format::on(jiff::civil::Date::MAX).ok();
                let refusal = invalid("document-part-empty").with("part", part);
                match law {
                    Some(law) => refusal.ground(law.names[0].clone()),
                    None => refusal,
                }
            }
            Self::TooManyRows { kind, most } => {
                invalid("document-too-many-rows").with("kind", kind).with("most", most)
            }
            Self::WrongCell { .. } | Self::Write(_) | Self::Fault(_) => return None,
        })
    }
}
