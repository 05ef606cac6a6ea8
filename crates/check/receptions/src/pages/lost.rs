//! The desk's form when somebody else was first with the one who waits: what they did and when is
//! said, and what was typed stays, for another matter or another visitor. One form that is sent
//! twice is not that: it was entered, and is told so.

use accounts::{Answer as Answered, App, Failure, Officer};
use axum::http::StatusCode;
use kernel::Actor;
use store::Record;
use web::parts::Mark;
use web::{Fields, FormState, Html, Page};

use super::desk::{Above, answer as form_page, beside};
use super::key;
use crate::arrows::VisitStep;
use crate::desk::{self, ReadVisit, Taking};
use crate::facts::VisitEvent;
use crate::kind::Kind;
use crate::meaning::code;
use crate::session::Session;
use crate::visit::Visit;

/// What ended the wait of a visitor.
fn deed(read: &ReadVisit) -> Result<Option<&Record>, Failure> {
    use VisitEvent as E;
    for record in read.stream.records.iter().rev() {
        let event = VisitEvent::read(record)?;
        if matches!(event, E::Received(_) | E::Refused { .. } | E::Left {} | E::GivenUp {}) {
            return Ok(Some(record));
        }
    }
    Ok(None)
}

/// The visitor whom a form names, as they are now, when it is not this form that ended their wait:
/// a colleague did, or this officer with other words.
///
/// # Errors
/// When the database does not answer or the journal is inconsistent.
pub(super) async fn first(
    app: &App,
    officer: &Officer,
    (session, form): (&Session, &FormState),
    taking: &Taking,
) -> Result<Option<ReadVisit>, Failure> {
    let Some(named) = form.fields().get("luot") else { return Ok(None) };
    let read = desk::read_visit(&app.store, named).await?;
    let Some(read) = read.filter(|read| read.visit.began.session == session.id) else {
        return Ok(None);
    };
    if read.visit.arrow(VisitStep::Receive).is_some() {
        return Ok(None);
    }
    let own = deed(&read)?.is_some_and(|record| record.actor == officer.actor().to_string());
    if let Some(line) = read.visit.received.as_ref().filter(|_| own) {
        let said = desk::words(&app.store, line.words.as_ref()).await?;
        if said == taking.words.trim() {
            return Ok(None);
        }
    }
    Ok(Some(read))
}

/// What is left to be entered: another matter of who was received, else another visitor. Beside a
/// denunciation nobody is named, so nothing leads to it.
fn left(form: &FormState, visit: &Visit) -> FormState {
    let kept = form.fields().pairs().filter(|(name, _)| !["luot", "turn_of"].contains(name));
    let form = FormState::of(kept.fold(Fields::default(), |mut fields, (name, value)| {
        fields.push(name, value);
        fields
    }));
    match visit.received.as_ref().filter(|line| line.kind != Kind::Denunciation) {
        Some(line) => {
            let turn = line.turn_of.as_deref().unwrap_or(&visit.id);
            form.with("turn_of", desk::key(turn))
        }
        None => form,
    }
}

/// What was done, in words.
fn said(page: &Page, visit: &Visit) -> String {
    match &visit.received {
        Some(line) if line.kind != Kind::Denunciation => {
            page.with("code", code(line.no, line.year)).t("td-lost-received")
        }
        Some(_) => page.t("td-lost-entered").into_owned(),
        None => {
            let state = page.t(key("td-visit", visit.state.word())).into_owned();
            page.with("state", state).t("td-lost-state")
        }
    }
}

/// The form once more, with what was typed and what the other did.
pub(super) async fn answer(
    app: &App,
    page: Page,
    form: &FormState,
    (session, form_key): (&Session, &str),
    read: &ReadVisit,
) -> Answered {
    let visit = &read.visit;
    let record = deed(read)?;
    let who = match record.map(|record| record.actor.parse::<Actor>()) {
        Some(Ok(Actor::Account(account))) => app.names(&[account]).await?.remove(&account),
        Some(Ok(Actor::Resident)) => Some(page.t("td-lost-own").into_owned()),
        _ => None,
    };
    let who = who.unwrap_or_else(|| page.t("td-lost-other").into_owned());
    let at = record.map_or_else(String::new, |record| page.moment(record.at));
    let title = page.with("who", who).with("time", at).t("td-lost-by");
    let notice = page.notice(Mark::Late, title, said(&page, visit));
    let above = Above::Lost(Html::join([notice, beside(&page, visit)]));
    let form = left(form, visit);
    form_page(app, page.status(StatusCode::CONFLICT), &form, session, form_key, above)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visit(kind: Option<Kind>) -> Visit {
        use crate::facts::{Began, Received};
        use crate::kind::{Competence, Way};
        let began = Began {
            session: "reception/1".to_owned(),
            unit: "1".to_owned(),
            on: jiff::civil::Date::constant(2026, 3, 10),
            way: Way::Desk,
            kind: None,
            persons: 1,
            person: None,
            words: None,
            booked: None,
        };
        let mut visit = Visit::new("visit/a".to_owned(), began, jiff::Timestamp::UNIX_EPOCH);
        visit.received = kind.map(|kind| Received {
            year: 2026,
            no: 1,
            kind,
            matter: "water".to_owned(),
            persons: 1,
            group: false,
            speakers: 0,
            person: None,
            others: None,
            words: None,
            competence: Competence::Own,
            turn_of: None,
        });
        visit
    }

    #[test]
    fn what_was_typed_goes_on_as_another_matter_and_never_beside_a_denunciation() {
        let typed = FormState::new().with("luot", "a").with("words", "Việc");
        for (kind, turn) in
            [(Some(Kind::Feedback), Some("a")), (Some(Kind::Denunciation), None), (None, None)]
        {
            let form = left(&typed, &visit(kind));
            let fields = form.fields();
            assert_eq!((fields.get("luot"), fields.get("words")), (None, Some("Việc")));
            assert_eq!(fields.get("turn_of"), turn);
        }
    }
}
