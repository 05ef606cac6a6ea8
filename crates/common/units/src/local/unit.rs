//! A unit that an operator added: what it is now, and what may be done to it. Pure.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use kernel::{Refusal, text};
use serde::{Deserialize, Serialize};
use store::Stream;

use super::facts::Event;

/// The most characters of a name.
pub const MOST_NAME: usize = 120;
/// The most units that are added at once.
pub const MOST_AT_ONCE: usize = 200;

/// What sort of unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Thôn, tổ dân phố and their local names: ấp, bản, buôn, khu phố …
    Village,
    /// A place that people name when they say where: chợ, trường, nhà văn hóa, cây cầu …
    Landmark,
    /// A part of the authority: văn phòng, phòng.
    Office,
    /// A body beside the authority: school, health station, association.
    Organisation,
    /// An enterprise or cooperative.
    Enterprise,
}

impl Kind {
    /// All, in the order in which pages show them.
    pub const ALL: [Kind; 5] =
        [Self::Village, Self::Landmark, Self::Office, Self::Organisation, Self::Enterprise];

    /// Whether it can be where something is: what a resident and the desk choose from.
    pub fn is_place(self) -> bool {
        matches!(self, Self::Village | Self::Landmark)
    }

    /// As facts, rows and forms name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Village => "village",
            Self::Landmark => "landmark",
            Self::Office => "office",
            Self::Organisation => "organisation",
            Self::Enterprise => "enterprise",
        }
    }

    /// The key of its words on the screen.
    pub fn key(self) -> &'static str {
        match self {
            Self::Village => "unit-kind-village",
            Self::Landmark => "unit-kind-landmark",
            Self::Office => "unit-kind-office",
            Self::Organisation => "unit-kind-organisation",
            Self::Enterprise => "unit-kind-enterprise",
        }
    }
}

/// What villages are called in one part of the country or another; written small in a sentence.
const WORDS: [&str; 16] = [
    "Thôn",
    "Tổ dân phố",
    "Tổ",
    "Xóm",
    "Ấp",
    "Bản",
    "Buôn",
    "Bon",
    "Làng",
    "Plei",
    "Phum",
    "Sóc",
    "Khóm",
    "Khu phố",
    "Khối phố",
    "Khu",
];

/// A village's name inside a sentence: "Thôn Gò Dài" becomes "thôn Gò Dài"; a name that begins
/// with no word for a village stays as it is.
pub fn inside(name: &str) -> String {
    let word = WORDS.iter().find(|word| {
        name.strip_prefix(**word).is_some_and(|rest| rest.starts_with(char::is_whitespace))
    });
    match word.and_then(|word| word.chars().next()) {
        Some(first) => first.to_lowercase().chain(name.chars().skip(1)).collect(),
        None => name.to_owned(),
    }
}

impl FromStr for Kind {
    type Err = NoSuchKind;

    fn from_str(word: &str) -> Result<Self, NoSuchKind> {
        Self::ALL.into_iter().find(|kind| kind.word() == word).ok_or(NoSuchKind)
    }
}

/// There is no kind of unit of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoSuchKind;

impl fmt::Display for NoSuchKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is no kind of unit of this name")
    }
}

/// A unit as its facts made it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LocalUnit {
    /// Its code: the parent's, a hyphen, its number there.
    pub code: String,
    /// The code of the unit of the gazetteer that it stands under.
    pub parent: String,
    /// Its number under its parent, from 1.
    pub seq: i64,
    /// What sort it is.
    pub kind: Kind,
    /// Its name with its type, as written: "Thôn Bến Cồn".
    pub name: String,
    /// The names it bore before, oldest first.
    pub former: Vec<String>,
    /// Its first day.
    pub from: Date,
    /// The first day of its name.
    pub name_from: Date,
    /// The first day on which it is no more.
    pub until: Option<Date>,
    /// The codes of the units that came after it.
    pub successors: Vec<String>,
}

