//! The entry of one place: attendance, secretary, tally sheets. It may come days later from a
//! device that had no line, twice, or beside another clerk's: one entry each, and nothing of
//! another's is written over.

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Refusal};
use rulebook::roll::{self, RollFault};
use serde::Serialize;
use store::keyring::hex;
use store::{Change, CommitError, Store, Stream};

use super::{Marks, NO_VILLAGE, People, Read, put, roll as roll_of, there};
use crate::facts::{Event, Recorded, Sheet};
use crate::kind::Vote;
use crate::meeting::{Command, Meeting};

/// The tally of one matter, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// How they voted: [`Vote::word`].
    pub vote: &'static str,
    /// For each option, or for the matter.
    pub votes: Vec<u32>,
    /// Against.
    pub against: u32,
    /// No opinion.
    pub silent: u32,
    /// Not valid.
    pub spoilt: u32,
}

/// What was typed for a place, already checked for shape.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Which place.
    pub part: u8,
    /// How many households belong to it.
    pub households: u32,
    /// How many are there in person.
    pub here: u32,
    /// How many are represented.
    pub stood: u32,
    /// Their marks as typed; all may be empty.
    pub marks: [String; 3],
    /// Who chaired and wrote, and names.
    pub people: People,
    /// How many elected the secretary.
    pub elected: u32,
    /// One for each matter.
    pub tallies: Vec<Tally>,
    /// Names the form.
    #[serde(skip)]
    pub key: String,
    /// How many entries of this place its writer had seen.
    #[serde(skip)]
    pub seen: i64,
    /// The day of the meeting, as its writer knew it.
    #[serde(skip)]
    pub on: Date,
}

/// What was recorded, and whether the same form had recorded it before.
#[derive(Clone, Debug)]
pub struct Done {
    /// The meeting.
    pub meeting: Meeting,
    /// Whether it was there already.
    pub again: bool,
}

/// Enters a place. A crash leaves the whole entry or nothing of it; the same form may be sent
/// again.
///
/// # Errors
/// A refusal; then nothing was recorded.
pub async fn enter(
    store: &Store,
    actor: &Actor,
    read: Read,
    entry: &Entry,
) -> Result<Done, Failure> {
    let said = said(store, &read.meeting, entry)?;
    if let Some(found) = sent_before(store, &read.stream, entry, &said)? {
        return found.map(|()| Done { meeting: read.meeting, again: true }).map_err(Failure::from);
    }
    if entry.on != read.meeting.on {
        let refusal = Refusal::conflict("village-other-day");
        let day = crate::meeting::shown(read.meeting.on);
        return Err(refusal.with("typed", crate::meeting::shown(entry.on)).with("day", day).into());
    }
    // It may have been joined to another after the meeting was called.
    let none = Refusal::conflict(NO_VILLAGE);
    there(store, &read.meeting.called.village, entry.on, none).await?;
    let marks = marks(entry)?;
    elsewhere(store, &read.meeting, entry.part, &marks).await?;
    let (mut words, name) = (Vec::new(), read.stream.name.clone());
    let people = put(store, &mut words, "person", &json(&entry.people)?)?;
    let marks = match marks.all().is_empty() {
        true => None,
        false => Some(put(store, &mut words, "person", &json(&marks)?)?),
    };
    let recorded = Recorded {
        part: entry.part,
        households: entry.households,
        in_person: entry.here,
        represented: entry.stood,
        elected: entry.elected,
        marks,
        people,
        sheets: entry.tallies.iter().map(sheet).collect(),
        key: key(store, entry),
        said: said.clone(),
    };
    let erased = read.meeting.destroys(entry.part);
    let command = Command::Record(Box::new(recorded), entry.seen);
    let event = read.meeting.decide(command, store.clock().today(), &store.laws())?;
    let mut change = Change::new(read.stream, vec![event.to_fact()]);
    change.words = words;
    change.erase = erased.into_iter().map(|id| (id, REPLACED.to_owned())).collect();
    let stream = match store.commit(actor, vec![change]).await {
        Ok(done) => done.streams.into_iter().next().unwrap_or_default(),
        // A colleague was faster, or an earlier try whose outcome was unknown had succeeded.
        Err(CommitError::Lost(_)) => {
            let stream = store.stream(&name).await?;
            let found = sent_before(store, &stream, entry, &said)?;
            let first = || Refusal::conflict("somebody-was-first");
            found.unwrap_or_else(|| Err(first()))?;
            let meeting = Meeting::replay(&stream, &store.laws())?;
            let meeting = meeting.ok_or_else(|| Failure::bug("a meeting went"))?;
            return Ok(Done { meeting, again: true });
        }
        Err(error) => return Err(error.into()),
    };
    let meeting = Meeting::replay(&stream, &store.laws())?;
    let meeting = meeting.ok_or_else(|| Failure::bug("recorded nothing"))?;
    Ok(Done { meeting, again: false })
}

