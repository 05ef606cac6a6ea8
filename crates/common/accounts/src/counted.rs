//! What accounts count for in the statistics: posts that are held, and persons who hold one or more
//! of them at a unit. Counted as what began and what ended on each day, so that sums over days are
//! true: what is held after a day is all that began until then, less all that ended. Who holds
//! posts at two units is counted at each of them, and the words of the indicators say so. Training
//! is in no fact, so it is in no figure.

use std::collections::BTreeMap;

use counts::Indicator;
use counts::indicator::{Measure, none};
use jiff::civil::Date;
use kernel::civil_date;
use store::{Result, Stream, Sum};

use crate::facts::AccountFact;
use crate::posts::{Held, Post};

/// Posts, as they begin and as they end.
const POSTS: [&str; 2] = ["accounts.posts_begun", "accounts.posts_ended"];
/// Persons, from how many posts at one unit on: as they come to hold them, and as they no longer
/// do.
const PERSONS: [(i64, [&str; 2]); 2] = [
    (1, ["accounts.holders_begun", "accounts.holders_ended"]),
    (2, ["accounts.concurrent_begun", "accounts.concurrent_ended"]),
];

/// What this slice counts.
pub const INDICATORS: &[Indicator] = &[
    posts(POSTS[0]),
    posts(POSTS[1]),
    persons(PERSONS[0].1[0]),
    persons(PERSONS[0].1[1]),
    persons(PERSONS[1].1[0]),
    persons(PERSONS[1].1[1]),
];

const fn posts(id: &'static str) -> Indicator {
    Indicator::new(id, is_post, none).by("post", "").in_(Measure::Post)
}

const fn persons(id: &'static str) -> Indicator {
    Indicator::new(id, none, none).in_(Measure::Person)
}

fn is_post(word: &str) -> bool {
    word.parse::<Post>().is_ok()
}

/// A post as it was held, with the first day without it.
struct Time {
    held: Held,
    over: Option<Date>,
}

impl Time {
    fn is(&self, post: Post, unit: &str, from: Date) -> bool {
        self.held.post == post && self.held.unit == unit && self.held.from == from
    }

    fn end(&mut self, on: Date) {
        self.over = Some(self.over.map_or(on, |over| over.min(on)));
    }
}

/// When each post was held. What was ended before it began was not.
fn times(stream: &Stream) -> Result<Vec<Time>> {
    let mut all: Vec<Time> = Vec::new();
    for record in &stream.records {
        let on = civil_date(record.at);
        match AccountFact::read(record)? {
            AccountFact::PostGiven(held) => {
                // Given anew from the same day: then it is one post, which was never ended.
                all.retain(|time| !time.is(held.post, &held.unit, held.from));
                let over = held.until.and_then(|last| last.tomorrow().ok());
                all.push(Time { held, over });
            }
            AccountFact::PostEnded { post, unit, from } => {
                let same = all.iter_mut().filter(|time| time.is(post, &unit, from));
                same.for_each(|time| time.end(on));
            }
            AccountFact::Closed => all.iter_mut().for_each(|time| time.end(on)),
            _ => {}
        }
    }
    all.retain(|time| time.over.is_none_or(|over| time.held.from <= over));
    Ok(all)
}

