//! Which unit went where: the edges of 1 July 2025, and those of the years before as far as the
//! lists tell.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{Span, Unit, Version, reform};
use super::names;
use super::packages::Packages;
use super::table::Typed;

type Failure = Box<dyn std::error::Error>;

/// One edge from a unit that ended to a unit that took it in.
pub struct Edge {
    pub old: String,
    pub new: String,
    /// `full`, `partial`, or `unstated` where the source only names the old unit.
    pub share: String,
    /// First day of the new order.
    pub date: Span,
    /// `resolution:clause`, a resolution, or the kind of evidence: `former-name`, `same-name`,
    /// `communes-moved`, `typed`.
    pub ground: String,
}

/// All edges, sorted.
pub fn build(packages: &Packages, typed: &Typed, units: &[Unit]) -> Result<Vec<Edge>, Failure> {
    let mut edges = communes_2025(packages, typed)?;
    edges.extend(provinces_2025(packages, &edges)?);
    edges.extend(earlier(packages, typed, units));
    edges.sort_by(|a, b| (&a.old, &a.new).cmp(&(&b.old, &b.new)));
    Ok(edges)
}

fn communes_2025(packages: &Packages, typed: &Typed) -> Result<Vec<Edge>, Failure> {
    let old: BTreeMap<&str, &str> =
        packages.before.iter().map(|b| (b.key.as_str(), b.code.as_str())).collect();
    let new: BTreeMap<&str, &str> =
        packages.after.iter().map(|a| (a.key.as_str(), a.code.as_str())).collect();
    let decided: BTreeSet<&str> = typed.decisions.iter().map(|r| r["old_code"].as_str()).collect();
    let mut edges = Vec::new();
    for (old_key, new_key, share) in &packages.edges {
        let old_code = old.get(old_key.as_str()).ok_or_else(|| format!("no unit {old_key}"))?;
        let new_code = new.get(new_key.as_str()).ok_or_else(|| format!("no unit {new_key}"))?;
        if !old_code.is_empty() && !decided.contains(old_code) {
            edges.push(edge_2025(old_code, new_code, share, typed)?);
        }
    }
    for row in typed.decisions.iter().filter(|r| !r["new_code"].is_empty()) {
        let (old_code, new_code, share) = (&row["old_code"], &row["new_code"], &row["share"]);
        let mut edge = edge_2025(old_code, new_code, share, typed)?;
        edge.ground = format!("{}:{}", row["resolution"], row["clause"]);
        edges.push(edge);
    }
    Ok(edges)
}

fn edge_2025(old: &str, new: &str, share: &str, typed: &Typed) -> Result<Edge, Failure> {
    let (resolution, clause) =
        typed.clauses.get(new).ok_or_else(|| format!("clauses.tsv: no clause for {new}"))?;
    Ok(Edge {
        old: format!("63-{old}"),
        new: format!("34-{new}"),
        share: share.to_owned(),
        date: Span::day(reform()),
        ground: format!("{resolution}:{clause}"),
    })
}

/// A province went where its communes went; the resolution of the National Assembly moved
/// provinces whole.
fn provinces_2025(packages: &Packages, communes: &[Edge]) -> Result<Vec<Edge>, Failure> {
    let old: BTreeMap<&str, &str> =
        packages.before.iter().map(|b| (b.code.as_str(), b.province.as_str())).collect();
    let new: BTreeMap<&str, &str> =
        packages.after.iter().map(|a| (a.code.as_str(), a.province.as_str())).collect();
    let mut pairs = BTreeSet::new();
    for edge in communes {
        if let (Some(from), Some(to)) = (old.get(&edge.old[3..]), new.get(&edge.new[3..])) {
            pairs.insert((*from, *to));
        }
    }
    if pairs.iter().map(|p| p.0).collect::<BTreeSet<_>>().len() != pairs.len() {
        return Err("a province of 2025 was split between two provinces".into());
    }
    Ok(pairs
        .into_iter()
        .map(|(from, to)| Edge {
            old: format!("63-{from}"),
            new: format!("34-{to}"),
            share: "full".to_owned(),
            date: Span::day(reform()),
            ground: "202/2025/QH15".to_owned(),
        })
        .collect())
}