impl LocalUnit {
    /// The unit after all records; `None` when the stream is empty.
    ///
    /// # Errors
    /// When a record cannot be read, or the first one does not add the unit.
    pub fn replay(stream: &Stream) -> store::Result<Option<Self>> {
        let Some(first) = stream.records.first() else { return Ok(None) };
        let wrong = |what| store::StoreError::inconsistent("journal", first.name(), what);
        let Event::Added { code, kind, name, parent, from } = Event::read(first)? else {
            return Err(wrong("the first fact of a unit must add it"));
        };
        let seq = number(&code).ok_or_else(|| wrong("its code ends in no number"))?;
        let (former, successors) = (Vec::new(), Vec::new());
        let mut unit = Self {
            code,
            parent,
            seq,
            kind,
            name,
            former,
            from,
            name_from: from,
            until: None,
            successors,
        };
        for record in &stream.records[1..] {
            unit.apply(Event::read(record)?);
        }
        Ok(Some(unit))
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::Added { .. } => {}
            Event::Renamed { name, from } => {
                let old = std::mem::replace(&mut self.name, name);
                // From the same day on: the old one was a slip of the pen, not a name.
                if from > self.name_from {
                    self.former.push(old);
                }
                self.name_from = from;
            }
            Event::Ended { on, successors } => {
                self.until = Some(on);
                self.successors = successors;
            }
        }
    }

    /// Whether it exists on a day.
    pub fn is_current(&self, on: Date) -> bool {
        self.from <= on && !self.is_over(on)
    }

    /// Whether it exists no more on a day.
    pub fn is_over(&self, on: Date) -> bool {
        self.until.is_some_and(|until| until <= on)
    }

    /// Where it stands in a list: kinds in their order, names as in a Vietnamese dictionary.
    pub fn order(&self) -> (Kind, String, i64) {
        (self.kind, text::sort_key(&self.name), self.seq)
    }

    /// What follows from a new name, or why not. `beside` are all units under the same parent.
    ///
    /// # Errors
    /// A refusal for the field `name` or `from`, or because the unit has ended.
    pub fn rename(
        &self,
        name: &str,
        from: Date,
        today: Date,
        beside: &[LocalUnit],
    ) -> Result<Event, Refusal> {
        self.still_there()?;
        let name = clean_name(name)?;
        if name == self.name {
            return Err(Refusal::invalid("name", "unit-name-same"));
        }
        if from < self.name_from {
            return Err(
                Refusal::invalid("from", "unit-rename-early").with("date", shown(self.name_from))
            );
        }
        if from > today {
            return Err(Refusal::invalid("from", "unit-rename-ahead"));
        }
        let others = beside.iter().filter(|other| other.code != self.code);
        free(&name, self.kind, from, others)?;
        Ok(Event::Renamed { name, from })
    }

    /// What follows from an end, or why not. `on` is the first day without the unit; `beside` are
    /// all units under the same parent, `successors` codes of some of them.
    ///
    /// # Errors
    /// A refusal for the field `on` or `into`, or because the unit has ended.
    pub fn end(
        &self,
        on: Date,
        successors: &[String],
        beside: &[LocalUnit],
    ) -> Result<Event, Refusal> {
        self.still_there()?;
        if on < self.name_from {
            return Err(
                Refusal::invalid("on", "unit-end-early").with("date", shown(self.name_from))
            );
        }
        for code in successors {
            let is_there = |other: &LocalUnit| {
                other.code == *code
                    && other.code != self.code
                    && other.kind == self.kind
                    && other.is_current(on)
            };
            if !beside.iter().any(is_there) {
                return Err(Refusal::invalid("into", "unit-successor-none").with("unit", code));
            }
        }
        let mut successors = successors.to_vec();
        successors.sort();
        successors.dedup();
        Ok(Event::Ended { on, successors })
    }

    fn still_there(&self) -> Result<(), Refusal> {
        match self.until {
            Some(until) => Err(Refusal::conflict("unit-ended")
                .with("unit", &self.name)
                .with("date", shown(until))),
            None => Ok(()),
        }
    }
}

