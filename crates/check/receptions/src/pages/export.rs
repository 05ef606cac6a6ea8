//! `/can-bo/tiep-dan/so/xuat`: the register of receptions as the office's book: CSV, XLSX, PDF, or
//! a page to print, names included. Asked for by a form, and logged before a row leaves.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use documents::{Cell, Column, DocumentError, Kind as Holds, Office, Sheet};
use jiff::civil::Date;
use kernel::Id;
use web::export::{self, AskPage, KINDS, PrintPage, Row, Rows};
use web::{Fields, FormState, Lang, Page, Posted, Words};

use super::office::dress;
use super::register::asked_filter;
use super::{OFFICE, key};
use crate::desk::Person;
use crate::facts::Received;
use crate::meaning::code;
use crate::store::{self as sql, Entry, Filter, Line};

/// How many rows one reading takes.
const PART: i64 = 200;
/// The most characters of what was said in a row; the visit has them all.
const CONTENT: usize = 400;

/// The register's columns: key of the words, what it holds, width in characters. The last one is
/// left for the hand.
const COLUMNS: [(&str, Holds, u16); 17] = [
    ("n", Holds::Number, 5),
    ("code", Holds::Text, 14),
    ("on", Holds::Date, 11),
    ("name", Holds::Text, 24),
    ("address", Holds::Text, 24),
    ("persons", Holds::Number, 6),
    ("speakers", Holds::Number, 6),
    ("others", Holds::Text, 20),
    ("content", Holds::Text, 40),
    ("kind", Holds::Text, 15),
    ("competence", Holds::Text, 14),
    ("told", Holds::Text, 20),
    ("told-on", Holds::Date, 11),
    ("result", Holds::Text, 14),
    ("petition", Holds::Text, 16),
    ("sitting", Holds::Text, 20),
    ("signature", Holds::Text, 12),
];

/// What a row says beside its numbers and closed words.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// Who came.
    pub person: Person,
    /// Who else came on the same matter.
    pub others: String,
    /// What was said.
    pub words: String,
    /// At which sort of reception, and who received.
    pub sitting: String,
}

/// The words of the book: Vietnamese, whatever the reader's language.
fn words(page: &Page) -> Words {
    page.w().book().words(Lang::Vi)
}

fn sheet(w: &Words) -> Result<Sheet, DocumentError> {
    let column = |(name, holds, width): &(&str, Holds, u16)| {
        Column::new(w.t(key("td-export-col", name)), *holds, *width)
    };
    Sheet::new(w.t("td-export-book"), COLUMNS.iter().map(column).collect())
}

fn office(w: &Words, unit: &str) -> Office {
    let name = format!("{}\n{unit}", w.t("td-export-committee"));
    Office { above: None, name, place: unit.to_owned() }
}

/// The line below the title: which year, or until when.
fn note(w: &Words, filter: &Filter, today: Date) -> String {
    match filter.year {
        Some(year) => w.with("year", year.to_string()).t("td-export-year"),
        None => w.with("date", w.date(today)).t("td-export-until"),
    }
}

/// Reads the register part by part, in the order in which people came. What comes while it reads
/// is not in it: it ends after the number of rows that were counted and logged.
struct Reader {
    app: Arc<App>,
    w: Words,
    filter: Filter,
    done: i64,
    count: i64,
}

impl Reader {
    fn new(app: Arc<App>, page: &Page, filter: Filter, count: i64) -> Self {
        // From the beginning on: "before" the first one is everything, read backwards.
        let filter = Filter { key: Some(0), back: true, ..filter };
        Self { app, w: words(page), filter, done: 0, count }
    }

    /// Who came and what was said, opened together.
    async fn opened(&self, entries: &[Entry]) -> Result<Vec<Row>, Failure> {
        let streams: Vec<&str> = entries.iter().map(|one| one.stream.as_str()).collect();
        let lines = sql::received(&self.app.store, &streams).await?;
        let sessions: Vec<&str> = entries.iter().map(|one| one.session.as_str()).collect();
        let sittings = sql::of_streams(&self.app.store, &sessions).await?;
        let items = lines.values().flat_map(|line| [&line.person, &line.others, &line.words]);
        let items: Vec<Id> = items.flatten().map(|item| item.id).collect();
        let opened = self.app.store.words_of(&items).await?;
        let mut texts: HashMap<Id, String> =
            opened.into_iter().filter_map(|(id, opened)| Some((id, opened.text()?))).collect();
        let rows = (self.done + 1..).zip(entries).map(|(n, entry)| {
            let line = lines.get(&entry.stream);
            let mut text = |item: fn(&Received) -> Option<Id>| {
                line.and_then(item).and_then(|id| texts.remove(&id)).unwrap_or_default()
            };
            let person = text(|line| line.person.as_ref().map(|item| item.id));
            let told = Told {
                person: serde_json::from_str(&person).unwrap_or_default(),
                others: text(|line| line.others.as_ref().map(|item| item.id)),
                words: text(|line| line.words.as_ref().map(|item| item.id)),
                sitting: sittings
                    .get(&entry.session)
                    .map_or_else(String::new, |one| sitting(&self.w, one)),
            };
            row(&self.w, n, entry, told)
        });
        Ok(rows.collect())
    }
}

