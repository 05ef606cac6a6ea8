//! What was found in a file, to be changed before anything is written.

use accounts::{Answer, App, Failure, Officer};
use askama::Template;
use axum::response::{IntoResponse as _, Redirect};
use kernel::Refusal;
use legacy::{Encoding, Finding};
use sheets::{Book, Table};
use web::{Control, FormState, Page};

use super::form::{self, WORDED};
use super::run;
use crate::import::job;
use crate::import::plan::{Field, Plan};
use crate::import::store::{self as sql, Import};
use crate::import::suggest;
use crate::kind::Kind;
use crate::pages::office::around::{capital, key};

/// How many cells are shown before and after, and how many rows.
const CELLS: usize = 6;
const ROWS: usize = 5;

#[derive(Template)]
#[template(path = "office/import/look.html")]
pub(super) struct LookPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub one: &'a Import,
    pub book: &'a Book,
    pub table: &'a Table,
    pub plan: &'a Plan,
    pub letters: &'a Finding,
    /// Whether something was read anew.
    pub anew: bool,
}

impl LookPage<'_> {
    fn path(&self) -> String {
        format!("/can-bo/nhap-so/{}", self.one.id)
    }

    fn encoding(&self) -> Encoding {
        Encoding::named(&self.plan.encoding).unwrap_or(Encoding::Unicode)
    }

    fn found(&self) -> String {
        let (page, encoding) = (self.page, self.encoding());
        let name = page.t(key("import-encoding", encoding.word()));
        match self.letters.words {
            0 => page.t("import-no-marks").into_owned(),
            words => page
                .with("name", name)
                .with("share", percent(self.letters.share(encoding)))
                .with("words", words)
                .t("import-sure"),
        }
    }

    fn changed(&self) -> Vec<(String, String)> {
        match self.encoding() {
            Encoding::Unicode => Vec::new(),
            encoding => self.book.changed(encoding, CELLS),
        }
    }

    fn tables(&self) -> Control {
        let f = self.page.form(self.form);
        let mut list = f.select("table", self.page.t("import-sheet"));
        for (at, table) in self.book.tables.iter().enumerate() {
            let number = self.page.with("n", at + 1).t("import-table");
            list = list.option(at, if table.name.is_empty() { &number } else { &table.name });
        }
        list
    }

    fn encodings(&self) -> Control {
        let f = self.page.form(self.form);
        let list = f.select("encoding", self.page.t("import-encoding"));
        Encoding::ALL.into_iter().fold(list, |list, encoding| {
            let name = self.page.t(key("import-encoding", encoding.word()));
            let share = percent(self.letters.share(encoding));
            let label = match self.letters.words {
                0 => name.into_owned(),
                _ => self.page.with("name", name).with("share", share).t("import-encoding-share"),
            };
            list.option(encoding.word(), label)
        })
    }

    fn columns(&self) -> Vec<Control> {
        Field::ALL.iter().map(|field| self.column(*field)).collect()
    }

    fn column(&self, field: Field) -> Control {
        let f = self.page.form(self.form);
        let list = f.select(&form::column(field), self.page.t(key("import-col", field.word())));
        let list = list.option("", self.page.t("import-col-none"));
        let names = self.plan.head.names.iter().enumerate();
        names.fold(list, |list, (at, name)| {
            let letter = letters(at);
            let label = if name.is_empty() { letter } else { format!("{letter} · {name}") };
            list.option(at, label)
        })
    }

    /// Lists of words, each with its heading.
    fn words(&self) -> Vec<(String, Vec<Control>)> {
        let lists = WORDED.iter().map(|(field, mark)| {
            let f = self.page.form(self.form);
            let words = suggest::distinct(self.plan, self.table, *field);
            let one = |(n, word): (usize, &String)| {
                let list = f.select(&format!("{mark}{n}"), word);
                form::ours(*field)
                    .into_iter()
                    .fold(list, |list, ours| list.option(ours, self.ours(*field, ours)))
            };
            let controls = words.iter().enumerate().map(one).collect();
            (self.page.t(key("import-words", field.word())).into_owned(), controls)
        });
        lists.filter(|(_, controls): &(String, Vec<Control>)| !controls.is_empty()).collect()
    }

    fn ours(&self, field: Field, word: &str) -> String {
        let page = self.page;
        capital(&match field {
            Field::State => page.t(key("state", word)),
            Field::Kind if word == crate::import::DENUNCIATION => page.t("import-denunciation"),
            Field::Kind => page.t(key("kind", word)),
            _ => page.t(key("matter", word)),
        })
    }

    fn kinds(&self) -> Control {
        let f = self.page.form(self.form);
        let list = f.select("kind", self.page.t("import-kind"));
        Kind::ALL.iter().fold(list, |list, kind| {
            list.option(kind.word(), capital(&self.page.t(key("kind", kind.word()))))
        })
    }

    fn dates(&self) -> Control {
        let f = self.page.form(self.form);
        let list = f.select("date", self.page.t("import-date"));
        list.option("day", self.page.t("import-date-day"))
            .option("month", self.page.t("import-date-month"))
    }

    /// The first rows, each with its line.
    fn rows(&self) -> Vec<sheets::Row> {
        let width = self.plan.head.names.len();
        let rows = suggest::rows(self.plan, self.table).take(ROWS);
        rows.map(|(line, mut cells)| {
            cells.resize(width, String::new());
            (line, cells)
        })
        .collect()
    }

    fn heads(&self) -> Vec<String> {
        let names = self.plan.head.names.iter().enumerate();
        names.map(|(at, name)| if name.is_empty() { letters(at) } else { name.clone() }).collect()
    }
}

