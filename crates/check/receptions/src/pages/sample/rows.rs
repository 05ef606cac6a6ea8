//! Rows of a month's calendar and of a register, for the samples.

use jiff::civil::Date;

use super::{TODAY, UNIT, at, day, id};
use crate::store::{Entry, Line};

fn line(on: Date, state: &str, presence: &str, why: &str) -> Line {
    Line {
        stream: format!("reception/{UNIT}-{}-0800-head-chair", on.strftime("%Y%m%d")),
        sort: "head".into(),
        host: "chair".into(),
        form: "onsite".into(),
        on,
        from: 480,
        until: 690,
        state: state.into(),
        presence: presence.into(),
        stand_in: if presence == "replaced" { "deputy".into() } else { String::new() },
        why: why.into(),
        version: 2,
        ..Line::default()
    }
}

pub(super) fn lines() -> Vec<Line> {
    let regular = Line {
        sort: "regular".into(),
        host: "office".into(),
        ..line(day(3, 11), "planned", "", "")
    };
    let party = Line { host: "party".into(), ..line(day(3, 12), "planned", "", "") };
    vec![
        line(day(3, 3), "closed", "in_person", ""),
        line(day(3, 5), "closed", "replaced", "meeting"),
        line(day(3, 10), "open", "in_person", ""),
        regular,
        party,
        line(day(3, 17), "planned", "", ""),
        line(day(3, 24), "cancelled", "", "disaster"),
    ]
}

pub(super) fn entries() -> Vec<Entry> {
    let one = |n: u8, state: &str, no: i64, kind: &str, persons: i64| Entry {
        stream: format!("visit/{}", id(n)),
        on: TODAY,
        way: "desk".into(),
        arrived_at: (state != "booked").then(|| at(TODAY, 8)),
        state: state.into(),
        seq: if no == 0 { 0 } else { crate::meaning::seq(2026, no) },
        year: 2026,
        no,
        kind: kind.into(),
        matter: if no == 0 { String::new() } else { "water".into() },
        persons,
        turn: no > 0,
        first: no > 0,
        group: persons >= 5,
        speakers: if persons >= 5 { 2 } else { 0 },
        competence: if no == 0 { String::new() } else { "own".into() },
        ..Entry::default()
    };
    let answered = Entry {
        answer: "passed".into(),
        answered_on: Some(day(3, 10)),
        petition: "TT-4176-28".into(),
        first: false,
        ..one(4, "answered", 10, "complaint", 1)
    };
    let owed = Entry { due: Some(day(3, 24)), ..one(5, "received", 11, "feedback", 12) };
    let late =
        Entry { due: Some(day(3, 9)), on: day(2, 23), ..one(6, "received", 9, "feedback", 1) };
    vec![
        answered,
        owed,
        late,
        one(7, "aside", 12, "denunciation", 2),
        one(8, "waiting", 0, "", 1),
        one(9, "booked", 0, "feedback", 3),
    ]
}