/// Sort of reception and who received: "Chủ tịch Ủy ban nhân dân, định kỳ (Cấp phó)".
fn sitting(w: &Words, one: &Line) -> String {
    let who = w.t(key("td-who", &format!("{}-{}", one.sort, one.host)));
    match one.stand_in.is_empty() {
        true => who.into_owned(),
        false => format!("{who} ({})", w.t(key("td-by", &one.stand_in))),
    }
}

/// One row, its words in Vietnamese.
pub(super) fn row(w: &Words, n: i64, entry: &Entry, told: Told) -> Row {
    let Told { person, others, words: said, sitting } = told;
    let text = |text: String| match text.is_empty() {
        true => Cell::Empty,
        false => Cell::Text(text.into()),
    };
    let word = |of: &str, word: &str| match word.is_empty() {
        true => Cell::Empty,
        false => Cell::Text(w.t(key(of, word)).into_owned().into()),
    };
    let content = match said.is_empty() {
        true => w.t(key("matter", &entry.matter)).into_owned(),
        false => said.chars().take(CONTENT).collect(),
    };
    vec![
        n.into(),
        text(code(entry.no, i16::try_from(entry.year).unwrap_or_default())),
        entry.on.into(),
        text(person.name),
        text(person.address),
        entry.persons.into(),
        if entry.group { entry.speakers.into() } else { Cell::Empty },
        text(others.lines().map(str::trim).collect::<Vec<_>>().join("; ")),
        text(content),
        word("td-kind", &entry.kind),
        word("td-competence", &entry.competence),
        word("td-answer", &entry.answer),
        entry.answered_on.into(),
        word("td-visit", &entry.state),
        text(entry.petition.clone()),
        text(sitting),
        Cell::Empty,
    ]
}

impl Rows for Reader {
    type Fault = Failure;

    async fn part(&mut self) -> Result<Vec<Row>, Failure> {
        self.filter.size = PART.min(self.count - self.done);
        if self.filter.size <= 0 {
            return Ok(Vec::new());
        }
        let (mut entries, _) = sql::register(&self.app.store, &self.filter).await?;
        // A page read backwards comes newest first.
        entries.reverse();
        self.filter.key = entries.last().map(|one| one.seq).or(self.filter.key);
        let rows = self.opened(&entries).await?;
        self.done += rows.len() as i64;
        Ok(rows)
    }
}

/// What an export is of.
struct Wanted {
    scope: Scope,
    filter: Filter,
    count: i64,
}

async fn wanted(app: &App, officer: &Officer, page: &Page) -> Result<Wanted, Failure> {
    officer.allow_somewhere(Act::RECEPTIONS_EXPORT)?;
    let scope = Scope::of_any_time(app, Some(officer), page.query().get("unit"))?;
    officer.allow(Act::RECEPTIONS_EXPORT, &scope.unit)?;
    let filter = asked_filter(page, &scope.unit);
    let count = sql::count(&app.store, &filter).await?;
    Ok(Wanted { scope, filter, count })
}

/// What narrows a register, as its address holds it.
pub(super) fn narrowing(filter: &Filter) -> String {
    let year = filter.year.map(|year| year.to_string()).unwrap_or_default();
    let parts = [
        ("unit", filter.unit.as_str()),
        ("q", &filter.words),
        ("year", &year),
        ("kind", filter.kind),
        ("state", filter.state),
    ];
    let mut fields = Fields::default();
    for (name, value) in parts.into_iter().filter(|(_, value)| !value.is_empty()) {
        fields.push(name, value);
    }
    fields.encode()
}

/// The same as the log holds it: closed words and a year; that words were searched for, never
/// which, since they may be a name.
fn logged(filter: &Filter) -> String {
    let searched = if filter.words.is_empty() { "" } else { "1" };
    narrowing(&Filter { words: searched.to_owned(), ..filter.clone() })
}

