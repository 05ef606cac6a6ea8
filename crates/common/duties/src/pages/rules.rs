//! `/can-bo/luat`: every rule that the program counts with and every ground on which it lets an
//! office refuse, how sure it is, and a jurist's word.

use std::collections::BTreeSet;
use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::{Ground, LawChange, Rule, Rulebook};
use store::{Fact, laws};
use web::parts::{Mark, Status, Tab};
use web::{Form, FormState, Html, Page, Posted};

use crate::explain;

struct Line {
    id: String,
    valid_from: String,
    from: String,
    to: String,
    sentence: String,
    note: String,
    article: String,
    status: Status,
    open: bool,
    /// What stands before the ids of its own form.
    prefix: String,
    /// Whether its form came back with a fault.
    asked: bool,
}

#[derive(Template)]
#[template(path = "rules.html")]
struct Rules<'a> {
    page: &'a Page,
    /// The form that came back, or an empty one.
    form: &'a FormState,
    empty: &'a FormState,
    /// The instruments that have rules.
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    may_confirm: bool,
    done: bool,
}

impl Rules<'_> {
    /// The form of one line: only the one that came back holds what was typed.
    fn form_of<'s>(&'s self, line: &'s Line) -> Form<'s> {
        let form = if line.asked { self.form } else { self.empty };
        self.page.form(form).prefix(&line.prefix)
    }

    /// The summary of faults leads into the line's own form.
    fn errors(&self) -> Html {
        let prefix = self.lines.iter().find(|line| line.asked);
        self.page.form(self.form).prefix(prefix.map_or("", |line| &line.prefix)).errors()
    }
}

/// `GET /can-bo/luat?van-ban=LKN`: the rules of one instrument, so that the page stays light.
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::LAW_MOVES)?;
    Ok(draw(&app, &officer, page, &FormState::new()))
}

fn draw(app: &App, officer: &Officer, page: Page, form: &FormState) -> Response {
    let (law, lang) = (app.store.laws().now().clone(), explain::lang(&page));
    let (id, from) = (form.fields().get("id"), form.fields().get("valid_from"));
    let all = rows(&law.rulebook);
    let instruments: BTreeSet<&str> = all.iter().map(Row::instrument).collect();
    // A form that came back opens where its rule stands.
    let meant = all.iter().find(|row| Some(row.id()) == id).map(Row::instrument);
    let query = page.query();
    let shown = meant.or(query.get("van-ban")).filter(|one| instruments.contains(one));
    let shown = shown.or(instruments.first().copied()).unwrap_or_default().to_owned();
    let one = |(n, row): (usize, Row<'_>)| {
        let line = row.line(&page, &law.rulebook);
        let asked = id == Some(line.id.as_str()) && from == Some(line.valid_from.as_str());
        Line { prefix: format!("dong-{n}-"), asked, ..line }
    };
    let tabs = instruments.iter().map(|code| {
        let instrument = law.rulebook.instrument(code);
        let name = instrument.map_or_else(|| (*code).to_owned(), |law| law.cite("", lang));
        Tab::new(name, format!("/can-bo/luat?van-ban={code}"), *code == shown)
    });
    let tabs = tabs.collect();
    let of_it = all.into_iter().filter(|row| row.instrument() == shown);
    let lines = of_it.enumerate().map(one).collect();
    let may_confirm = officer.may_somewhere(Act::LAW_CONFIRM);
    let done = page.query().get("xong").is_some();
    let page = page.titled("law-rules").office().here("/can-bo/luat").redisplay(form);
    let empty = &FormState::new();
    page.show(&Rules { page: &page, form, empty, tabs, lines, may_confirm, done })
}

/// What can be confirmed: a version of a rule, or a ground of refusal.
enum Row<'a> {
    Rule(&'a Rule),
    Ground(&'a Ground),
}

/// All rules, then all grounds.
fn rows(book: &Rulebook) -> Vec<Row<'_>> {
    book.rules().map(Row::Rule).chain(book.all_grounds().map(Row::Ground)).collect()
}

impl<'a> Row<'a> {
    fn id(&self) -> &'a str {
        match self {
            Self::Rule(rule) => &rule.id,
            Self::Ground(ground) => &ground.id,
        }
    }

    fn instrument(&self) -> &'a str {
        match self {
            Self::Rule(rule) => &rule.article.instrument,
            Self::Ground(ground) => &ground.article.instrument,
        }
    }

    fn line(&self, page: &Page, book: &Rulebook) -> Line {
        let lang = explain::lang(page);
        let (confirmed, settled, certainty) = match self {
            Self::Rule(rule) => (rule.confirmed, rule.is_settled(), rule.certainty),
            Self::Ground(ground) => (ground.confirmed, ground.is_settled(), ground.certainty),
        };
        let certainty = format!("certainty-{}", certainty.code());
        let (mark, words) = match (confirmed, settled) {
            (true, _) => (Mark::Done, page.t("certainty-confirmed")),
            (false, true) => (Mark::Done, page.t(certainty)),
            (false, false) => (Mark::Soon, page.t(certainty)),
        };
        let (sentence, note, article, from, to) = match self {
            Self::Rule(rule) => {
                let (vi, en) = (rule.note_vi.as_deref(), rule.note_en.as_deref());
                let note = lang.pick(vi.unwrap_or_default(), en.unwrap_or_default());
                let (from, to) = (rule.valid_from, rule.valid_to);
                (rule.sentence(None, lang), note, &rule.article, from, to)
            }
            Self::Ground(ground) => {
                let (from, to) = (ground.valid_from, ground.valid_to);
                (ground.words(lang), ground.next_step(lang), &ground.article, from, to)
            }
        };
        Line {
            id: self.id().to_owned(),
            valid_from: from.to_string(),
            from: page.date(from),
            to: to.map(|to| page.date(to)).unwrap_or_default(),
            sentence,
            note: note.to_owned(),
            article: book.cite(article, lang),
            status: Status::new(mark, words),
            open: !settled,
            prefix: String::new(),
            asked: false,
        }
    }
}

/// `POST /can-bo/luat`: a jurist read the article and says that the row is right.
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::LAW_CONFIRM)?;
    let Posted { page, mut form } = posted;
    let id = form.fields().typed("id").to_owned();
    // Which row is meant travels unseen: nobody can correct it, so it is told of the whole form.
    let unknown = || Refusal::invalid("", "rule-unknown").with("rule", &id);
    let valid_from = form.fields().typed("valid_from").parse::<Date>();
    let source = form.required_or("source", 300, "refusal-law-no-source");
    let change = match (valid_from, source) {
        (Ok(valid_from), Some(source)) => {
            Some(LawChange::RuleConfirmed { id: id.clone(), valid_from, source })
        }
        (Err(_), _) => {
            form.refuse(&unknown());
            None
        }
        (Ok(_), None) => None,
    };
    let Some(change) = change else { return Ok(draw(&app, &officer, page, &form)) };
    // What cannot be applied is refused before it becomes a fact.
    if app.store.laws().now().apply(&change).is_err() {
        form.refuse(&unknown());
        return Ok(draw(&app, &officer, page, &form));
    }
    app.store.change_law(&officer.actor(), Fact::new(laws::CHANGED, 1, &change)).await?;
    let law = app.store.laws().now().clone();
    let all = rows(&law.rulebook);
    let instrument = all.iter().find(|row| row.id() == id).map(Row::instrument).unwrap_or_default();
    Ok(Redirect::to(&format!("/can-bo/luat?van-ban={instrument}&xong=1")).into_response())
}