/// Units of the 63 provinces that ended before 1 July 2025.
fn earlier(packages: &Packages, typed: &Typed, units: &[Unit]) -> Vec<Edge> {
    let typed_ends: BTreeMap<&str, &super::table::Row> =
        typed.history.iter().map(|r| (r["code"].as_str(), r)).collect();
    let former = former_names(packages);
    let mut edges = Vec::new();
    for unit in units.iter().filter(|u| u.era == 63) {
        let Some(last) = unit.versions.last() else { continue };
        if on_the_eve(last) {
            continue;
        }
        let mut push = |new: String, ground: &str| {
            edges.push(Edge {
                old: unit.id(),
                new: format!("63-{new}"),
                share: "unstated".to_owned(),
                date: day_after(last.to),
                ground: ground.to_owned(),
            });
        };
        if let Some(row) = typed_ends.get(unit.code.as_str()) {
            let ground = &row["ground"];
            push(row["successor"].clone(), if ground.is_empty() { "typed" } else { ground });
            continue;
        }
        let beside: Vec<&Unit> = neighbours(units, unit, last).collect();
        let key = names::joined(&written(last));
        let named = former.get(key.as_str());
        let by_alias: Vec<&&Unit> =
            beside.iter().filter(|n| named.is_some_and(|c| c.contains(n.code.as_str()))).collect();
        if !by_alias.is_empty() {
            by_alias.iter().for_each(|n| push(n.code.clone(), "former-name"));
            continue;
        }
        let by_name: Vec<&&Unit> = beside.iter().filter(|n| took_the_name(n, last)).collect();
        if by_name.is_empty() && unit.code.len() == 3 {
            for district in moved_to(units, unit, last) {
                push(district, "communes-moved");
            }
        }
        by_name.iter().for_each(|n| push(n.code.clone(), "same-name"));
    }
    edges
}

/// The districts to which the communes of a district went when it ended.
fn moved_to(units: &[Unit], ended: &Unit, last: &Version) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for commune in units.iter().filter(|u| u.era == 63) {
        for pair in commune.versions.windows(2) {
            if pair[0].parent == ended.code && pair[0].to == last.to {
                found.insert(pair[1].parent.clone());
            }
        }
    }
    found
}

/// The code of each unit by the former names that the package lists for it.
fn former_names(packages: &Packages) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for b in &packages.before {
        for key in &b.former {
            found.entry(key).or_default().insert(&b.code);
        }
        for key in &b.district_former {
            found.entry(key).or_default().insert(&b.district);
        }
    }
    found
}

/// Units of the same level that had the same parent when the unit ended, and outlived it.
fn neighbours<'a>(
    units: &'a [Unit],
    ended: &'a Unit,
    last: &'a Version,
) -> impl Iterator<Item = &'a Unit> {
    let there = day_after(last.to).last;
    units.iter().filter(move |u| {
        u.era == 63
            && u.code.len() == ended.code.len()
            && u.code != ended.code
            && u.versions.iter().any(|v| v.parent == last.parent && v.from.last <= there)
            && u.versions.last().is_some_and(|v| v.to.last > last.to.last)
    })
}

/// The name and type began on another code when they ended on this one.
fn took_the_name(unit: &Unit, ended: &Version) -> bool {
    unit.versions.iter().any(|v| {
        v.from == day_after(ended.to)
            && names::skeleton(&v.name.bare) == names::skeleton(&ended.name.bare)
    })
}

/// Whether the version lasted until the day before the reform of 2025.
fn on_the_eve(version: &Version) -> bool {
    day_after(version.to) == Span::day(reform())
}

fn written(version: &Version) -> String {
    format!("{} {}", version.name.kind.replace('_', " "), version.name.bare)
}

fn day_after(span: Span) -> Span {
    let next = |d: Option<jiff::civil::Date>| d.and_then(|d| d.tomorrow().ok());
    Span { first: next(span.first), last: next(span.last) }
}

/// One screen of figures, for the eye.
pub fn summary(units: &[Unit], edges: &[Edge]) -> String {
    let count = |era: u8, level: usize| {
        units.iter().filter(|u| u.era == era && u.code.len() == level).count()
    };
    let share = |share: &str| edges.iter().filter(|e| e.share == share).count();
    let ended: BTreeSet<&str> = edges.iter().map(|e| e.old.as_str()).collect();
    let lost = units
        .iter()
        .filter(|u| u.era == 63 && !ended.contains(u.id().as_str()))
        .filter(|u| u.code.len() != 3 || u.versions.last().is_some_and(|v| !on_the_eve(v)))
        .count();
    format!(
        "63 provinces: {} provinces, {} districts, {} communes; 34 provinces: {}, {}; \
         edges: {} full, {} partial, {} unstated; units without a known successor: {lost}",
        count(63, 2),
        count(63, 3),
        count(63, 5),
        count(34, 2),
        count(34, 5),
        share("full"),
        share("partial"),
        share("unstated"),
    )
}
