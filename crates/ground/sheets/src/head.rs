//! Where the names of the columns stand: rarely in the first line, often in two, with a title
//! above, merged cells, and a line of "(1) (2) (3)" below.

use crate::{BadRow, Row};

/// The names of a table's columns and the lines in which they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Its first line.
    pub first: u64,
    /// Its last line; rows begin after it.
    pub last: u64,
    /// One name a column; "Người gửi – Họ tên" where there are two rows of names.
    pub names: Vec<String>,
}

/// How many rows are looked at.
const LOOKED_AT: usize = 40;
/// How many rows of names there are at most.
const MOST: usize = 4;

impl Head {
    /// Finds the head: the row with the most names that `known` knows, with its neighbours. Where
    /// none is known, the first row with two cells.
    pub fn find(
        rows: impl Iterator<Item = Result<Row, BadRow>>,
        known: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        let rows: Vec<Row> = rows.take(LOOKED_AT).flatten().collect();
        let score = |row: &Row| row.1.iter().filter(|cell| is_name(cell) && known(cell)).count();
        let best = (0..rows.len()).rev().max_by_key(|at| score(&rows[*at]))?;
        let main = match score(&rows[best]) {
            0 | 1 => rows.iter().position(|row| filled(row) >= 2).unwrap_or(0),
            _ => best,
        };
        let (mut first, mut last) = (main, main);
        if score(&rows[main]) >= 2 {
            // Names of groups above, of parts below.
            let group = |row: &Row| {
                filled(row) >= 2 && row.1.iter().all(|c| is_name(c) || c.trim().is_empty())
            };
            if main > 0 && rows[main - 1].0 + 1 == rows[main].0 && group(&rows[main - 1]) {
                first = main - 1;
            }
            let part = |row: &Row| group(row) && score(row) >= 1 && has_gap(row, &rows[main]);
            while last + 1 < rows.len() && last + 1 - first < MOST && part(&rows[last + 1]) {
                last += 1;
            }
        }
        let names = join(&rows[first..=last]);
        if rows.get(last + 1).is_some_and(is_numbering) {
            last += 1;
        }
        Some(Self { first: rows[first].0, last: rows[last].0, names })
    }

    /// The head that stands in these lines.
    pub fn at(
        rows: impl Iterator<Item = Result<Row, BadRow>>,
        first: u64,
        last: u64,
    ) -> Option<Self> {
        let within = rows.flatten().skip_while(|row| row.0 < first).take_while(|row| row.0 <= last);
        let rows: Vec<Row> = within.take(MOST).collect();
        (!rows.is_empty()).then(|| Self { first, last, names: join(&rows) })
    }

    /// The first row that has every one of `names`, as they are.
    pub fn named(rows: impl Iterator<Item = Result<Row, BadRow>>, names: &[&str]) -> Option<Self> {
        let mut rows = rows.take(LOOKED_AT).flatten();
        rows.find_map(|row| {
            let cells = join(std::slice::from_ref(&row));
            let all = names.iter().all(|name| cells.iter().any(|cell| cell == name));
            all.then_some(Self { first: row.0, last: row.0, names: cells })
        })
    }

    /// Whether a row repeats the names, as on each printed page.
    pub fn is_again(&self, row: &[String]) -> bool {
        let same = |(cell, name): (&String, &String)| {
            let cell = tidy(cell);
            !cell.is_empty() && name.split(" – ").any(|part| part == cell)
        };
        let filled = row.iter().filter(|cell| !cell.trim().is_empty()).count();
        filled >= 2 && row.iter().zip(&self.names).filter(|pair| same(*pair)).count() == filled
    }
}

/// A name is short and no number.
fn is_name(cell: &str) -> bool {
    let cell = cell.trim();
    !cell.is_empty()
        && cell.chars().count() <= 80
        && cell.chars().any(char::is_alphabetic)
        && cell.chars().filter(char::is_ascii_digit).count() <= 4
}

