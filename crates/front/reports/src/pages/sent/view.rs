//! How the page of who has reported is drawn: each unit with its mark, then the figures that came
//! as files, with their sum.

use accounts::Scope;
use askama::Template;
use jiff::civil::Date;
use kernel::text::capital;
use units::Gazetteer;
use web::parts::{Mark, Status};
use web::{FormState, Page};

use super::super::frozen;
use super::super::show::parts;
use super::{Looked, PATH};
use crate::narrative::{period_words, tongue, unit_words};
use crate::sent::standing::{Line, Standing};

/// How many files were taken in just now, and how many had been there.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Done {
    pub taken: usize,
    pub again: usize,
}

/// What was read for the page.
pub(super) struct Read<'a> {
    pub looked: Option<&'a Looked<'a>>,
    pub key: Option<String>,
    pub done: Done,
}

/// A unit on the list.
struct Row {
    name: String,
    status: Status,
    first: Option<Date>,
    /// The report itself, when it was frozen here.
    href: Option<String>,
    by_file: bool,
}

/// Figures that came as a file.
struct Figures {
    name: String,
    on: Date,
    numbers: Vec<String>,
}

#[derive(Template)]
#[template(path = "due.html")]
pub(super) struct DuePage<'a> {
    page: &'a Page,
    form: &'a FormState,
    faults: &'a FormState,
    scope: &'a Scope,
    forms: Vec<(String, String)>,
    parts: Vec<(String, String)>,
    /// Whose units, which form and period, and until when.
    whose: String,
    due: String,
    told: String,
    rows: Vec<Row>,
    heads: Vec<String>,
    figures: Vec<Figures>,
    sums: Vec<String>,
    /// The key of this unit, for those who may exchange files.
    key: Option<String>,
    hidden: Vec<(String, String)>,
    done: Option<String>,
    action: &'static str,
}

/// The page.
pub(super) fn page_of<'a>(
    page: &'a Page,
    (form, faults, scope): (&'a FormState, &'a FormState, &'a Scope),
    forms: Vec<(String, String)>,
    read: Read<'_>,
) -> DuePage<'a> {
    let words = page.w();
    let looked = read.looked;
    let columns = looked.map(|looked| looked.form.columns.as_slice()).unwrap_or_default();
    let told = page.with("taken", read.done.taken.to_string());
    let told = told.with("again", read.done.again.to_string());
    let is_done = read.done.taken + read.done.again > 0;
    let lines = looked.map(|looked| looked.lines.as_slice()).unwrap_or_default();
    DuePage {
        page,
        form,
        faults,
        scope,
        forms,
        parts: parts(page, looked.map(|one| one.wanted.own.as_slice()).unwrap_or_default()),
        whose: looked
            .map(|looked| {
                let title = looked.form.title(tongue(words));
                let period = period_words(looked.period.asked, words);
                let unit = unit_words(looked.wanted.unit, words);
                page.with("title", title).with("unit", unit).with("period", period).t("rs-whose")
            })
            .unwrap_or_default(),
        due: looked
            .map(|looked| page.with("day", page.date(looked.due)).t("rs-due"))
            .unwrap_or_default(),
        told: counted(page, lines),
        rows: lines.iter().map(|line| row(page, line)).collect(),
        heads: columns.iter().map(|column| column.title(tongue(words)).to_owned()).collect(),
        figures: looked.map(|looked| figures(page, looked)).unwrap_or_default(),
        sums: looked.map(|looked| sums(page, looked)).unwrap_or_default(),
        key: read.key,
        hidden: form.fields().pairs().map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
        done: is_done.then(|| told.t("rs-done")),
        action: PATH,
    }
}

/// `12 trong 135 đơn vị đã báo cáo; 3 đơn vị trễ.`
fn counted(page: &Page, lines: &[Line]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let of =
        |which: &[Standing]| lines.iter().filter(|line| which.contains(&line.standing)).count();
    let sent = of(&[Standing::InTime, Standing::Late]);
    let told = page.with("sent", page.num(sent)).with("all", page.num(lines.len()));
    told.with("overdue", page.num(of(&[Standing::Overdue]))).t("rs-counted")
}

fn name(unit: &str) -> String {
    Gazetteer::shared().resolve(unit).map(|unit| unit.title()).unwrap_or_else(|| unit.to_owned())
}

fn row(page: &Page, line: &Line) -> Row {
    let (mark, key) = match line.standing {
        Standing::InTime => (Mark::Done, "rs-in-time"),
        Standing::Late => (Mark::Soon, "rs-late"),
        Standing::Open => (Mark::New, "rs-open"),
        Standing::Overdue => (Mark::Late, "rs-overdue"),
    };
    let here = line.last.as_ref().filter(|_| !line.by_file);
    Row {
        name: name(&line.unit),
        status: Status::new(mark, page.t(key)),
        first: line.first,
        href: here.map(|sent| format!("{}/{}", frozen::LIST, store::journal::key(&sent.stream))),
        by_file: line.by_file,
    }
}

fn figures(page: &Page, looked: &Looked<'_>) -> Vec<Figures> {
    let one = |taken: &crate::sent::desk::Taken| Figures {
        name: name(&taken.content.unit),
        on: taken.on,
        numbers: taken.content.total.iter().map(|number| page.num(number.now)).collect(),
    };
    looked.taken.iter().map(one).collect()
}

/// The sum of what came as files; each unit once.
fn sums(page: &Page, looked: &Looked<'_>) -> Vec<String> {
    let at = |at: usize| -> i64 {
        let all = looked.taken.iter().filter_map(|taken| taken.content.total.get(at));
        all.map(|number| number.now).sum()
    };
    (0..looked.form.columns.len()).map(|column| page.num(at(column))).collect()
}

impl DuePage<'_> {
    /// The name of the page over its period: `Báo cáo … quý I năm 2026`.
    fn head(&self) -> String {
        capital(&self.whose)
    }
}
