//! Units as points and as those who owe: which one a line of text means, what lies below a host,
//! and what became of a unit that is no more. Pure but for what an operator added, which is given.

use jiff::civil::Date;
use kernel::Refusal;
use kernel::text::{fold, sort_key};
use units::local::LocalUnit;
use units::{Gazetteer, Level, Unit};

use crate::facts::Spot;

/// The most points of one conference: all communes of the country, and offices beside them.
pub const MOST_POINTS: usize = 5_000;
/// How many units of like names are looked at.
const MOST_HITS: usize = 40;

/// A date in a sentence.
pub(crate) fn shown(date: Date) -> String {
    date.strftime("%d/%m/%Y").to_string()
}

/// The units of today that a unit went into, in words; empty while it lasts or where nobody says.
pub fn after(code: &str) -> String {
    let gazetteer = Gazetteer::shared();
    let Some(unit) = gazetteer.resolve(code) else { return String::new() };
    let trace = gazetteer.trace(unit.id()).filter(|_| !unit.is_current());
    let today = trace.map(|trace| trace.today).unwrap_or_default();
    today.into_iter().map(|unit| unit.path).collect::<Vec<_>>().join("; ")
}

/// A unit that was abolished, or is not there yet, holds no conference on that day; the refusal
/// names what came after it.
///
/// # Errors
/// `conference-unit-gone` with its successors, `conference-no-unit` where there are none.
pub fn there_is(code: &str, on: Date) -> Result<(), Refusal> {
    if Gazetteer::shared().at(code, on).is_some() {
        return Ok(());
    }
    let after = after(code);
    let refusal = if after.is_empty() { "conference-no-unit" } else { "conference-unit-gone" };
    Err(Refusal::invalid("on", refusal).with("date", shown(on)).with("after", after))
}

/// A unit as a conference of `host` calls it: with what stands above it, unless that is the host.
fn called(unit: &Unit<'_>, host: &str) -> Spot {
    let own = unit.id().code() == host;
    let above = unit.parent().filter(|above| !own && above.id().code() != host);
    let name = match above {
        Some(above) => format!("{}, {}", unit.title(), above.phrase()),
        None => unit.title(),
    };
    Spot { unit: unit.id().code(), name }
}

impl Spot {
    /// Whether a line means it: by code, or by name with or without marks and what stands above.
    pub fn is(&self, line: &str) -> bool {
        let bare = self.name.split(", ").next().unwrap_or(&self.name);
        self.unit == line || [bare, &self.name].iter().any(|name| fold(name) == fold(line))
    }
}

kernel::closed! {
    /// Which points one act connects.
    Whole {
        /// All communes below the host.
        Below => "below",
        /// All provinces of the country.
        Provinces => "provinces",
        /// All communes of the country.
        Country => "country",
    }
}

/// All units of such an act on a day, in the order of a Vietnamese dictionary.
pub fn whole(which: Whole, host: &str, on: Date) -> Vec<Spot> {
    let gazetteer = Gazetteer::shared();
    let found: Vec<Unit<'_>> = match which {
        Whole::Provinces => gazetteer.provinces(Some(on)),
        Whole::Below => gazetteer.at(host, on).map(|unit| communes(&unit, on)).unwrap_or_default(),
        Whole::Country => {
            let provinces = gazetteer.provinces(Some(on));
            provinces.iter().flat_map(|province| communes(province, on)).collect()
        }
    };
    let mut spots: Vec<Spot> = found.iter().map(|unit| called(unit, host)).collect();
    spots.sort_by_cached_key(|spot| sort_key(&spot.name));
    spots
}

fn communes<'g>(unit: &Unit<'g>, on: Date) -> Vec<Unit<'g>> {
    let below = Gazetteer::shared().children(unit.id(), Some(on));
    let (communes, others): (Vec<_>, Vec<_>) =
        below.into_iter().partition(|child| child.id().level == Level::Commune);
    let deeper = others.iter().flat_map(|child| communes_of(child, on));
    communes.into_iter().chain(deeper).collect()
}

fn communes_of<'g>(unit: &Unit<'g>, on: Date) -> Vec<Unit<'g>> {
    let below = Gazetteer::shared().children(unit.id(), Some(on));
    below.into_iter().filter(|child| child.id().level == Level::Commune).collect()
}

/// Whether `code` is one of `tops` or lies below one of them on a day.
pub fn is_within(code: &str, tops: &dyn Fn(&str) -> bool, on: Date) -> bool {
    let mut unit = Gazetteer::shared().at(code, on);
    while let Some(one) = unit {
        if tops(&one.id().code()) {
            return true;
        }
        unit = one.parent();
    }
    // A village, an office, an organisation: its code begins with the unit that it was added to.
    let parent = code.split_once('-').map(|(parent, _)| parent);
    parent.is_some_and(|parent| tops(code) || tops(parent))
}