/// The question what would leave, and as what.
pub(super) fn asks<'a>(
    page: &'a Page,
    form: &'a FormState,
    phrase: &str,
    filter: &Filter,
    count: i64,
) -> AskPage<'a> {
    let year = filter.year.map(|year| year.to_string()).unwrap_or_default();
    let said = |of: &str, word: &str| match word.is_empty() {
        true => String::new(),
        false => page.t(key(of, word)).into_owned(),
    };
    let (kind, state) = (said("td-kind", filter.kind), said("td-visit", filter.state));
    let words = filter.words.clone();
    let lines =
        [("td-find", words), ("td-year", year), ("td-col-kind", kind), ("td-col-state", state)];
    let there = lines.into_iter().filter(|(_, value)| !value.is_empty());
    AskPage {
        page,
        form,
        head: page.with("unit", phrase).t("td-export-head"),
        counted: page.with("n", count).t("td-export-count"),
        count,
        narrowed: there.map(|(name, value)| format!("{}: {value}", page.t(name))).collect(),
        action: format!("{OFFICE}/so/xuat?{}", narrowing(filter)),
    }
}

/// The book as a page to print.
pub(super) fn print<'a>(
    page: &'a Page,
    unit: String,
    filter: &Filter,
    today: Date,
    rows: Vec<Row>,
) -> PrintPage<'a> {
    let w = words(page);
    let head = |(name, holds, _): &(&str, Holds, u16)| {
        (w.t(key("td-export-col", name)).into_owned(), *holds == Holds::Number)
    };
    PrintPage {
        page,
        committee: w.t("td-export-committee").into_owned(),
        title: w.t("td-export-book").into_owned(),
        note: note(&w, filter, today),
        heads: COLUMNS.iter().map(head).collect(),
        unit,
        rows,
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, filter: &Filter) -> Page {
    let (list, here) = (page.t("td-register").into_owned(), page.t("td-export").into_owned());
    let back = format!("{OFFICE}/so?{}", narrowing(filter));
    dress(page).titled("td-export").crumb(list, back).crumb_here(here)
}

fn shown(page: Page, wanted: &Wanted, form: &FormState) -> Answer {
    let page = titled(page, &wanted.filter).redisplay(form);
    let (phrase, filter) = (&wanted.scope.phrase, &wanted.filter);
    Ok(page.show(&asks(&page, form, phrase, filter, wanted.count)))
}

/// `GET /can-bo/tiep-dan/so/xuat?…`: what would leave, and as what.
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let wanted = wanted(&app, &officer, &page).await?;
    shown(page, &wanted, &FormState::new())
}

/// `POST /can-bo/tiep-dan/so/xuat?…` with `kind`: the register as a file, or as a page to print.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let wanted = wanted(&app, &officer, &page).await?;
    let Some(kind) = form.choice("kind", &KINDS) else { return shown(page, &wanted, &form) };
    let prints = matches!(kind, "pdf" | "in");
    if let Some(refusal) = export::too_long(&page, wanted.count).filter(|_| prints) {
        form.refuse(&refusal);
        return shown(page, &wanted, &form);
    }
    let Wanted { scope, filter, count } = wanted;
    let part = format!("export-{kind}");
    app.log_export(&officer, &scope.unit, &part, &logged(&filter), count).await?;
    let (today, w) = (app.store.clock().today(), words(&page));
    let sheet = sheet(&w).map_err(Failure::bug)?.marked(page.mark().as_deref());
    let reader = Reader::new(app.clone(), &page, filter.clone(), count);
    let name = format!("so-tiep-cong-dan-{}-{today}", scope.unit);
    match kind {
        "csv" => Ok(export::csv(sheet, reader, &name)?),
        "xlsx" => Ok(export::xlsx(sheet, reader, &name, app.store.now())?),
        "pdf" => {
            let rows = export::all(reader).await?;
            let (office, note) = (office(&w, &scope.phrase), note(&w, &filter, today));
            let made = move || export::pdf(&sheet, &rows, &office, &note, today);
            let made = export::press(made).await?.map_err(Failure::bug)?;
            Ok(export::file("application/pdf", &format!("{name}.pdf"), Body::from(made))?)
        }
        _ => {
            let rows = export::all(reader).await?;
            let page = dress(page).titled("td-export-book");
            Ok(no_store(page.show(&print(&page, scope.phrase, &filter, today, rows))))
        }
    }
}

fn no_store(mut answer: Response) -> Response {
    answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}
