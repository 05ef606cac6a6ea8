//! What became of each line of a file, or would: a page at a time, and all of them as CSV.

use accounts::{App, Failure};
use documents::{Cell, Column, DocumentError, Kind as Holds, Sheet};
use kernel::Id;
use store::Store;
use web::export::{Row, Rows};
use web::parts::{Mark, Status};
use web::{Page, Words};

use crate::import::lines::{self, BLOCK};
use crate::import::report::{Fate, Line, Report, Said};
use crate::import::store::Import;
use crate::pages::office::around::{capital, key};

/// How many lines a page shows: a block holds a whole number of pages.
const PAGE: u64 = 100;

/// One page of lines.
pub(super) struct Each {
    /// The lines, worded.
    pub lines: Vec<Shown>,
    /// Which page it is, from 1.
    pub n: u64,
    /// How many there are.
    pub pages: u64,
}

/// A line as a page shows it.
pub(super) struct Shown {
    /// Its line in the file.
    pub line: u64,
    /// What became of it, with its mark.
    pub fate: Status,
    /// The rest, worded.
    pub said: Said,
}

impl Each {
    /// The page that the query asks for: by its number (`trang`), or by a line of the file
    /// (`dong`).
    pub async fn read(
        app: &App,
        page: &Page,
        import: &Import,
        report: &Report,
    ) -> Result<Self, Failure> {
        let pages = report.lines().div_ceil(PAGE).max(1);
        let query = page.query();
        let number = |name: &str| query.get(name).and_then(|text| text.trim().parse::<u64>().ok());
        let n = match number("dong") {
            Some(line) => {
                let place = lines::place(&app.store, import.id, line).await?;
                place.map_or(pages, |place| place / PAGE + 1)
            }
            None => number("trang").unwrap_or(1),
        };
        let n = n.clamp(1, pages);
        let first = (n - 1) * PAGE;
        let block = lines::block(&app.store, import.id, first / BLOCK).await?;
        let here = block.iter().skip((first % BLOCK) as usize).take(PAGE as usize);
        let lines = here.map(|line| shown(page.w(), line, report.dry_run)).collect();
        Ok(Self { lines, n, pages })
    }
}

/// A line in the reader's language, with its mark.
pub(super) fn shown(w: &Words, line: &Line, dry_run: bool) -> Shown {
    let mark = match line.fate {
        Fate::New(_) if dry_run => Mark::New,
        Fate::New(_) => Mark::Done,
        Fate::Known(_) => Mark::Half,
        Fate::Bad { .. } => Mark::Late,
        Fate::Skipped(_) => Mark::None,
    };
    let said = line.said(w, dry_run);
    Shown { line: line.line, fate: Status::new(mark, &said.fate), said }
}

/// The columns of the report: the key of each head, what it holds, its width.
const COLUMNS: [(&str, Holds, u16); 9] = [
    ("import-line", Holds::Number, 7),
    ("import-each-fate", Holds::Text, 16),
    ("import-col-received", Holds::Date, 11),
    ("import-col-kind", Holds::Text, 18),
    ("import-col-matter", Holds::Text, 18),
    ("import-col-state", Holds::Text, 18),
    ("import-col-closed", Holds::Date, 11),
    ("import-column", Holds::Text, 18),
    ("import-reason", Holds::Text, 60),
];

/// The report as a table.
pub(super) fn sheet(w: &Words) -> Result<Sheet, DocumentError> {
    let column = |(name, holds, width): &(&str, Holds, u16)| Column::new(w.t(name), *holds, *width);
    Sheet::new(w.t("import-each"), COLUMNS.iter().map(column).collect())
}

/// Reads the report block by block, so that none of it waits in memory but the block that is sent.
pub(super) struct Reader {
    pub store: Store,
    pub id: Id,
    pub words: Words,
    pub dry_run: bool,
    pub next: u64,
}

impl Rows for Reader {
    type Fault = Failure;

    async fn part(&mut self) -> Result<Vec<Row>, Failure> {
        let block = lines::block(&self.store, self.id, self.next).await?;
        self.next += 1;
        Ok(block.iter().map(|line| cells(&self.words, line, self.dry_run)).collect())
    }
}

