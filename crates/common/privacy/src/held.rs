//! What a subject holds about persons, as it declares it: a plain value, made of one stream. How it
//! is found, shown, handed over and destroyed follows from that, here and nowhere else.

use std::sync::Arc;

use accounts::{Failure, Later};
use jiff::civil::Date;
use kernel::Id;
use store::{Change, Fact, Laws, Result, Store, Stream, VaultId};

/// What an item of the vault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// One person: JSON with `name`, `phone`, `address`, `email`, as far as they were said.
    Person,
    /// Several people, by name.
    People,
    /// What somebody said.
    Words,
    /// Where something is or happened.
    Place,
    /// A photograph or a paper.
    File,
    /// A paper of the office, with whom it went to.
    Paper,
    /// What the office wrote or answered on the way.
    Course,
}

impl What {
    /// Its word, for keys of screen words and files.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::People => "people",
            Self::Words => "words",
            Self::Place => "place",
            Self::File => "file",
            Self::Paper => "paper",
            Self::Course => "course",
        }
    }
}

/// How long an item must stay when its person asks that it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It may go at once.
    No,
    /// As long as the matter is open, on the ground of this rule.
    Open(&'static str),
    /// As long as the matter is open, and for the years of this rule after its end.
    Term(&'static str),
}

/// An item that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// The vault's name for it.
    pub id: Id,
    /// What it is.
    pub what: What,
    /// How long it must stay.
    pub kept: Kept,
    /// The rule after whose years it goes by itself; `None` when it stays.
    pub goes: Option<&'static str>,
    /// Whether persons are looked for by what it says.
    pub found: bool,
}

impl Item {
    /// An item that stays as long as its matter asks and goes after `goes`.
    pub fn new(item: &VaultId, what: What, kept: Kept, goes: Option<&'static str>) -> Self {
        let found = matches!(what, What::Person | What::People);
        Self { id: item.id, what, kept, goes, found }
    }

    /// Whom to tell, and nothing more: it may go at once, and goes some time after the end.
    pub fn contact(item: &VaultId) -> Self {
        Self::new(item, What::Person, Kept::No, Some(crate::keep::CONTACT))
    }

    /// Words that stay as a record, unless their person asks otherwise after the end.
    pub fn record(item: &VaultId, what: What) -> Self {
        Self::new(item, what, Kept::Open(crate::keep::OPEN), None).searched()
    }

    /// Persons are looked for by what it says.
    #[must_use]
    pub fn searched(mut self) -> Self {
        self.found = true;
        self
    }
}

/// What one stream holds.
#[derive(Clone, Debug)]
pub struct Held {
    /// What sort of matter it is: `dl-sort-feedback` says it on screens.
    pub sort: &'static str,
    /// What people call it.
    pub code: String,
    /// The unit whose it is.
    pub unit: String,
    /// Where officers open it.
    pub path: String,
    /// Since when.
    pub began_on: Date,
    /// Since when the office's part is done; `None` while it is open.
    pub ended_on: Option<Date>,
    /// What is there.
    pub items: Vec<Item>,
}

impl Held {
    /// Leaves out what is destroyed already.
    #[must_use]
    pub fn without(mut self, erased: &[Id]) -> Self {
        self.items.retain(|item| !erased.contains(&item.id));
        self
    }

    /// The item with this name.
    pub fn item(&self, id: Id) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }
}

/// What a subject holds in one sort of its streams, and how it lets go of it.
#[derive(Clone, Copy)]
pub struct Holding {
    /// The prefix of the streams.
    pub prefix: &'static str,
    /// What one of them holds; pure.
    pub held: fn(&Stream, &Laws) -> Result<Option<Held>>,
    /// The fact that says that these items were destroyed, and on which ground.
    pub erased: fn(Vec<Id>, &str) -> Fact,
    /// The fact that puts a person's entry in the place of another, on a ground; `None` where an
    /// entry is part of a signed paper and stays as it was signed.
    pub corrected: Option<fn(Id, VaultId, &str) -> Fact>,
}

impl Holding {
    /// Whether a stream is of this sort.
    pub fn knows(&self, stream: &str) -> bool {
        store::journal::prefix(stream) == self.prefix
    }
}

/// An item that is destroyed in its stream, where others may tell the same person.
#[derive(Clone, Copy, Debug)]
pub struct Gone<'a> {
    /// The stream that holds it.
    pub stream: &'a str,
    /// The item.
    pub item: Id,
    /// The one that stands in its place, if any.
    pub by: Option<&'a VaultId>,
}

/// What follows for other streams: changes of facts alone, for the same commit.
pub type Follow = for<'a> fn(&'a Store, &'a [Gone<'a>]) -> Later<'a, Vec<Change>>;

/// The holdings of all subjects; cheap to clone.
#[derive(Clone)]
pub struct Holdings {
    all: Arc<[Holding]>,
    follow: Option<Follow>,
}

impl Holdings {
    /// All that subjects declare.
    pub fn new(all: Vec<Holding>) -> Self {
        Self { all: all.into(), follow: None }
    }

    /// The same with what follows for streams that tell a person who stands in another.
    #[must_use]
    pub fn followed(self, follow: Follow) -> Self {
        Self { follow: Some(follow), ..self }
    }

    /// What follows for other streams when these items are destroyed.
    ///
    /// # Errors
    /// When the database does not answer or the journal is inconsistent.
    pub async fn follow(
        &self,
        store: &Store,
        gone: &[Gone<'_>],
    ) -> std::result::Result<Vec<Change>, Failure> {
        match self.follow {
            Some(follow) => follow(store, gone).await,
            None => Ok(Vec::new()),
        }
    }

    /// The holding that a stream belongs to.
    pub fn of(&self, stream: &str) -> Option<&Holding> {
        self.all.iter().find(|holding| holding.knows(stream))
    }

    /// What a stream holds; `None` when nothing is known of it.
    ///
    /// # Errors
    /// When its facts cannot be read.
    pub fn held(&self, stream: &Stream, laws: &Laws) -> Result<Option<Held>> {
        self.of(&stream.name).map_or(Ok(None), |holding| (holding.held)(stream, laws))
    }
}
