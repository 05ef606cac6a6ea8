//! What the form of a place says, faults in the order of the page. Not whether it is lawful.

use jiff::civil::Date;
use web::FormState;

use crate::desk::{Entry, MOST_WORDS, People, Tally};
use crate::kind::Vote;
use crate::meeting::Meeting;

/// The most households that one place can have.
const MOST: i64 = 20_000;

fn number(form: &mut FormState, name: &str) -> Option<u32> {
    form.number(name, 0..=MOST).and_then(|n| u32::try_from(n).ok())
}

/// A number that is nought when nothing was typed.
fn maybe(form: &mut FormState, name: &str) -> Option<u32> {
    match form.fields().get(name) {
        None => Some(0),
        Some(_) => number(form, name),
    }
}

/// What was typed for a place; `None` when something is wrong.
pub(super) fn read(form: &mut FormState, meeting: &Meeting, part: u8) -> Option<Entry> {
    let households = number(form, "households");
    let here = number(form, "here");
    let stood = maybe(form, "stood");
    let marks = ["here_marks", "stood_marks", "absent_marks"]
        .map(|name| form.text(name, MOST_WORDS).unwrap_or_default());
    let names = form.text("names", MOST_WORDS).unwrap_or_default();
    let chair = form.required("chair", 200);
    let secretary = form.required("secretary", 200);
    let elected = number(form, "elected");
    let mut tallies = Vec::with_capacity(meeting.called.agenda.len());
    for (n, item) in (1..).zip(&meeting.called.agenda) {
        tallies.extend(tally(form, n, item.columns()));
    }
    let seen = form.seen(0);
    let on = form.fields().get("on").and_then(|on| on.parse::<Date>().ok());
    if form.is_wrong() {
        return None;
    }
    Some(Entry {
        part,
        households: households?,
        here: here?,
        stood: stood?,
        marks,
        people: People { chair: chair?, secretary: secretary?, names },
        elected: elected?,
        tallies,
        key: String::new(),
        seen,
        on: on.unwrap_or(meeting.on),
    })
}

fn tally(form: &mut FormState, n: usize, columns: usize) -> Option<Tally> {
    let vote = form.choice(&format!("vote{n}"), Vote::WORDS);
    let votes: Vec<Option<u32>> =
        (1..=columns).map(|column| number(form, &format!("v{n}_{column}"))).collect();
    let against = maybe(form, &format!("against{n}"));
    let silent = maybe(form, &format!("silent{n}"));
    let spoilt = maybe(form, &format!("spoilt{n}"));
    Some(Tally {
        vote: vote?,
        votes: votes.into_iter().collect::<Option<_>>()?,
        against: against?,
        silent: silent?,
        spoilt: spoilt?,
    })
}