/// What an account adds to sums.
///
/// # Errors
/// When a fact cannot be read.
pub(crate) fn sums(stream: &Stream) -> Result<Vec<Sum>> {
    let (all, mut sums) = (times(stream)?, Vec::new());
    // By how many posts more or fewer the person holds at a unit from a day on.
    let mut turns: BTreeMap<(&str, Date), i64> = BTreeMap::new();
    for Time { held, over } in &all {
        let (unit, post) = (held.unit.as_str(), held.post.code());
        let days = [(Some(held.from), POSTS[0], 1), (*over, POSTS[1], -1)];
        for (day, indicator, n) in days.into_iter().filter_map(|(day, id, n)| Some((day?, id, n))) {
            sums.push(counts::one(indicator, unit, day, post, ""));
            *turns.entry((unit, day)).or_default() += n;
        }
    }
    let (mut at, mut holds) = ("", 0);
    for ((unit, day), n) in turns {
        if unit != at {
            (at, holds) = (unit, 0);
        }
        for (least, [begun, ended]) in PERSONS {
            match (holds >= least, holds + n >= least) {
                (false, true) => sums.push(counts::one(begun, unit, day, "", "")),
                (true, false) => sums.push(counts::one(ended, unit, day, "", "")),
                _ => {}
            }
        }
        holds += n;
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use store::{Record, Value};

    use super::*;

    /// An account whose facts were recorded at noon of these days.
    fn account(facts: &[(Date, AccountFact)]) -> Stream {
        let mut stream = Stream::new("account/x");
        for (n, (on, fact)) in facts.iter().enumerate() {
            let fact = fact.write();
            let at = on.at(12, 0, 0, 0).in_tz("UTC").expect("a moment").timestamp();
            stream.records.push(Record {
                stream: stream.name.clone(),
                version: n as i64 + 1,
                kind: fact.kind.into(),
                form: fact.form,
                at,
                law: 1,
                actor: "system:test".into(),
                body: fact.body,
                hash: [0; 32],
            });
        }
        stream
    }

    fn given(post: Post, unit: &str, from: Date, until: Option<Date>) -> AccountFact {
        AccountFact::PostGiven(Held { post, unit: unit.into(), from, until })
    }

    /// What is held after a day by an indicator's two halves.
    fn held(sums: &[Sum], of: &str, unit: &str, day: Date) -> i64 {
        let sum = |half: &str| {
            let key = [Value::from(format!("accounts.{of}_{half}").as_str()), Value::from(unit)];
            let day = Value::from(day);
            let until = |other: &Value| match (other, &day) {
                (Value::Int(other), Value::Int(day)) => other <= day,
                _ => false,
            };
            let of = |sum: &&Sum| sum.key[..2] == key && until(&sum.key[2]);
            sums.iter().filter(of).map(|sum| sum.n).sum::<i64>()
        };
        sum("begun") - sum("ended")
    }

    #[test]
    fn posts_and_who_holds_more_than_one_are_told_for_every_day() {
        let (a, b) = ("20836", "20839");
        let day = |month, day| date(2026, month, day);
        let facts = [
            (day(1, 5), given(Post::Leader, a, day(1, 5), None)),
            (day(1, 5), given(Post::Jurist, a, day(2, 1), Some(day(3, 31)))),
            (day(1, 5), given(Post::Auditor, b, day(1, 5), None)),
            (day(1, 6), given(Post::Handler, a, day(6, 1), None)),
            // It never began.
            (
                day(5, 1),
                AccountFact::PostEnded { post: Post::Handler, unit: a.into(), from: day(6, 1) },
            ),
            (
                day(7, 1),
                AccountFact::PostEnded { post: Post::Leader, unit: a.into(), from: day(1, 5) },
            ),
            (day(8, 1), AccountFact::Closed),
        ];
        let sums = sums(&account(&facts)).expect("its facts are read");
        let on = |day| {
            let of = |of, unit| held(&sums, of, unit, day);
            let at_a = [of("posts", a), of("holders", a), of("concurrent", a)];
            (at_a, [of("posts", b), of("concurrent", b)])
        };
        assert_eq!(on(day(1, 4)), ([0, 0, 0], [0, 0]));
        assert_eq!(on(day(1, 5)), ([1, 1, 0], [1, 0]));
        assert_eq!(on(day(2, 1)), ([2, 1, 1], [1, 0]));
        assert_eq!(on(day(3, 31)), ([2, 1, 1], [1, 0]), "its last day counts");
        assert_eq!(on(day(4, 1)), ([1, 1, 0], [1, 0]));
        assert_eq!(on(day(6, 2)), ([1, 1, 0], [1, 0]));
        assert_eq!(on(day(7, 1)), ([0, 0, 0], [1, 0]));
        assert_eq!(on(day(8, 1)), ([0, 0, 0], [0, 0]), "a closed account holds nothing");
    }

    #[test]
    fn only_declared_words_are_counted() {
        let from = date(2026, 1, 5);
        let facts: Vec<(Date, AccountFact)> =
            Post::ALL.map(|post| (from, given(post, "20836", from, None))).to_vec();
        for sum in sums(&account(&facts)).expect("its facts are read") {
            let words: Vec<&str> = [0, 3, 4]
                .iter()
                .filter_map(|at| match &sum.key[*at] {
                    Value::Text(word) => Some(word.as_str()),
                    _ => None,
                })
                .collect();
            let one = INDICATORS.iter().find(|one| one.id == words[0]).expect("it is declared");
            assert!((one.kind)(words[1]) && (one.channel)(words[2]), "{words:?}");
        }
    }
}
