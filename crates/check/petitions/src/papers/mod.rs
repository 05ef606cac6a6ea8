//! Papers that the office issues on a petition: what one says, where its number comes from, and
//! what the case puts into it.
//!
//! ```text
//! case ─► fields ─► template ─► draft, edited by an officer ─► number + fact, one commit
//!                                                           └► PDF · DOCX, made again each time
//! ```
//!
//! The vault holds the words as they were issued; number, symbol and day stand in the fact. The
//! same fact gives the same bytes, so no file is kept.

mod fields;
mod series;

use documents::{Content, DocumentError, Letter, Office, Reply, Signer};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::VaultId;

pub use fields::{Source, offered};
pub use series::{PREFIX, Series, Taken, projectors};

/// The words of one paper, as they lie in the vault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Who issues it.
    pub office: Office,
    /// What it says.
    pub content: Content,
    /// Who signs.
    pub signer: Signer,
    /// Who gets it.
    pub copies: Vec<String>,
}

impl Paper {
    /// The letter with its number, or with room for one.
    #[must_use]
    pub fn letter(&self, number: Option<i64>, symbol: &str, date: Date) -> Letter {
        Letter {
            office: self.office.clone(),
            number: number.and_then(|number| u32::try_from(number).ok()),
            symbol: symbol.to_owned(),
            date,
            content: self.content.clone(),
            signer: self.signer.clone(),
            copies: self.copies.clone(),
            appendices: Vec::new(),
        }
    }
}

/// A paper that was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// Which reply: [`Reply::name`].
    pub template: String,
    /// Its number.
    pub number: i64,
    /// Its symbol.
    pub symbol: String,
    /// Its words.
    pub words: VaultId,
    /// The day.
    pub on: Date,
}

impl Issued {
    /// "12/TB-UBND", as it stands on paper.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{:02}/{}", self.number, self.symbol)
    }
}

/// The symbol of a reply on a day.
///
/// # Errors
/// When the rows of the format contradict themselves: a fault of ours.
pub fn symbol(reply: Reply, on: Date) -> Result<&'static str, DocumentError> {
    reply.symbol(on).map_err(DocumentError::Fault)
}