fn cells(w: &Words, line: &Line, dry_run: bool) -> Row {
    let text = |text: String| match text.is_empty() {
        true => Cell::Empty,
        false => Cell::from(text),
    };
    let word = |of: &str, value: &str| text(capital(&w.t(key(of, value))));
    let number = Cell::from(line.line.min(i64::MAX as u64) as i64);
    let mut row = vec![number, text(w.t(line.fate.key(dry_run)).into_owned())];
    match &line.fate {
        Fate::New(good) | Fate::Known(good) => row.extend([
            Cell::from(good.received),
            word("kind", good.kind.word()),
            word("matter", &good.matter),
            word("state", good.state().word()),
            Cell::from(good.closed.map(|(_, on)| on)),
            Cell::Empty,
            Cell::Empty,
        ]),
        Fate::Bad { column, why } => {
            row.resize(COLUMNS.len() - 2, Cell::Empty);
            row.extend([text(column.clone()), text(why.words(w))]);
        }
        Fate::Skipped(why) => {
            row.resize(COLUMNS.len() - 1, Cell::Empty);
            row.push(text(w.t(key("import-skipped", why.word())).into_owned()));
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use web::{Book, Lang};

    use super::*;
    use crate::import::report::{Skip, Why};
    use crate::kind::Kind;
    use crate::petition::State;

    fn words(lang: Lang) -> Words {
        let own = [
            (Lang::Vi, include_str!("../../../../../../../locales/vi/petitions.ftl")),
            (Lang::Vi, include_str!("../../../../../../../locales/vi/petitions-import.ftl")),
            (Lang::En, include_str!("../../../../../../../locales/en/petitions.ftl")),
            (Lang::En, include_str!("../../../../../../../locales/en/petitions-import.ftl")),
        ];
        Book::builder().add_all(&own).build().unwrap().words(lang)
    }

    #[test]
    fn a_report_says_each_line_and_runs_nothing_in_a_spreadsheet() {
        let closed = Some((State::Sent, date(2026, 1, 9)));
        let row = crate::import::report::Row {
            received: date(2026, 1, 5),
            kind: Kind::Feedback,
            matter: "roads".into(),
            closed,
        };
        let bad = Fate::Bad { column: "=HYPERLINK(1)".into(), why: Why::Empty };
        let fates = [Fate::New(row.clone()), Fate::Known(row), bad, Fate::Skipped(Skip::Total)];
        let w = words(Lang::Vi);
        let sheet = sheet(&w).unwrap();
        let mut rows = sheet.csv(Vec::new()).unwrap();
        for (line, fate) in (2..).zip(fates) {
            rows.row(&cells(&w, &Line { line, fate }, true)).unwrap();
        }
        let text = String::from_utf8(rows.finish().unwrap()).unwrap();
        let lines: Vec<&str> = text.lines().skip(1).collect();
        let good = "2026-01-05,\"Phản ánh, kiến nghị\",\"Đường sá, cầu cống\",Đã trả lời,\
                    2026-01-09,,";
        assert_eq!(
            lines,
            [
                format!("2,Sẽ thêm,{good}").as_str(),
                format!("3,Đã có từ trước,{good}").as_str(),
                "4,Bỏ lại,,,,,,'=HYPERLINK(1),Ô trống.",
                "5,Không phải đơn,,,,,,,\"dòng cộng, không phải đơn\"",
            ]
        );
    }

    #[test]
    fn every_reason_is_said_in_both_languages() {
        let (text, day) = ("x".to_owned(), date(2026, 2, 5));
        let all = [
            Why::Unreadable,
            Why::Width(13, 12),
            Why::Columns(512),
            Why::Letters(32_767),
            Why::Empty,
            Why::Twice(text.clone()),
            Why::Again,
            Why::Denunciation,
            Why::Kind(text.clone()),
            Why::State(text.clone()),
            Why::NoClosing,
            Why::Before(day, day),
            Why::Day(text.clone(), text.clone()),
            Why::Future(day),
            Why::Ancient(day),
            Why::Spot(text.clone()),
            Why::Elsewhere(text),
            Why::NoWords,
            Why::Long(20_000, 20_001),
            Why::LongPlace(500),
            Why::LongPerson(300),
            Why::Refused("petition-matter".into(), Vec::new()),
        ];
        let (vi, en) = (words(Lang::Vi), words(Lang::En));
        for why in all {
            let said = (why.words(&vi), why.words(&en));
            assert_ne!(said.0, said.1, "{why:?}");
            for said in [&said.0, &said.1] {
                assert!(!said.contains('[') && !said.contains('{'), "{why:?}: {said}");
            }
        }
        let width = Why::Width(13, 12);
        assert_eq!(width.words(&vi), "Hàng có 13 cột, tên cột có 12.");
        assert!(Why::Long(20_000, 20_001).words(&vi).contains("20.000"));
    }
}
