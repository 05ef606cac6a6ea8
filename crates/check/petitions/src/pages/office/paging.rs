//! Paging by key: `after=2026-03-05.4176` is the page after that due date and number. A page stays
//! what it was while petitions are added.

use jiff::civil::Date;
use web::Page;

use crate::meaning::NEVER;
use crate::store::{Key, Line, Listed};

/// How many lines one page shows.
pub(super) const SIZE: i64 = 32;

/// Which page is asked for.
pub(super) fn asked(page: &Page) -> (Option<Key>, bool) {
    let query = page.query();
    let after = query.get("after").and_then(read);
    let before = query.get("before").and_then(read);
    (before.or(after), before.is_some())
}

fn read(text: &str) -> Option<Key> {
    let (due, seq) = text.split_once('.')?;
    Some((due.parse().ok()?, seq.parse().ok()?))
}

fn write(line: &Line) -> String {
    let due: Date = line.due.unwrap_or(NEVER);
    format!("{due}.{}", line.seq)
}

/// The ways from a page to the one before and the one after.
#[derive(Clone, Debug, Default)]
pub(super) struct Ways {
    /// To the page before.
    pub before: Option<String>,
    /// To the page after.
    pub after: Option<String>,
}

impl Ways {
    /// From the page that was read at `key`, backwards or not.
    pub fn of(page: &Page, listed: &Listed, key: Option<Key>, back: bool) -> Self {
        let (first, last) = (listed.lines.first(), listed.lines.last());
        let to = |name: &str, line: &Line| page.href_with(name, write(line));
        let before = first.filter(|_| if back { listed.more } else { key.is_some() });
        let after = last.filter(|_| if back { true } else { listed.more });
        Self {
            before: before.map(|line| to("before", line)),
            after: after.map(|line| to("after", line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_back() {
        let key = (Date::constant(2026, 3, 5), 4176);
        assert_eq!(read("2026-03-05.4176"), Some(key));
        for odd in ["", "2026-03-05", "x.1", "2026-02-31.1", "2026-03-05.x"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