/// What follows from new names under a parent, or why not: one unit a name, numbered on from the
/// last one. `beside` are all units that were ever added there.
///
/// # Errors
/// A refusal for the field `name`.
pub fn add(
    parent: &str,
    kind: Kind,
    names: &[String],
    from: Date,
    beside: &[LocalUnit],
) -> Result<Vec<Event>, Refusal> {
    if names.is_empty() {
        return Err(Refusal::invalid("name", "unit-name-missing"));
    }
    if names.len() > MOST_AT_ONCE {
        return Err(Refusal::invalid("name", "unit-names-many").with("max", MOST_AT_ONCE));
    }
    let last = beside.iter().map(|unit| unit.seq).max().unwrap_or(0);
    let mut events = Vec::with_capacity(names.len());
    let mut seen = std::collections::BTreeSet::new();
    for (n, name) in (last + 1..).zip(names) {
        let name = clean_name(name)?;
        free(&name, kind, from, beside.iter())?;
        if !seen.insert(alike(&name)) {
            return Err(Refusal::invalid("name", "unit-name-twice").with("name", name));
        }
        let (code, parent) = (format!("{parent}-{n:02}"), parent.to_owned());
        events.push(Event::Added { code, kind, name, parent, from });
    }
    Ok(events)
}

/// A name as it is kept: composed, on one line, single spaces.
fn clean_name(typed: &str) -> Result<String, Refusal> {
    let clean = text::clean(typed).text;
    let name = clean.split_whitespace().collect::<Vec<_>>().join(" ");
    if text::syllables(&name).is_empty() {
        return Err(Refusal::invalid("name", "unit-name-missing"));
    }
    if name.chars().count() > MOST_NAME {
        let refusal = Refusal::invalid("name", "unit-name-long").with("max", MOST_NAME);
        return Err(refusal.with("name", name.chars().take(40).collect::<String>()));
    }
    Ok(name)
}

/// Whether nobody of the kind bears a name that reads alike, from a day on.
fn free<'a>(
    name: &str,
    kind: Kind,
    from: Date,
    mut others: impl Iterator<Item = &'a LocalUnit>,
) -> Result<(), Refusal> {
    let wanted = alike(name);
    let bears = |other: &&LocalUnit| {
        other.kind == kind && !other.is_over(from) && alike(&other.name) == wanted
    };
    match others.find(bears) {
        Some(other) => Err(Refusal::invalid("name", "unit-name-taken")
            .with("name", name)
            .with("other", &other.name)),
        None => Ok(()),
    }
}

/// What two names have in common that read alike without marks and signs.
fn alike(name: &str) -> String {
    text::syllables(name).join(" ")
}

/// The number at the end of a code.
fn number(code: &str) -> Option<i64> {
    code.rsplit_once('-')?.1.parse().ok()
}

