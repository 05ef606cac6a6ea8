//! From lists of single days to units with dated names.
//!
//! A list says what was on its day. Between two lists something changed on a day that the lists
//! do not tell, so a boundary is a span of days unless the law (or a typed row) gives the day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, date};

use super::names::{self, Name};
use super::packages::{Packages, Row};
use super::table::Typed;

type Failure = Box<dyn std::error::Error>;

/// A day that is known (`first` = `last`), a day between two days, or nothing at an open end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Span {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

impl Span {
    pub fn day(day: Date) -> Span {
        Span { first: Some(day), last: Some(day) }
    }
}

/// A unit: one code in one era, with the names it bore.
pub struct Unit {
    /// 63 (until 30 June 2025) or 34 (since).
    pub era: u8,
    pub code: String,
    pub versions: Vec<Version>,
}

impl Unit {
    pub fn id(&self) -> String {
        format!("{}-{}", self.era, self.code)
    }
}

/// A name, type and parent for a time. `to` is the last day.
pub struct Version {
    pub name: Name,
    pub parent: String,
    pub from: Span,
    pub to: Span,
    /// Other spellings found, where a search would miss them.
    pub also: Vec<String>,
}

/// The day on which the two-tier order began.
pub fn reform() -> Date {
    date(2025, 7, 1)
}

/// All units of both eras, sorted by era and code.
pub fn build(packages: &Packages, typed: &Typed) -> Result<Vec<Unit>, Failure> {
    let mut units = Vec::new();
    let misplaced: BTreeSet<&str> = typed.history.iter().map(|r| r["code"].as_str()).collect();
    for level in [2, 3, 5] {
        units.extend(before(packages, level, &misplaced)?);
    }
    for row in &typed.history {
        if !units.iter().any(|u| u.code == row["code"]) {
            units.push(ended_early(row)?);
        }
    }
    units.extend(after(packages, typed)?);
    for change in &typed.changes {
        apply(&mut units, change)?;
    }
    units.sort_by(|a, b| (a.era, a.code.len(), &a.code).cmp(&(b.era, b.code.len(), &b.code)));
    Ok(units)
}

/// One observation: a list's day (its index) and what it says.
type Seen = BTreeMap<String, Vec<(usize, Name, String)>>;

fn before(
    packages: &Packages,
    level: usize,
    misplaced: &BTreeSet<&str>,
) -> Result<Vec<Unit>, Failure> {
    let mut days: Vec<Date> = packages.lists.iter().map(|l| l.date).collect();
    days.push(reform().yesterday()?);
    let newest = packages.lists.len() - 1;
    let mut seen = Seen::new();
    for (i, list) in packages.lists.iter().enumerate() {
        let rows = match level {
            2 => &list.provinces,
            3 => &list.districts,
            _ => &list.communes,
        };
        for row in rows {
            // The newest list revives some units that ended years before: typed rows say so.
            if !(i == newest && misplaced.contains(row.code.as_str())) {
                observe(&mut seen, i, row, level)?;
            }
        }
    }
    for row in eve(packages, level) {
        observe(&mut seen, days.len() - 1, &row, level)?;
    }
    if level == 3 {
        seen_from_the_start(packages, &mut seen);
    }
    let former = former_names(packages);
    Ok(seen
        .into_iter()
        .map(|(code, found)| {
            let taken_in = former.get(code.as_str()).cloned().unwrap_or_default();
            unit(code, &found, &days, &taken_in)
        })
        .collect())
}

/// Names that a unit bore or took in, as the package joins them, by its code.
fn former_names(packages: &Packages) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for b in &packages.before {
        found.entry(&b.code).or_default().extend(b.former.iter().map(String::as_str));
        let district = found.entry(&b.district).or_default();
        district.extend(b.district_former.iter().map(String::as_str));
    }
    found
}

/// The oldest list leaves out districts without communes, which were there all the same.
fn seen_from_the_start(packages: &Packages, seen: &mut Seen) {
    for b in packages.before.iter().filter(|b| b.code.is_empty()) {
        if let Some(found) = seen.get_mut(&b.district)
            && let Some((1, name, parent)) = found.first().cloned()
        {
            found.insert(0, (0, name, parent));
        }
    }
}

fn observe(seen: &mut Seen, day: usize, row: &Row, level: usize) -> Result<(), Failure> {
    let name = names::parse(&row.name, level)?;
    seen.entry(row.code.clone()).or_default().push((day, name, row.parent.clone()));
    Ok(())
}

/// The tree on 30 June 2025.
fn eve(packages: &Packages, level: usize) -> Vec<Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for b in &packages.before {
        let (code, name, parent) = match level {
            2 => (&b.province, &b.province_name, ""),
            3 => (&b.district, &b.district_name, b.province.as_str()),
            _ => (&b.code, &b.name, b.district.as_str()),
        };
        if !code.is_empty() {
            let row = Row { code: code.clone(), name: name.clone(), parent: parent.to_owned() };
            rows.insert(code, row);
        }
    }
    rows.into_values().collect()
}