/// The ground on which the people of an entry are destroyed: another took its place.
const REPLACED: &str = "village-entered-anew";

fn json(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(Failure::bug)
}

fn sheet(tally: &Tally) -> Sheet {
    Sheet {
        vote: Vote::read(tally.vote).unwrap_or(Vote::Hands),
        votes: tally.votes.clone(),
        against: tally.against,
        silent: tally.silent,
        spoilt: tally.spoilt,
    }
}

fn key(store: &Store, entry: &Entry) -> String {
    let tag = store.keys().tag("village form", &[&[entry.part], entry.key.as_bytes()]);
    hex(&tag[..10])
}

/// What an entry says, as a tag: names are in it, so nobody can try them out on the journal.
fn said(store: &Store, meeting: &Meeting, entry: &Entry) -> Result<String, Failure> {
    let text = serde_json::to_vec(entry).map_err(Failure::bug)?;
    let tag = store.keys().tag("village entry", &[meeting.id.as_bytes(), &text]);
    Ok(hex(&tag[..16]))
}

/// Whether this form was sent before: it said the same, or it was changed since, which is refused.
/// A form without a key is taken as a new one.
fn sent_before(
    store: &Store,
    stream: &Stream,
    entry: &Entry,
    said: &str,
) -> Result<Option<Result<(), Refusal>>, Failure> {
    if entry.key.is_empty() {
        return Ok(None);
    }
    let (key, mut changed) = (key(store, entry), false);
    for record in &stream.records {
        match Event::read(record)? {
            Event::Recorded(one) if one.key == key && one.said == said => {
                return Ok(Some(Ok(())));
            }
            Event::Recorded(one) => changed |= one.key == key,
            _ => {}
        }
    }
    Ok(changed.then(|| Err(Refusal::conflict("village-form-changed"))))
}

/// The marks as typed, each once, as many as were counted.
fn marks(entry: &Entry) -> Result<Marks, Refusal> {
    let fields = ["here_marks", "stood_marks", "absent_marks"];
    let mut lists = Vec::with_capacity(fields.len());
    for (field, text) in fields.iter().zip(&entry.marks) {
        lists.push(roll::read(text).map_err(|fault| faulty(field, &fault))?);
    }
    let twice = roll::doubles(&lists.iter().map(Vec::as_slice).collect::<Vec<_>>());
    if !twice.is_empty() {
        return Err(faulty("here_marks", &RollFault::Doubles(twice)));
    }
    let absent = entry.households.saturating_sub(entry.here).saturating_sub(entry.stood);
    for ((field, list), n) in fields.iter().zip(&lists).zip([entry.here, entry.stood, absent]) {
        if !list.is_empty() && list.len() != n as usize {
            return Err(Refusal::invalid(field, "village-roll-count")
                .with("marks", list.len())
                .with("n", n));
        }
    }
    let mut lists = lists.into_iter();
    let mut next = || lists.next().unwrap_or_default();
    Ok(Marks { here: next(), stood: next(), absent: next() })
}

fn faulty(field: &'static str, fault: &RollFault) -> Refusal {
    let (code, what) = match fault {
        RollFault::Doubles(marks) => ("village-roll-twice", marks.join(", ")),
        RollFault::NotAMark(mark) => ("village-roll-mark", mark.clone()),
        RollFault::Backwards(row) => ("village-roll-back", row.clone()),
        RollFault::TooMany => ("village-roll-many", roll::MOST.to_string()),
    };
    Refusal::invalid(field, code).with("what", what)
}

/// A household stands in one place: its mark is not on the roll of another.
async fn elsewhere(
    store: &Store,
    meeting: &Meeting,
    part: u8,
    marks: &Marks,
) -> Result<(), Failure> {
    let own = marks.all();
    for n in meeting.parts.keys().filter(|n| **n != part) {
        let (_, other) = roll_of(store, meeting, *n).await?;
        let twice = roll::doubles(&[&own, &other.all()]);
        if !twice.is_empty() {
            let refusal = Refusal::invalid("here_marks", "village-roll-elsewhere");
            return Err(refusal.with("what", twice.join(", ")).with("n", n).into());
        }
    }
    Ok(())
}
