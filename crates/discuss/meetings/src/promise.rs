//! A promise: who owes what by when, and what became of it; pure.

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::{Id, Refusal};
use rulebook::Law;
use store::{Record, Result, Stream, VaultId};
use units::Gazetteer;

use crate::arrows::{Arrow, PROMISES, PromiseState, PromiseStep};
use crate::dialogue::{shown, there_is};
use crate::facts::{Enclosed, Made, PromiseEvent, out_of_order};
use crate::kind::{BASES, OWNERS, Withdrawn};

/// How many photographs and papers one promise may have: a guard for disks, and no number of the
/// law. More of them nobody looks at.
pub const MOST_ENCLOSURES: usize = 20;

/// Whether so many photographs and papers are not too many for one promise.
///
/// # Errors
/// A refusal for the field `files`.
pub fn few_enough(count: usize) -> std::result::Result<(), Refusal> {
    match count > MOST_ENCLOSURES {
        true => Err(Refusal::invalid("files", "promise-files-many").with("most", MOST_ENCLOSURES)),
        false => Ok(()),
    }
}

/// A photograph or a paper that shows how a promise was kept.
#[derive(Clone, Debug)]
pub struct Enclosure {
    /// What it is.
    pub file: Enclosed,
    /// Whether everybody may see it; otherwise officers only, for it may show people.
    pub shown: bool,
}

/// A promise as its facts make it.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Its stream.
    pub id: String,
    /// Its first fact.
    pub made: Made,
    /// Where it stands.
    pub state: PromiseState,
    /// When it was kept or withdrawn.
    pub closed_on: Option<Date>,
    /// Why it was withdrawn.
    pub why: Option<Withdrawn>,
    /// The evidence, or the words of the withdrawal.
    pub words: Option<VaultId>,
    /// Photographs and papers beside the evidence, in the order in which they came.
    pub enclosures: Vec<Enclosure>,
    /// What is or was owed.
    pub debt: Debt,
    /// Whom to tell of it, in the order in which they came; `None` where nobody is told any more.
    pub askers: Vec<Option<VaultId>>,
    /// Every vault item that its facts refer to.
    pub items: Vec<VaultId>,
    /// Those that its facts say are destroyed.
    pub erased: Vec<Id>,
    /// How many facts it has.
    pub version: i64,
}

/// A command: plain data whose shape was checked at the edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// It was kept on a day; the evidence.
    Keep(Date, VaultId),
    /// It is withdrawn.
    Withdraw(Withdrawn, VaultId),
    /// Photographs and papers are added; whether everybody may see them.
    Enclose(Vec<Enclosed>, bool),
    /// Of all that are there, everybody may see these and no others.
    Show(Vec<Id>),
}

impl Command {
    /// Its step.
    pub const fn step(&self) -> PromiseStep {
        match self {
            Self::Keep(..) => PromiseStep::Keep,
            Self::Withdraw(..) => PromiseStep::Withdraw,
            Self::Enclose(..) => PromiseStep::Enclose,
            Self::Show(..) => PromiseStep::Show,
        }
    }
}

/// Whether a unit can owe what was promised at another: it is there on the day, and of the same
/// province. An office or village (`20836-04`) stands where its unit does; whether it is there is
/// asked of the store.
///
/// # Errors
/// A refusal for the field `owner_unit`.
pub fn may_owe(unit: &str, owner: &str, on: Date) -> std::result::Result<(), Refusal> {
    let gazetteer = Gazetteer::shared();
    let place = owner.split('-').next().unwrap_or(owner);
    let province = |code: &str| gazetteer.at(code, on).map(|unit| unit.province().id());
    match province(place) {
        Some(theirs) if Some(theirs) == province(unit) => Ok(()),
        _ => Err(Refusal::invalid("owner_unit", "promise-no-unit").with("date", shown(on))),
    }
}

/// What a promise needs before it is one; refusals name each thing that is missing.
///
/// # Errors
/// `promise-no-owner`, `promise-no-day`, or a day or rule that cannot be.
pub fn complete(
    owner: Option<&str>,
    until: Option<Date>,
    said_on: Date,
) -> std::result::Result<(crate::kind::Role, Date), Refusal> {
    let owner = owner.filter(|owner| OWNERS.contains(owner)).and_then(crate::kind::Role::read);
    let Some(owner) = owner else {
        let code = if until.is_none() { "promise-bare" } else { "promise-no-owner" };
        return Err(Refusal::invalid("owner", code));
    };
    let Some(until) = until else { return Err(Refusal::invalid("by", "promise-no-day")) };
    match until < said_on {
        true => Err(Refusal::invalid("by", "promise-day-before").with("date", shown(said_on))),
        false => Ok((owner, until)),
    }
}

/// Whether this is a promise that can be made.
///
/// # Errors
/// A refusal that names the field.
pub fn may_make(made: &Made, law: &Law, today: Date) -> std::result::Result<(), Refusal> {
    complete(Some(made.owner.word()), Some(made.until), made.said_on)?;
    there_is(&made.unit, made.said_on)?;
    may_owe(&made.unit, &made.owner_unit, made.said_on)?;
    if made.said_on > today {
        return Err(Refusal::invalid("on", "dialogue-ahead").with("date", shown(made.said_on)));
    }
    let Some(rule) = &made.rule else { return Ok(()) };
    let known = BASES.contains(&rule.as_str());
    match known && law.rulebook.in_force(rule, made.said_on).is_some() {
        true => Ok(()),
        false => Err(Refusal::invalid("rule", "promise-rule").with("date", shown(made.said_on))),
    }
}

