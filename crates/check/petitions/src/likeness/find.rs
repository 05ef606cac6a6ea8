//! Finds the letters that are like one letter, with the words of each opened from the
//! vault for the comparison and for the officer's screen. Who wrote them is not opened.

use std::collections::HashMap;

use accounts::Failure;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use kernel::Id;
use kernel::sketch::Pairs;
use store::{Store, VaultId};

use super::store::{Candidate, Side, Sought};
use super::{Letter, Likeness, Reason, TABLE};
use crate::code;
use crate::desk::{self, Read, Spot};
use crate::facts::Received;
use crate::kind::Same;
use crate::petition::Step;

/// How many an officer is shown beside a letter.
const MOST: usize = 5;
/// How many an officer is shown to join to a case at once.
const MOST_LATER: usize = 60;

/// An earlier letter that may be about the same matter.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The letter.
    pub letter: Candidate,
    /// Its words; `None` when they were erased.
    pub words: Option<String>,
    /// How alike, and why.
    pub likeness: Likeness,
}

impl Suggestion {
    /// How the two would be joined: one text from many senders, or one matter brought again.
    pub fn how(&self) -> Same {
        let chain = |why: &Reason| matches!(why, Reason::Words(80..));
        match self.likeness.reasons.iter().any(chain) {
            true => Same::Chain,
            false => Same::Duplicate,
        }
    }
}

/// The earlier letters most like this one, the likeliest first; those of which an officer said
/// that they are about another matter are left out.
///
/// # Errors
/// When the database fails.
pub async fn suggestions(store: &Store, read: &Read) -> Result<Vec<Suggestion>, Failure> {
    let (mine, mut found) = sought(store, Side::Earlier, read).await?;
    found.retain(|one| read.petition.apart.iter().all(|(stream, _)| *stream != one.stream));
    let mut like = compare(store, &mine, found).await?;
    like.truncate(MOST);
    Ok(like)
}

/// The code of an earlier letter like this one whose sender was guided; those set apart are left
/// out. Whether it is the same sender's, an officer must say: persons are not compared.
///
/// # Errors
/// When the database fails.
pub async fn guided(store: &Store, read: &Read) -> Result<Option<String>, Failure> {
    let (mine, mut found) = sought(store, Side::Guided, read).await?;
    found.retain(|one| read.petition.apart.iter().all(|(stream, _)| *stream != one.stream));
    let like = compare(store, &mine, found).await?;
    Ok(like.into_iter().next().map(|one| one.letter.code))
}

/// The later letters that are like a case and could be joined to it now, the likeliest first; those
/// of which an officer said that they are about another matter are left out.
///
/// # Errors
/// When the database fails.
pub async fn followers(store: &Store, case: &Read) -> Result<Vec<Suggestion>, Failure> {
    let (mine, found) = sought(store, Side::Later, case).await?;
    let mut like = compare(store, &mine, found).await?;
    like.truncate(MOST_LATER);
    let mut open = Vec::with_capacity(like.len());
    for one in like {
        // What was set apart stands with the later letter.
        let Some(letter) = desk::read(store, &one.letter.stream).await? else { continue };
        let apart = letter.petition.apart.iter().any(|(stream, _)| *stream == case.petition.id);
        if !apart && letter.petition.arrow(Step::Link).is_some() {
            open.push(one);
        }
    }
    Ok(open)
}

/// What a letter is compared by, and the letters to compare it with.
async fn sought(
    store: &Store,
    side: Side,
    read: &Read,
) -> Result<(Letter, Vec<Candidate>), Failure> {
    let petition = &read.petition;
    let received = &petition.received;
    let own = store.words_of(&items(received)).await?;
    let own: HashMap<Id, String> =
        own.into_iter().filter_map(|(id, words)| Some((id, words.text()?))).collect();
    let words = own.get(&received.words.id).map(String::as_str);
    let names = code::named(words.unwrap_or_default());
    let sought = Sought {
        seq: received.seq,
        code: &received.code,
        names: &names,
        unit: &received.unit,
        matter: &petition.matter,
        village: &received.village,
        cell: received.extra.cell,
        words,
    };
    let found = super::store::candidates(store, side, &sought).await?;
    let mine = Letter {
        at: petition.received_at,
        ended: petition.closed_on.and_then(noon),
        matter: petition.matter.clone(),
        village: received.village.clone(),
        spot: spot(received, &own),
        cell: received.extra.cell,
        words: Pairs::of(words.unwrap_or_default()),
        code: received.code.clone(),
        names,
    };
    Ok((mine, found))
}

async fn compare(
    store: &Store,
    mine: &Letter,
    found: Vec<Candidate>,
) -> Result<Vec<Suggestion>, Failure> {
    let streams: Vec<&str> = found.iter().map(|one| one.stream.as_str()).collect();
    let first = crate::pages::office::received(store, &streams).await?;
    let ids: Vec<Id> = first.values().flat_map(items).collect();
    let opened = store.words_of(&ids).await?.into_iter();
    let opened: HashMap<Id, String> =
        opened.filter_map(|(id, words)| Some((id, words.text()?))).collect();
    let mut like: Vec<Suggestion> = found
        .into_iter()
        .filter_map(|letter| {
            let received = first.get(&letter.stream)?;
            let words = opened.get(&received.words.id).cloned();
            let theirs = theirs(&letter, words.as_deref(), spot(received, &opened));
            let likeness = TABLE.compare(&theirs, mine);
            likeness.is_shown().then_some(Suggestion { letter, words, likeness })
        })
        .collect();
    like.sort_by_key(|one| std::cmp::Reverse((one.likeness.points, one.letter.seq)));
    Ok(like)
}

fn theirs(letter: &Candidate, words: Option<&str>, spot: Option<Spot>) -> Letter {
    Letter {
        at: letter.at,
        ended: letter.closed_on.and_then(noon),
        matter: letter.matter.clone(),
        village: letter.village.clone(),
        spot,
        cell: letter.cell,
        words: Pairs::of(words.unwrap_or_default()),
        code: letter.code.clone(),
        names: code::named(words.unwrap_or_default()),
    }
}

/// A register knows the day on which a case ended; its middle is off by half a day at most.
fn noon(day: jiff::civil::Date) -> Option<Timestamp> {
    let zoned = day.at(12, 0, 0, 0).to_zoned(TimeZone::fixed(jiff::tz::offset(7)));
    zoned.ok().map(|zoned| zoned.timestamp())
}

/// What is opened of a letter: its words and its point. Never the person.
fn items(received: &Received) -> Vec<Id> {
    let spot = received.extra.spot.as_ref();
    std::iter::once(&received.words).chain(spot).map(|item| item.id).collect()
}

fn spot(received: &Received, opened: &HashMap<Id, String>) -> Option<Spot> {
    let item: &VaultId = received.extra.spot.as_ref()?;
    serde_json::from_str(opened.get(&item.id)?).ok()
}