/// The unit that a line means, by code or by name with or without marks, on a day; units of
/// `host` before others, then those that an operator added there.
///
/// # Errors
/// A refusal for `field`: no such unit, one that is no more, or several of that name.
pub fn named(
    line: &str,
    (host, on): (&str, Date),
    locals: &[LocalUnit],
    field: &'static str,
) -> Result<Spot, Refusal> {
    let (gazetteer, line) = (Gazetteer::shared(), line.trim());
    if let Some(unit) = gazetteer.at(line, on) {
        return Ok(called(&unit, host));
    }
    let wanted = fold(line);
    let local = locals.iter().filter(|one| one.is_current(on));
    let mut local = local.filter(|one| one.code == line || fold(&one.name) == wanted);
    if let Some(one) = local.next() {
        return Ok(Spot { unit: one.code.clone(), name: one.name.clone() });
    }
    let same = |name: &str, title: &str, path: &str| {
        [name, title, path].iter().any(|known| fold(known) == wanted)
    };
    let hits = gazetteer.find(line, Some(on), MOST_HITS);
    let units = hits.iter().filter(|hit| same(&hit.unit.name, &hit.unit.title, &hit.unit.path));
    let units: Vec<Unit<'_>> = units.filter_map(|hit| gazetteer.at(&hit.unit.code, on)).collect();
    let own = units.iter().filter(|unit| is_within(&unit.id().code(), &|top| top == host, on));
    let own: Vec<&Unit<'_>> = own.collect();
    match (own.as_slice(), units.as_slice()) {
        ([unit], _) => Ok(called(unit, host)),
        ([], [unit]) => Ok(called(unit, host)),
        ([], []) => Err(gone_or_none(line, &same, on, field)),
        (some, all) => {
            let of: Vec<&Unit<'_>> =
                if some.is_empty() { all.iter().collect() } else { some.to_vec() };
            let paths = of.iter().map(|unit| format!("{} ({})", unit.path(), unit.id().code()));
            let paths: Vec<String> = paths.collect();
            let refusal = Refusal::invalid(field, "conference-unit-many").with("line", line);
            Err(refusal.with("units", paths.join("; ")))
        }
    }
}

fn gone_or_none(
    line: &str,
    same: &dyn Fn(&str, &str, &str) -> bool,
    on: Date,
    field: &'static str,
) -> Refusal {
    let gazetteer = Gazetteer::shared();
    let past = gazetteer.find(line, None, MOST_HITS);
    let past = past
        .iter()
        .find(|hit| !hit.unit.current && same(&hit.unit.name, &hit.unit.title, &hit.unit.path));
    let code = past.map_or_else(|| line.to_owned(), |hit| hit.unit.id.to_string());
    let refusal = |code| Refusal::invalid(field, code).with("line", line);
    match after(&code) {
        after if after.is_empty() => refusal("conference-unit-unknown"),
        after => refusal("conference-point-gone").with("date", shown(on)).with("after", after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ON: Date = Date::constant(2026, 3, 10);

    fn code(line: &str, host: &str) -> Result<String, &'static str> {
        named(line, (host, ON), &[], "units").map(|spot| spot.unit).map_err(|r| r.code)
    }

    #[test]
    fn a_line_means_a_unit_by_code_or_by_name_with_or_without_marks() {
        assert_eq!(code("20836", "48").unwrap(), "20836");
        assert_eq!(code("Xã Thăng Trường", "48").unwrap(), "20836");
        assert_eq!(code("thang truong", "48").unwrap(), "20836");
        assert_eq!(code("không có xã này", "48"), Err("conference-unit-unknown"));
        assert_eq!(code("huyện Thăng Bình", "48"), Err("conference-point-gone"));
        assert_eq!(named("20836", ("48", ON), &[], "units").unwrap().name, "Xã Thăng Trường");
        let far = named("20836", ("1", ON), &[], "units").unwrap();
        assert_eq!(far.name, "Xã Thăng Trường, thành phố Đà Nẵng");
    }

    #[test]
    fn all_communes_of_a_province_or_of_the_country_are_one_act() {
        let below = whole(Whole::Below, "48", ON);
        assert!(below.iter().any(|spot| spot.unit == "20836"), "{}", below.len());
        let country = whole(Whole::Country, "48", ON);
        assert!(country.len() > 3_000 && country.len() < MOST_POINTS, "{}", country.len());
        assert_eq!(whole(Whole::Provinces, "48", ON).len(), 34);
        assert!(whole(Whole::Below, "20836", ON).is_empty(), "a commune has villages");
    }

    #[test]
    fn a_unit_that_is_no_more_names_what_came_after_it() {
        let refusal = there_is("513", ON).unwrap_err();
        assert_eq!(refusal.code, "conference-unit-gone");
        assert!(refusal.args.iter().any(|(name, words)| *name == "after" && words.contains("xã ")));
        assert!(there_is("513", Date::constant(2025, 3, 10)).is_ok());
        assert_eq!(there_is("99999", ON).unwrap_err().code, "conference-no-unit");
    }

    #[test]
    fn what_lies_below_is_within() {
        assert!(is_within("20836", &|top| top == "48", ON));
        assert!(is_within("20836-01", &|top| top == "20836", ON));
        assert!(!is_within("20836", &|top| top == "1", ON));
    }
}