impl Promise {
    /// Makes the promise from its facts; `None` when there are none.
    ///
    /// # Errors
    /// When a fact cannot be read, or does not follow.
    pub fn replay(stream: &Stream) -> Result<Option<Self>> {
        let Some((first, rest)) = stream.records.split_first() else { return Ok(None) };
        let PromiseEvent::Made(made) = PromiseEvent::read(first)? else {
            return Err(out_of_order(first));
        };
        let debt = Debt::agreed(1, &made.owner_unit, made.said_on, made.until, first.law);
        let mut promise = Self {
            id: stream.name.clone(),
            state: PromiseState::Open,
            closed_on: None,
            why: None,
            words: None,
            enclosures: Vec::new(),
            askers: made.asker.iter().chain(&made.also).cloned().map(Some).collect(),
            // What the asker left is the question's; it is opened here only to tell them.
            items: vec![made.what.clone()],
            erased: Vec::new(),
            debt,
            version: 1,
            made: *made,
        };
        for record in rest {
            promise.apply(PromiseEvent::read(record)?, record)?;
        }
        Ok(Some(promise))
    }

    fn apply(&mut self, event: PromiseEvent, record: &Record) -> Result<()> {
        self.version = record.version;
        let (on, words, outcome) = match event {
            PromiseEvent::Made(_) => return Err(out_of_order(record)),
            PromiseEvent::Kept { on, evidence } => {
                self.state = PromiseState::Kept;
                (on, evidence, Outcome::Done)
            }
            PromiseEvent::Withdrawn { on, why, words } => {
                (self.state, self.why) = (PromiseState::Withdrawn, Some(why));
                (on, words, Outcome::Void)
            }
            PromiseEvent::Evidenced { files, shown } => {
                self.items.extend(files.iter().map(|file| file.item.clone()));
                self.enclosures.extend(files.into_iter().map(|file| Enclosure { file, shown }));
                return Ok(());
            }
            PromiseEvent::Shown { items } => {
                for enclosure in &mut self.enclosures {
                    enclosure.shown = items.contains(&enclosure.file.item.id);
                }
                return Ok(());
            }
            PromiseEvent::Followed { asker } => {
                self.askers.push(Some(asker));
                return Ok(());
            }
            PromiseEvent::AskerChanged { item, by } => {
                let is =
                    |asker: &&mut Option<VaultId>| asker.as_ref().is_some_and(|a| a.id == item);
                self.askers.iter_mut().filter(is).for_each(|asker| asker.clone_from(&by));
                return Ok(());
            }
            PromiseEvent::Erased { items, .. } => {
                self.erased.extend(items);
                return Ok(());
            }
        };
        self.closed_on = Some(on);
        self.items.push(words.clone());
        self.words = Some(words);
        self.debt.close(on, record.law, outcome);
        Ok(())
    }

    /// The arrow that allows `step` now, if any.
    pub fn arrow(&self, step: PromiseStep) -> Option<&'static Arrow<PromiseStep, PromiseState>> {
        PROMISES.iter().find(|arrow| arrow.step == step && arrow.from.contains(&self.state))
    }

    /// Whether the command is lawful today: its fact, or a refusal.
    ///
    /// # Errors
    /// A refusal: the table has no such arrow, or the day cannot be.
    pub fn decide(
        &self,
        command: Command,
        today: Date,
    ) -> std::result::Result<PromiseEvent, Refusal> {
        if self.arrow(command.step()).is_none() {
            return Err(Refusal::conflict(command.step().refusal()));
        }
        match command {
            Command::Keep(on, evidence) => match on < self.made.said_on || on > today {
                true => {
                    let refusal = Refusal::invalid("on", "question-day");
                    let refusal = refusal.with("from", shown(self.made.said_on));
                    Err(refusal.with("until", shown(today)))
                }
                false => Ok(PromiseEvent::Kept { on, evidence }),
            },
            Command::Withdraw(why, words) => Ok(PromiseEvent::Withdrawn { on: today, why, words }),
            Command::Enclose(files, shown) => {
                few_enough(self.enclosures.len() + files.len())?;
                Ok(PromiseEvent::Evidenced { files, shown })
            }
            Command::Show(items) => match items.iter().all(|item| self.is_there(*item)) {
                true => Ok(PromiseEvent::Shown { items }),
                false => Err(Refusal::conflict("promise-not-now")),
            },
        }
    }

    /// Whether this is a photograph or a paper of it that was not destroyed.
    pub fn is_there(&self, item: Id) -> bool {
        let known = self.enclosures.iter().any(|enclosure| enclosure.file.item.id == item);
        known && !self.erased.contains(&item)
    }

    /// Whether everybody may see it.
    pub fn is_shown(&self, item: Id) -> bool {
        let shown = |enclosure: &Enclosure| enclosure.shown && enclosure.file.item.id == item;
        self.enclosures.iter().any(shown) && self.is_there(item)
    }
}

impl PromiseStep {
    /// The code of the refusal of one who wants to do this where it cannot be done.
    pub const fn refusal(self) -> &'static str {
        match self {
            Self::Keep | Self::Withdraw => "promise-not-now",
            Self::Enclose | Self::Show => "promise-not-kept",
        }
    }
}

/// What people call a promise: `CK-` and the end of its key.
pub fn code(stream: &str) -> String {
    tail("CK", stream)
}

/// A short name of a thing: a sign and the end of its key.
pub(crate) fn tail(sign: &str, stream: &str) -> String {
    let key = stream.rsplit('/').next().unwrap_or(stream);
    let start = key.char_indices().rev().nth(5).map_or(0, |(at, _)| at);
    format!("{sign}-{}", key[start..].to_uppercase())
}