/// A share in whole hundredths, rounded down: "100" means every word.
fn percent(share: f64) -> i64 {
    (share * 100.0).floor() as i64
}

/// The name of a column in a spreadsheet: A, B, … Z, AA.
fn letters(at: usize) -> String {
    let last = char::from(b'A' + (at % 26) as u8);
    if at < 26 { last.to_string() } else { format!("{}{last}", letters(at / 26 - 1)) }
}

async fn book(app: &App, import: &Import) -> Result<std::sync::Arc<Book>, Failure> {
    let bytes = sql::file(&app.store, import.id).await?;
    job::open(bytes.ok_or_else(|| Refusal::conflict("import-gone"))?).await
}

/// The page with the last plan, or a suggestion.
pub(super) async fn show(app: &App, page: Page, import: &Import) -> Answer {
    let book = book(app, import).await?;
    let today = app.store.clock().today();
    let found = suggest::suggest(&book, None, None, today);
    let kept = sql::plan(&app.store, import.id).await?;
    let kept: Option<Plan> = kept.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let plan = kept.unwrap_or(found.plan);
    let table =
        book.tables.get(plan.table).ok_or_else(|| Failure::bug("a plan without its table"))?;
    let form = form::of(&plan, table);
    let (plan, letters) = (&plan, &found.letters);
    let (book, form) = (&book, &form);
    Ok(page.show(&LookPage {
        page: &page,
        form,
        one: import,
        book,
        table,
        plan,
        letters,
        anew: false,
    }))
}

/// The form came back: look again, or try it.
pub(super) async fn send(
    app: &App,
    officer: &Officer,
    page: Page,
    mut form: FormState,
    import: &Import,
) -> Answer {
    let book = book(app, import).await?;
    let asked = form::read(&mut form, &book, app.store.clock().today());
    let plan = &asked.plan;
    let check = form.fields().get("then") == Some("check");
    if check && !asked.anew && !form.is_wrong() {
        run::check(app, officer, import, asked.plan).await?;
        return Ok(Redirect::to(&format!("/can-bo/nhap-so/{}", import.id)).into_response());
    }
    let table = book.tables.get(plan.table).ok_or_else(|| Failure::bug("no table"))?;
    // What was typed stays beside its fault; else the form shows what was read.
    let shown = if form.is_wrong() { form } else { form::of(plan, table) };
    let page = page.redisplay(&shown);
    let letters = &book.detect();
    let (form, book) = (&shown, &book);
    let anew = asked.anew;
    Ok(page.show(&LookPage { page: &page, form, one: import, book, table, plan, letters, anew }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_called_as_in_a_spreadsheet() {
        let names = [0, 25, 26, 27, 52, 701].map(super::letters);
        assert_eq!(names, ["A", "Z", "AA", "AB", "BA", "ZZ"]);
    }
}
