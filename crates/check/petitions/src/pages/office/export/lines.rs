//! The rows of an export: read page by page, each page with its words, persons and names in few
//! readings, so that memory does not grow with the register.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{App, Failure};
use documents::{Cell, Column, DocumentError, Kind as Holds, Office, Sheet};
use jiff::civil::Date;
use kernel::Id;
use web::export::{Row, Rows};
use web::{Fields, Lang, Page, Words};

use super::super::around::{capital, key, shorten};
use super::super::store::received;
use crate::desk::Person;
use crate::meaning::NEVER;
use crate::store::{self as sql, Filter, Key, Line as Letter, Order};

/// How many rows one reading takes.
const PART: i64 = 200;
/// The most characters of a letter in a row; the case has them all.
const CONTENT: usize = 400;

/// The legal register's columns: key of the words, what it holds, width in characters.
const COLUMNS: [(&str, Holds, u16); 13] = [
    ("n", Holds::Number, 5),
    ("code", Holds::Text, 20),
    ("received", Holds::Date, 11),
    ("name", Holds::Text, 24),
    ("address", Holds::Text, 24),
    ("people", Holds::Number, 6),
    ("content", Holds::Text, 40),
    ("kind", Holds::Text, 15),
    ("handling", Holds::Text, 16),
    ("holder", Holds::Text, 18),
    ("due", Holds::Date, 11),
    ("closed", Holds::Date, 11),
    ("result", Holds::Text, 14),
];

/// The columns with their heads, in Vietnamese: the book of a State office is in no other language.
pub(in super::super) struct Columns {
    w: Words,
}

impl Columns {
    /// For the words of a page's book.
    pub fn new(page: &Page) -> Self {
        Self { w: page.w().book().words(Lang::Vi) }
    }

    /// The heads in their order, and whether the column holds a number.
    pub fn heads(&self) -> Vec<(String, bool)> {
        let head = |(name, holds, _): &(&str, Holds, u16)| {
            (self.w.t(key("export-col", name)).into_owned(), *holds == Holds::Number)
        };
        COLUMNS.iter().map(head).collect()
    }

    /// What the book is called.
    pub fn title(&self) -> String {
        self.w.t("export-book").into_owned()
    }

    /// The body that keeps it.
    pub fn committee(&self) -> String {
        self.w.t("paper-committee").into_owned()
    }

    /// The sheet that rows are written to.
    ///
    /// # Errors
    /// When the words are missing.
    pub fn sheet(&self) -> Result<Sheet, DocumentError> {
        let column = |(name, holds, width): &(&str, Holds, u16)| {
            Column::new(self.w.t(key("export-col", name)), *holds, *width)
        };
        Sheet::new(self.w.t("export-book"), COLUMNS.iter().map(column).collect())
    }

    /// Who keeps the book.
    pub fn office(&self, unit: &str) -> Office {
        let name = format!("{}\n{unit}", self.w.t("paper-committee"));
        Office { above: None, name, place: unit.to_owned() }
    }

    /// The line below the title: from when to when.
    pub fn note(&self, query: &Fields, today: Date) -> String {
        let day = self.w.date(today);
        match (query.get("from"), query.get("to")) {
            (Some(from), to) => {
                let to = to.map_or(day, str::to_owned);
                self.w.with("from", from).with("to", to).t("export-note-from")
            }
            (None, to) => self.w.with("to", to.map_or(day, str::to_owned)).t("export-note"),
        }
    }
}

/// One row, its words in Vietnamese.
#[derive(Clone, Debug)]
pub(in super::super) struct Line {
    /// Its number in this list.
    pub n: i64,
    /// What is said aloud.
    pub code: String,
    /// The day of receipt.
    pub received: Date,
    /// Who asked.
    pub name: String,
    /// Where to answer.
    pub address: String,
    /// How many people stand behind it.
    pub people: i64,
    /// What is asked.
    pub content: String,
    /// What it is.
    pub kind: String,
    /// What became of it.
    pub handling: String,
    /// Who has it.
    pub holder: String,
    /// Until when.
    pub due: Option<Date>,
    /// When the office was done.
    pub closed: Option<Date>,
    /// What the asker says.
    pub result: String,
}

