//! Lists of conferences page by page: each page has whole days, and the next one begins on the day
//! that had no room, so that what was held long ago is still found.

use jiff::ToSpan as _;
use jiff::civil::Date;
use web::Page;
use web::parts::Pager;

use super::public::AHEAD;
use crate::store::Line;

/// The first day that lists reach back to.
const FIRST: Date = Date::constant(1945, 9, 2);

/// The days of the page that is asked for with `until`: all up to that day, or up to the last one
/// ahead.
pub(super) fn days_asked(page: &Page, today: Date) -> (Date, Date) {
    let last = today.saturating_add(AHEAD.days());
    let asked = page.query().get("until").and_then(|text| text.parse::<Date>().ok());
    (FIRST, asked.map_or(last, |until| until.min(last)))
}

/// Leaves whole days only in lists that stand on one page, and says on which day the next begins.
pub(super) fn whole_days(lists: &mut [Vec<Line>], most: usize) -> Option<Date> {
    let full = lists.iter().filter(|lines| lines.len() > most);
    let day = full.filter_map(|lines| lines.last()).map(|line| line.on).max()?;
    if lists.iter().flatten().all(|line| line.on <= day) {
        // One day has more than a page: it stands alone, and the next page goes on before it.
        lists.iter_mut().for_each(|lines| lines.retain(|line| line.on == day));
        return day.yesterday().ok();
    }
    lists.iter_mut().for_each(|lines| lines.retain(|line| line.on > day));
    Some(day)
}

/// The pager below such lists.
pub(super) fn pager(page: &Page, (base, unit): (&str, &str), older: Option<Date>) -> Pager {
    Pager {
        newer: page.query().get("until").map(|_| format!("{base}?unit={unit}")),
        older: older.map(|day| format!("{base}?unit={unit}&until={day}")),
        note: String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lists_of_a_page_end_on_one_day_and_the_next_goes_on_there() {
        let on = |day| Line { on: Date::constant(2026, 3, day), ..Line::default() };
        let days = |lines: &[Line]| lines.iter().map(|line| line.on.day()).collect::<Vec<_>>();
        let mut lists = [vec![on(9), on(8), on(8)], vec![on(10), on(2)]];
        assert_eq!(whole_days(&mut lists.clone(), 3), None, "all of them fit");
        assert_eq!(whole_days(&mut lists, 2), Some(Date::constant(2026, 3, 8)));
        assert_eq!((days(&lists[0]), days(&lists[1])), (vec![9], vec![10]));
        let mut one = [vec![on(8), on(8)]];
        assert_eq!(whole_days(&mut one, 1), Some(Date::constant(2026, 3, 7)));
        assert_eq!(days(&one[0]), [8, 8]);
    }
}
