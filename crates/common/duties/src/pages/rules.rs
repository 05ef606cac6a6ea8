//! `/can-bo/luat`: every rule that the program counts with, how sure it is, and a jurist's word.

use std::sync::Arc;

use accounts::{Act, Answer, App, Officer};
use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::Date;
use kernel::Refusal;
use rulebook::{LawChange, Rule};
use store::{Fact, laws};
use web::parts::{Mark, Status};
use web::{Page, Posted};

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
}

#[derive(Template)]
#[template(path = "rules.html")]
struct Rules<'a> {
    page: &'a Page,
    lines: Vec<Line>,
    may_confirm: bool,
    done: bool,
}

/// `GET /can-bo/luat`
pub(crate) async fn show(State(app): State<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::LAW_MOVES)?;
    let law = app.store.laws().now().clone();
    let lines = law
        .rulebook
        .rules()
        .map(|rule| {
            let article = law.rulebook.cite(&rule.article, explain::lang(&page));
            line(&page, rule, article)
        })
        .collect();
    let may_confirm = officer.may_somewhere(Act::LAW_CONFIRM);
    let done = page.query().get("xong").is_some();
    let page = page.titled("law-rules").office().here("/can-bo/luat");
    Ok(page.show(&Rules { page: &page, lines, may_confirm, done }))
}

fn line(page: &Page, rule: &Rule, article: String) -> Line {
    let lang = explain::lang(page);
    let certainty = format!("certainty-{}", rule.certainty.code());
    let (mark, words) = match (rule.confirmed, rule.is_settled()) {
        (true, _) => (Mark::Done, page.t("certainty-confirmed")),
        (false, true) => (Mark::Done, page.t(certainty)),
        (false, false) => (Mark::Soon, page.t(certainty)),
    };
    let note = lang.pick(
        rule.note_vi.as_deref().unwrap_or_default(),
        rule.note_en.as_deref().unwrap_or_default(),
    );
    Line {
        id: rule.id.clone(),
        valid_from: rule.valid_from.to_string(),
        from: page.date(rule.valid_from),
        to: rule.valid_to.map(|to| page.date(to)).unwrap_or_default(),
        sentence: rule.sentence(None, lang),
        note: note.to_owned(),
        article,
        status: Status::new(mark, words),
        open: !rule.is_settled(),
    }
}

/// `POST /can-bo/luat`: a jurist read the article and says that the row is right.
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::LAW_CONFIRM)?;
    let Posted { mut form, .. } = posted;
    let id = form.required("id", 60).unwrap_or_default();
    let from = form.required("valid_from", 10).unwrap_or_default();
    let source = form.required("source", 300);
    let valid_from: Date =
        from.parse().map_err(|_| Refusal::invalid("id", "rule-unknown").with("rule", &id))?;
    let source = source.ok_or_else(|| Refusal::invalid("source", "law-no-source"))?;
    let change = LawChange::RuleConfirmed { id: id.clone(), valid_from, source };
    // What cannot be applied is refused before it becomes a fact.
    app.store
        .laws()
        .now()
        .apply(&change)
        .map_err(|_| Refusal::invalid("id", "rule-unknown").with("rule", &id))?;
    app.store.change_law(&officer.actor(), Fact::new(laws::CHANGED, 1, &change)).await?;
    Ok(Redirect::to("/can-bo/luat?xong=1").into_response())
}
