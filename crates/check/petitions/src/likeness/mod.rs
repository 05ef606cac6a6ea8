//! How likely it is that two letters are about one matter: points from a published table, and a
//! reason in words for each. Pure; it links nothing, an officer does.
//!
//! What is compared is the letters: place, time, matter, words. Nothing about their writers earns
//! a point, and no list by person can come of it.

pub mod find;
pub mod store;

use std::sync::LazyLock;

use jiff::Timestamp;
use kernel::sketch::Pairs;
use serde::Deserialize;

use crate::desk::Spot;
use crate::facts::Cell;

/// What two letters are compared by. What is not known earns no points.
#[derive(Clone, Debug)]
pub struct Letter {
    /// When it came.
    pub at: Timestamp,
    /// When the office's part ended; `None` while it is open.
    pub ended: Option<Timestamp>,
    /// The matter.
    pub matter: String,
    /// The village's code, or empty.
    pub village: String,
    /// The exact point.
    pub spot: Option<Spot>,
    /// The square around it, when the point itself is gone.
    pub cell: Option<Cell>,
    /// Its words.
    pub words: Pairs,
    /// Its code.
    pub code: String,
    /// The codes of other letters that its words name.
    pub names: Vec<String>,
}

/// One reason why two letters may belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The later one names the code of the earlier one.
    Named,
    /// So many metres apart.
    Metres(u32),
    /// In the same square of the map, or the next.
    Cell,
    /// In the same village.
    Village,
    /// So many hours apart.
    Hours(u32),
    /// The earlier one was open when the later one came.
    Open,
    /// The earlier one had ended so many hours before.
    Ended(u32),
    /// The same matter.
    Matter,
    /// The words are alike in so many percent.
    Words(u8),
}

/// What a comparison gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness {
    /// Points, by [`TABLE`].
    pub points: u32,
    /// Each thing that earned some, in the order in which a reader is told.
    pub reasons: Vec<Reason>,
}

#[derive(Debug, Deserialize)]
struct Within {
    most: f64,
    points: u32,
}

#[derive(Debug, Deserialize)]
struct From {
    least: u8,
    points: u32,
}

#[derive(Debug, Deserialize)]
struct Ended {
    open: u32,
    most: f64,
    points: u32,
}

/// The table of points: `points.toml`.
#[derive(Debug, Deserialize)]
pub struct Points {
    /// From so many points on a pair is shown.
    pub shown: u32,
    /// From so many on it is called likely.
    pub likely: u32,
    named: u32,
    matter: u32,
    cell: u32,
    village: u32,
    metres: Vec<Within>,
    hours: Vec<Within>,
    ended: Ended,
    words: Vec<From>,
}

/// The points in force.
pub static TABLE: LazyLock<Points> = LazyLock::new(|| {
    let text = include_str!("points.toml");
    // A test reads it too: a table that cannot be read never leaves the house.
    toml::from_str(text).unwrap_or_else(|error| unreachable!("points.toml: {error}"))
});

impl Points {
    /// How likely it is that `later` is about the matter of `earlier`. With the two in the other
    /// order it says the same.
    pub fn compare(&self, earlier: &Letter, later: &Letter) -> Likeness {
        let (earlier, later) =
            if earlier.at <= later.at { (earlier, later) } else { (later, earlier) };
        let mut found = Likeness::default();
        let place = self.place(earlier, later);
        let words = earlier.words.alike(&later.words);
        let text = self.words.iter().find(|step| words >= step.least);
        let named = earlier.is_named_by(later) || later.is_named_by(earlier);
        // Letters of one office always share its time and often its matter. Without a reference, a
        // place or words in common that says nothing.
        if !named && place.is_none() && text.is_none() {
            return found;
        }
        found.earn(named.then_some((self.named, Reason::Named)));
        found.earn(place);
        found.earn(self.time(earlier, later));
        found.earn(self.open(earlier, later));
        if earlier.matter == later.matter {
            found.earn(Some((self.matter, Reason::Matter)));
        }
        found.earn(text.map(|step| (step.points, Reason::Words(words))));
        found
    }

    fn place(&self, a: &Letter, b: &Letter) -> Option<(u32, Reason)> {
        if let (Some(one), Some(other)) = (a.spot, b.spot) {
            let apart = metres(one, other);
            let step = self.metres.iter().find(|step| apart <= step.most);
            return step.map(|step| (step.points, Reason::Metres(apart.round() as u32)));
        }
        if let (Some(one), Some(other)) = (a.cell, b.cell)
            && one.lat.abs_diff(other.lat) <= 1
            && one.lon.abs_diff(other.lon) <= 1
        {
            return Some((self.cell, Reason::Cell));
        }
        let same = !a.village.is_empty() && a.village == b.village;
        same.then_some((self.village, Reason::Village))
    }

