//! Who did it: carried by every command and written into every fact. Never a name.

use std::fmt;
use std::str::FromStr;

use crate::Id;

/// The doer of an act, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// A resident, who needs no account and of whom nothing is kept here.
    Resident,
    /// An officer, by account.
    Account(Id),
    /// A program of an office that signs in with a bearer token, by the token's identity.
    Token(Id),
    /// The program itself, by the name of the job or command.
    System(&'static str),
}

impl Actor {
    /// The account, when an officer acts.
    pub fn account(&self) -> Option<Id> {
        match self {
            Self::Account(id) => Some(*id),
            _ => None,
        }
    }
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resident => f.write_str("resident"),
            Self::Account(id) => write!(f, "account:{id}"),
            Self::Token(id) => write!(f, "token:{id}"),
            Self::System(job) => write!(f, "system:{job}"),
        }
    }
}

impl FromStr for Actor {
    type Err = crate::id::NotAnId;

    /// Reads back what [`Display`](fmt::Display) wrote; the name of a system job is not kept.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once(':') {
            Some(("account", id)) => Ok(Self::Account(id.parse()?)),
            Some(("token", id)) => Ok(Self::Token(id.parse()?)),
            Some(("system", _)) => Ok(Self::System("system")),
            None if text == "resident" => Ok(Self::Resident),
            _ => Err(crate::id::NotAnId),
        }
    }
}