impl Line {
    /// As the columns ask for it.
    pub fn cells(&self) -> Row {
        let text = |text: &str| match text.is_empty() {
            true => Cell::Empty,
            false => Cell::Text(text.to_owned().into()),
        };
        vec![
            self.n.into(),
            text(&self.code),
            self.received.into(),
            text(&self.name),
            text(&self.address),
            self.people.into(),
            text(&self.content),
            text(&self.kind),
            text(&self.handling),
            text(&self.holder),
            self.due.into(),
            self.closed.into(),
            text(&self.result),
        ]
    }
}

/// Reads the register part by part. What comes while it reads is not in it: it ends after the
/// number of rows that were counted and logged.
pub(super) struct Reader {
    app: Arc<App>,
    w: Words,
    filter: Filter,
    order: Order,
    key: Option<Key>,
    done: i64,
    count: i64,
}

impl Reader {
    pub(super) fn new(
        app: Arc<App>,
        page: &Page,
        filter: Filter,
        order: Order,
        count: i64,
    ) -> Self {
        let w = page.w().book().words(Lang::Vi);
        Self { app, w, filter, order, key: None, done: 0, count }
    }

    async fn lines(&self, rows: &[Letter]) -> Result<Vec<Line>, Failure> {
        let streams: Vec<&str> = rows.iter().map(|row| row.stream.as_str()).collect();
        let first = received(&self.app.store, &streams).await?;
        let items = first
            .values()
            .flat_map(|one| [Some(one.words.id), one.person.as_ref().map(|person| person.id)]);
        let items: Vec<Id> = items.flatten().collect();
        let mut opened = self.app.store.words_of(&items).await?;
        let holders: Vec<Id> = rows.iter().filter_map(|row| row.holder.parse().ok()).collect();
        let names = self.app.names(&holders).await?;
        let mut text = |id: Id| opened.remove(&id).and_then(store::vault::Opened::text);
        let mut lines = Vec::with_capacity(rows.len());
        for (n, row) in (self.done + 1..).zip(rows) {
            let found = first.get(&row.stream);
            let content = found.and_then(|one| text(one.words.id)).unwrap_or_default();
            let person = found.and_then(|one| text(one.person.as_ref()?.id));
            let person: Option<Person> = person.and_then(|text| serde_json::from_str(&text).ok());
            let people = found.and_then(|one| one.extra.people).unwrap_or(1);
            lines.push(self.line(n, row, content, person.unwrap_or_default(), people, &names));
        }
        Ok(lines)
    }

    fn line(
        &self,
        n: i64,
        row: &Letter,
        content: String,
        person: Person,
        people: u32,
        names: &HashMap<Id, String>,
    ) -> Line {
        let word = |of: &str, value: &str| match value.is_empty() {
            true => String::new(),
            false => capital(&self.w.t(key(of, value))),
        };
        let holder = row.holder.parse().ok().and_then(|id: Id| names.get(&id).cloned());
        Line {
            n,
            code: row.code.clone(),
            received: row.received_on,
            name: person.name,
            address: person.address,
            people: i64::from(people),
            content: shorten(&content, CONTENT),
            kind: word("kind", &row.kind),
            handling: word("state", &row.state),
            holder: holder.unwrap_or_default(),
            due: row.due,
            closed: row.closed_on,
            result: word("solved", &row.solved),
        }
    }
}

impl Rows for Reader {
    type Fault = Failure;

    async fn part(&mut self) -> Result<Vec<Row>, Failure> {
        let size = PART.min(self.count - self.done);
        if size <= 0 {
            return Ok(Vec::new());
        }
        let store = &self.app.store;
        let listed = sql::list(store, &self.filter, self.order, self.key, false, size).await?;
        let rows = listed.lines;
        self.key = rows.last().map(|row| (row.due.unwrap_or(NEVER), row.seq));
        let lines = self.lines(&rows).await?;
        self.done += lines.len() as i64;
        Ok(lines.iter().map(Line::cells).collect())
    }
}