/// A date in a sentence.
fn shown(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn unit(seq: i64, name: &str) -> LocalUnit {
        LocalUnit {
            code: format!("20836-{seq:02}"),
            parent: "20836".into(),
            seq,
            kind: Kind::Village,
            name: name.into(),
            former: Vec::new(),
            from: date(2026, 1, 1),
            name_from: date(2026, 1, 1),
            until: None,
            successors: Vec::new(),
        }
    }

    fn codes(events: &[Event]) -> Vec<&str> {
        events
            .iter()
            .map(|event| match event {
                Event::Added { code, .. } => code.as_str(),
                _ => "",
            })
            .collect()
    }

    fn try_add(names: &[&str], beside: &[LocalUnit]) -> Result<Vec<Event>, &'static str> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        add("20836", Kind::Village, &names, date(2026, 3, 1), beside).map_err(|r| r.code)
    }

    #[test]
    fn a_village_is_written_small_inside_a_sentence() {
        for (name, inside) in [
            ("Thôn Gò Dài", "thôn Gò Dài"),
            ("Tổ dân phố số 4", "tổ dân phố số 4"),
            ("Ấp 3", "ấp 3"),
            ("Bến Cồn", "Bến Cồn"),
            ("Thôngnôi", "Thôngnôi"),
            ("Bản", "Bản"),
        ] {
            assert_eq!(super::inside(name), inside);
        }
    }

    #[test]
    fn codes_go_on_after_the_last_and_are_not_given_again() {
        let mut gone = unit(7, "Thôn Cũ");
        gone.until = Some(date(2026, 2, 1));
        let events = try_add(&["Thôn Gò Dài", "Thôn  Cu\u{303} "], &[unit(3, "Thôn 1"), gone]);
        let events = events.unwrap();
        assert_eq!(codes(&events), ["20836-08", "20836-09"]);
        let Event::Added { name, .. } = &events[1] else { panic!("an added unit") };
        assert_eq!(name, "Thôn Cũ", "composed, single spaces; the old one is over");
        assert_eq!(codes(&try_add(&["A"], &[unit(99, "B")]).unwrap()), ["20836-100"]);
    }

    #[test]
    fn names_that_read_alike_are_refused() {
        let beside = [unit(1, "Thôn Bến Cồn")];
        assert_eq!(try_add(&["thon ben con"], &beside), Err("unit-name-taken"));
        assert_eq!(try_add(&["Thôn Gò Dài", "THÔN GÒ-DÀI"], &beside), Err("unit-name-twice"));
        assert_eq!(try_add(&[], &beside), Err("unit-name-missing"));
        assert_eq!(try_add(&[" . "], &beside), Err("unit-name-missing"));
        assert_eq!(try_add(&["ạ".repeat(121).as_str()], &beside), Err("unit-name-long"));
        assert!(try_add(&["ạ".repeat(120).as_str()], &beside).is_ok());
        let many: Vec<String> = (0..=MOST_AT_ONCE).map(|n| format!("Thôn {n}")).collect();
        let refused = add("20836", Kind::Village, &many, date(2026, 3, 1), &[]).unwrap_err();
        assert_eq!(refused.code, "unit-names-many");
        let office =
            add("20836", Kind::Office, &["Thôn Bến Cồn".into()], date(2026, 3, 1), &beside);
        assert!(office.is_ok(), "another kind may bear the name");
    }

    #[test]
    fn a_name_has_its_days() {
        let (today, one) = (date(2026, 3, 1), unit(1, "Thôn Một"));
        let beside = [one.clone(), unit(2, "Thôn Hai")];
        let rename = |name, from| one.rename(name, from, today, &beside).map_err(|r| r.code);
        assert_eq!(rename("Thôn Một", today), Err("unit-name-same"));
        assert_eq!(rename("Thôn Hai", today), Err("unit-name-taken"));
        assert_eq!(rename("Thôn Ba", date(2025, 12, 31)), Err("unit-rename-early"));
        assert_eq!(rename("Thôn Ba", date(2026, 3, 2)), Err("unit-rename-ahead"));
        let mut unit = one.clone();
        unit.apply(rename("Thôn Mốt", date(2026, 1, 1)).unwrap());
        assert!(unit.former.is_empty(), "a slip of the pen is no former name");
        unit.apply(unit.rename("Thôn Ba", today, today, &beside).unwrap());
        assert_eq!(
            (unit.name.as_str(), unit.former.as_slice()),
            ("Thôn Ba", &["Thôn Mốt".into()][..])
        );
    }

    #[test]
    fn an_end_has_a_day_and_goes_into_what_is_there() {
        let (on, mut one) = (date(2026, 4, 1), unit(1, "Thôn Một"));
        let mut later = unit(3, "Thôn Mới");
        later.from = on;
        let mut office = unit(4, "Phòng Kinh tế");
        office.kind = Kind::Office;
        let mut gone = unit(5, "Thôn Cũ");
        gone.until = Some(on);
        let beside = [one.clone(), unit(2, "Thôn Hai"), later, office, gone];
        let end = |on, into: &[&str]| {
            let into: Vec<String> = into.iter().map(|code| (*code).to_owned()).collect();
            one.end(on, &into, &beside).map_err(|r| r.code)
        };
        assert_eq!(end(date(2025, 12, 31), &[]), Err("unit-end-early"));
        for wrong in ["20836-01", "20836-04", "20836-05", "20836-09"] {
            assert_eq!(end(on, &[wrong]), Err("unit-successor-none"), "{wrong}");
        }
        let twice = end(on, &["20836-03", "20836-02", "20836-03"]).unwrap();
        let successors = vec!["20836-02".to_owned(), "20836-03".to_owned()];
        assert_eq!(twice, Event::Ended { on, successors });
        one.apply(twice);
        assert!(one.is_current(date(2026, 3, 31)) && !one.is_current(on));
        assert_eq!(one.end(on, &[], &beside).unwrap_err().code, "unit-ended");
        assert_eq!(one.rename("Thôn X", on, on, &beside).unwrap_err().code, "unit-ended");
    }
}