    fn time(&self, earlier: &Letter, later: &Letter) -> Option<(u32, Reason)> {
        let apart = hours(earlier.at, later.at);
        let step = self.hours.iter().find(|step| apart <= step.most);
        step.map(|step| (step.points, Reason::Hours(apart.round() as u32)))
    }

    fn open(&self, earlier: &Letter, later: &Letter) -> Option<(u32, Reason)> {
        let Some(ended) = earlier.ended.filter(|ended| *ended < later.at) else {
            return Some((self.ended.open, Reason::Open));
        };
        let since = hours(ended, later.at);
        let recent = since <= self.ended.most;
        recent.then_some((self.ended.points, Reason::Ended(since.round() as u32)))
    }
}

impl Letter {
    fn is_named_by(&self, other: &Self) -> bool {
        !self.code.is_empty() && other.names.contains(&self.code)
    }
}

impl Likeness {
    fn earn(&mut self, what: Option<(u32, Reason)>) {
        if let Some((points, reason)) = what {
            self.points += points;
            self.reasons.push(reason);
        }
    }

    /// Whether an officer is shown it at all.
    pub fn is_shown(&self) -> bool {
        self.points >= TABLE.shown
    }

    /// Whether it is likely rather than possible.
    pub fn is_likely(&self) -> bool {
        self.points >= TABLE.likely
    }
}

fn hours(from: Timestamp, to: Timestamp) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}

/// Metres between two points not far from each other, on a sphere.
fn metres(a: Spot, b: Spot) -> f64 {
    const DEGREE: f64 = 111_195.0;
    let north = (a.lat - b.lat) * DEGREE;
    let east = (a.lon - b.lon) * DEGREE * a.lat.to_radians().cos();
    north.hypot(east)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan as _;

    fn letter(hour: i64, lat: f64, words: &str) -> Letter {
        Letter {
            at: Timestamp::UNIX_EPOCH + hour.hours(),
            ended: None,
            matter: "roads".into(),
            village: String::new(),
            spot: Some(Spot { lat, lon: 106.7 }),
            cell: None,
            words: Pairs::of(words),
            code: format!("TT-{hour}"),
            names: Vec::new(),
        }
    }

    #[test]
    fn same_place_within_three_days_is_likely_and_says_why() {
        let found = TABLE.compare(&letter(0, 10.8, ""), &letter(70, 10.80001, ""));
        assert!(found.is_likely());
        let why = [Reason::Metres(1), Reason::Hours(70), Reason::Open, Reason::Matter];
        assert_eq!(found.reasons, why);
    }

    #[test]
    fn the_order_of_the_two_does_not_matter() {
        let (mut a, b) = (letter(0, 10.8, "một hai ba"), letter(30, 10.8005, "một hai bốn"));
        a.ended = Some(a.at + 20.hours());
        assert_eq!(TABLE.compare(&a, &b), TABLE.compare(&b, &a));
        assert!(TABLE.compare(&a, &b).reasons.contains(&Reason::Ended(10)));
    }

    #[test]
    fn time_and_matter_alone_say_nothing() {
        let far = TABLE.compare(&letter(0, 10.8, "cống hỏng"), &letter(1, 10.9, "đèn tắt rồi"));
        assert_eq!(far, Likeness::default());
    }

    #[test]
    fn the_same_words_from_elsewhere_are_shown() {
        let text = "Đề nghị xã cho biết bao giờ sửa cầu treo để các cháu đi học được an toàn";
        let mut a = letter(0, 10.8, text);
        let mut b = letter(500, 11.3, &format!("{text}. Hộ ông Mẫu"));
        (a.matter, b.matter) = ("roads".into(), "school".into());
        let found = TABLE.compare(&a, &b);
        assert!(found.is_shown(), "{found:?}");
        assert!(found.reasons.iter().any(|why| matches!(why, Reason::Words(80..))));
    }

    #[test]
    fn an_earlier_code_that_the_writer_names_is_likely_alone() {
        let a = letter(0, 10.8, "cống hỏng");
        let mut b = letter(5_000, 10.9, "xin hỏi lại");
        b.matter = "school".into();
        assert_eq!(TABLE.compare(&a, &b), Likeness::default());
        b.names = vec!["TT-7".into(), a.code.clone()];
        for found in [TABLE.compare(&a, &b), TABLE.compare(&b, &a)] {
            assert_eq!(found.reasons[0], Reason::Named);
            assert!(found.is_likely(), "{found:?}");
        }
    }

    #[test]
    fn what_is_not_known_earns_nothing() {
        let mut a = letter(0, 10.8, "");
        let mut b = letter(1, 10.8, "");
        (a.spot, b.spot) = (None, None);
        assert_eq!(TABLE.compare(&a, &b).points, 0);
        let cell = Cell { lat: 10_800, lon: 106_700 };
        (a.cell, b.cell) = (Some(cell), Some(Cell { lat: 10_801, ..cell }));
        assert_eq!(TABLE.compare(&a, &b).reasons[0], Reason::Cell);
    }
}