fn filled(row: &Row) -> usize {
    row.1.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Whether `below` leaves a cell free where `above` has a name: it names parts, and is no record.
fn has_gap(below: &Row, above: &Row) -> bool {
    let free = |at: usize| below.1.get(at).is_none_or(|cell| cell.trim().is_empty());
    (0..above.1.len()).any(|at| free(at) && !above.1[at].trim().is_empty())
}

/// `(1) (2) (3)`, `1 2 3` or `A B 1`.
fn is_numbering(row: &Row) -> bool {
    let marks = row.1.iter().map(|cell| cell.trim().trim_matches(['(', ')', '[', ']']));
    let marks: Vec<&str> = marks.filter(|mark| !mark.is_empty()).collect();
    let short = |mark: &&str| {
        mark.len() <= 2 && mark.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
    };
    let rising = marks.iter().filter_map(|mark| mark.parse::<u32>().ok()).collect::<Vec<_>>();
    marks.len() >= 2 && marks.iter().all(short) && rising.is_sorted()
}

/// One line, single spaces.
fn tidy(cell: &str) -> String {
    cell.trim_start_matches('\u{feff}').split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Rows of names as one. A name over several columns stands in the first of them: it is carried to
/// the right as long as there are names of parts below and none of its own.
fn join(rows: &[Row]) -> Vec<String> {
    let width = rows.iter().map(|row| row.1.len()).max().unwrap_or_default();
    let cell = |row: usize, at: usize| rows[row].1.get(at).map(|c| tidy(c)).unwrap_or_default();
    let mut names = vec![Vec::<String>::new(); width];
    for row in 0..rows.len() {
        let mut group = String::new();
        for (at, name) in names.iter_mut().enumerate() {
            let own = cell(row, at);
            let below = (row + 1..rows.len()).any(|lower| !cell(lower, at).is_empty());
            group = match (own.is_empty(), below) {
                (false, _) => own.clone(),
                (true, true) => group,
                (true, false) => String::new(),
            };
            let part = if own.is_empty() { &group } else { &own };
            if !part.is_empty() && name.last() != Some(part) {
                name.push(part.clone());
            }
        }
    }
    names.into_iter().map(|parts| parts.join(" – ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(lines: &[&str]) -> impl Iterator<Item = Result<Row, BadRow>> {
        let row = |(line, text): (u64, &&str)| {
            Ok((line, text.split('|').map(str::to_owned).collect::<Vec<_>>()))
        };
        (1..).zip(lines).map(row).collect::<Vec<_>>().into_iter()
    }

    fn known(name: &str) -> bool {
        let known = ["stt", "ngay nhan", "ho ten", "dia chi", "noi dung", "ket qua", "ngay"];
        known.contains(&kernel::text::fold(name).trim())
    }

    fn found(lines: &[&str]) -> (u64, u64, String) {
        let head = Head::find(rows(lines), known).unwrap();
        (head.first, head.last, head.names.join("|"))
    }

    #[test]
    fn names_stand_below_a_title_and_in_two_rows() {
        let two = found(&[
            "UBND XÃ THỬ||||",
            "SỔ TIẾP NHẬN ĐƠN NĂM 2024||||",
            "STT|Ngày nhận|Người gửi||Nội dung",
            "||Họ tên|Địa chỉ|",
            "(1)|(2)|(3)|(4)|(5)",
            "1|05/02/2024|Nguyễn Văn Mẫu|Thôn Một|Đường ngập",
        ]);
        let names = "STT|Ngày nhận|Người gửi – Họ tên|Người gửi – Địa chỉ|Nội dung";
        assert_eq!(two, (3, 5, names.into()));
        let group =
            found(&["Đơn|||Kết quả|", "STT|Ngày nhận|Nội dung|Ngày|Ghi chú", "1|5/2/24|a|b|c"]);
        let names = "Đơn – STT|Đơn – Ngày nhận|Đơn – Nội dung|Kết quả – Ngày|Kết quả – Ghi chú";
        assert_eq!(group, (1, 2, names.into()));
        assert_eq!(
            found(&["Số|Ngày nhận|Nội dung", "1|2|3"]),
            (1, 2, "Số|Ngày nhận|Nội dung".into())
        );
        assert_eq!(
            found(&["request|created", "12-0001|2012-01-01"]),
            (1, 1, "request|created".into())
        );
    }

    #[test]
    fn a_head_is_known_again() {
        let lines = ["STT|Ngày nhận|Nội dung", "1|5/2/24|a"];
        let head = Head::find(rows(&lines), known).unwrap();
        let again = ["STT", "Ngày  nhận", "Nội dung"].map(str::to_owned);
        assert!(head.is_again(&again));
        assert!(!head.is_again(&["1", "5/2/24", "Nội dung"].map(str::to_owned)));
        assert_eq!(Head::named(rows(&lines), &["Nội dung", "STT"]), Some(head.clone()));
        assert_eq!(Head::named(rows(&lines), &["Nội dụng"]), None);
        assert_eq!(Head::at(rows(&lines), 1, 1), Some(head));
    }
}