fn unit(
    code: String,
    found: &[(usize, Name, String)],
    days: &[Date],
    taken_in: &BTreeSet<&str>,
) -> Unit {
    let mut versions: Vec<Version> = Vec::new();
    let mut last_seen = 0;
    for (day, name, parent) in found {
        let continues = versions.last().is_some_and(|v| {
            last_seen + 1 == *day
                && v.name.kind == name.kind
                && v.parent == *parent
                && one_name(&v.name.bare, &name.bare, taken_in)
        });
        match versions.last_mut() {
            Some(version) if continues => respell(version, name),
            _ => versions.push(Version {
                name: name.clone(),
                parent: parent.clone(),
                from: boundary(*day, days),
                to: Span::default(),
                also: Vec::new(),
            }),
        }
        last_seen = *day;
        if let Some(version) = versions.last_mut() {
            version.to = end(*day, days);
        }
    }
    Unit { era: 63, code, versions }
}

/// Two spellings of one name, unless the package says that the older one was a name of its own.
fn one_name(old: &str, new: &str, taken_in: &BTreeSet<&str>) -> bool {
    names::skeleton(old) == names::skeleton(new)
        || (names::close(old, new) && !taken_in.contains(names::joined(old).as_str()))
}

/// The newest spelling stands, unless it only lost the dash; a spelling that folds otherwise is
/// kept for searching.
fn respell(version: &mut Version, name: &Name) {
    let old = version.name.bare.clone();
    if old.contains(" - ") && names::skeleton(&old) == names::skeleton(&name.bare) {
        return;
    }
    version.name = name.clone();
    if names::joined(&old) != names::joined(&name.bare) {
        version.also.push(old);
    }
}

/// First day of what a list shows and the one before did not.
fn boundary(day: usize, days: &[Date]) -> Span {
    match day.checked_sub(1) {
        None => Span::default(),
        Some(earlier) => Span { first: days[earlier].tomorrow().ok(), last: Some(days[day]) },
    }
}

/// Last day of what a list shows and the next one does not.
fn end(day: usize, days: &[Date]) -> Span {
    match days.get(day + 1) {
        None => Span::day(days[day]),
        Some(next) => Span { first: Some(days[day]), last: next.yesterday().ok() },
    }
}

fn ended_early(row: &super::table::Row) -> Result<Unit, Failure> {
    let last = row["to"].trim_start_matches("..").parse::<Date>()?;
    let version = Version {
        name: names::parse(&row["name"], 5)?,
        parent: row["parent"].clone(),
        from: Span::default(),
        to: Span { first: None, last: Some(last) },
        also: Vec::new(),
    };
    Ok(Unit { era: 63, code: row["code"].clone(), versions: vec![version] })
}

fn after(packages: &Packages, typed: &Typed) -> Result<Vec<Unit>, Failure> {
    let mut rows: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for a in &packages.after {
        rows.insert(&a.province, (&a.province_name, ""));
        rows.insert(&a.code, (&a.name, &a.province));
    }
    for row in &typed.codes {
        let code = row["unit"].trim_start_matches("34-");
        if !rows.contains_key(code) {
            return Err(format!("codes.tsv: no unit {} in the packages", row["unit"]).into());
        }
    }
    rows.into_iter()
        .map(|(code, (name, parent))| {
            let version = Version {
                name: names::parse(name, code.len())?,
                parent: parent.to_owned(),
                from: Span::day(reform()),
                to: Span::default(),
                also: Vec::new(),
            };
            Ok(Unit { era: 34, code: code.to_owned(), versions: vec![version] })
        })
        .collect()
}

/// A dated change: splits the version it falls into, or gives its day to a boundary that the
/// lists left open.
fn apply(units: &mut [Unit], change: &super::table::Row) -> Result<(), Failure> {
    let day: Date = change["from"].parse()?;
    let unit = units
        .iter_mut()
        .find(|u| u.id() == change["unit"])
        .ok_or_else(|| format!("changes.tsv: no unit {}", change["unit"]))?;
    let name = names::parse(&change["name"], unit.code.len())?;
    let eve = day.checked_sub(1.day())?;
    if let Some(i) = unit.versions.iter().position(|v| v.name == name) {
        unit.versions[i].from = Span::day(day);
        if let Some(earlier) = i.checked_sub(1) {
            unit.versions[earlier].to = Span::day(eve);
        }
        return Ok(());
    }
    let last = unit.versions.last_mut().ok_or("a unit without a version")?;
    let next = Version {
        name,
        parent: last.parent.clone(),
        from: Span::day(day),
        to: last.to,
        also: Vec::new(),
    };
    last.to = Span::day(eve);
    unit.versions.push(next);
    Ok(())
}
