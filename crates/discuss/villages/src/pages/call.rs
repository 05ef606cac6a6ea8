//! `/can-bo/hop-thon/trieu-tap`: a village meeting is called: which village, by whom, when, where,
//! how many households, and what is to be decided.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer, Scope};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use duties::explain::rule_words;
use jiff::ToSpan as _;
use jiff::civil::Date;
use units::local::{self, Kind};
use web::{FormState, Page, Posted};

use super::{AHEAD, EARLIEST, OFFICE, choices, dress};
use crate::desk::{self, Call, MOST_ITEMS, MOST_OPTIONS, MOST_PARTS, Subject};
use crate::kind::{Caller, Matter};

#[derive(Template)]
#[template(path = "call.html")]
pub(super) struct CallPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    /// The villages: code and name.
    pub villages: Vec<(String, String)>,
    /// The rules of who calls, of clusters, of the draft, with their articles.
    pub rules: [String; 3],
}

impl CallPage<'_> {
    fn callers(&self) -> Vec<(String, String)> {
        choices(self.page, "ht-caller", Caller::WORDS)
    }

    fn matters(&self) -> Vec<(String, String)> {
        choices(self.page, "ht-matter", Matter::WORDS)
    }

    fn used(&self, n: &usize) -> bool {
        self.form.fields().get(&format!("title{n}")).is_some()
    }

    fn later(&self) -> std::ops::RangeInclusive<usize> {
        2..=MOST_ITEMS
    }
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page, form: &FormState) -> Page {
    let (list, here) = (page.t("ht-title").into_owned(), page.t("ht-call").into_owned());
    dress(page).titled("ht-call").crumb(list, OFFICE).crumb_here(here).redisplay(form)
}

/// What a new form begins with.
pub(super) fn beforehand(scope: &Scope) -> FormState {
    let form = FormState::new().with("unit", &scope.unit).with("caller", Caller::Head.word());
    (1..=MOST_ITEMS).fold(form.with("from", "19:30").with("parts", "1"), |form, n| {
        form.with(&format!("matter{n}"), Matter::Other.word())
    })
}

/// The rules that the page names, with their articles.
pub(super) fn rules(page: &Page, law: &rulebook::Law, today: Date) -> [String; 3] {
    ["MT.call", "MT.cluster", "HU.post"]
        .map(|rule| rule_words(page, law, rule, today).unwrap_or_default())
}

/// The villages of a commune: code and name.
async fn villages(app: &App, scope: &Scope) -> Result<Vec<(String, String)>, Failure> {
    let villages = local::of(&app.store, &scope.unit, Kind::Village).await?;
    Ok(villages.into_iter().map(|one| (one.code, one.name)).collect())
}

fn answer(
    app: &App,
    page: Page,
    form: &FormState,
    scope: &Scope,
    villages: Vec<(String, String)>,
) -> Answer {
    let page = titled(page, form);
    let rules = rules(&page, app.store.laws().now(), app.store.clock().today());
    Ok(page.show(&CallPage { page: &page, form, scope, villages, rules }))
}

/// `GET /can-bo/hop-thon/trieu-tap?unit=…`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    let scope = Scope::allowed(&app, &officer, Act::VILLAGES_CALL, page.query().get("unit"))?;
    let villages = villages(&app, &scope).await?;
    answer(&app, page, &beforehand(&scope), &scope, villages)
}

/// `POST /can-bo/hop-thon/trieu-tap`
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    let Posted { page, mut form } = posted;
    let scope = Scope::allowed(&app, &officer, Act::VILLAGES_CALL, form.fields().get("unit"))?;
    let villages = villages(&app, &scope).await?;
    if let Some(call) = read(&mut form, app.store.clock().today()) {
        own(&scope, &call)?;
        match desk::call(&app.store, &officer.actor(), &call).await {
            Ok(key) => {
                return Ok(Redirect::to(&format!("{OFFICE}/{key}?xong=call")).into_response());
            }
            Err(failure) => failure.on_form(&mut form)?,
        }
    }
    answer(&app, page, &form, &scope, villages)
}

/// A village of another commune is none that this form could offer.
fn own(scope: &Scope, call: &Call) -> Result<(), Failure> {
    let parent = call.village.split('-').next().unwrap_or_default();
    let known = parent == scope.unit;
    known.then_some(()).ok_or(Failure(web::PageError::NotFound))
}

fn read(form: &mut FormState, today: Date) -> Option<Call> {
    let village = form.required_or("village", 40, "field-choose");
    let caller = form.choice("caller", Caller::WORDS).and_then(Caller::read);
    // The past may be entered: a village that begins with this program has met before.
    let on = form.date("on", EARLIEST, today.saturating_add(AHEAD.days()));
    let from = form.clock("from");
    let place = form.required("place", 300);
    let households = form.number("households", 1..=20_000).and_then(|n| u32::try_from(n).ok());
    let parts = form.number("parts", 1..=MOST_PARTS.into()).and_then(|n| u8::try_from(n).ok());
    let scattered = form.ticked("scattered");
    let posted_on = form.maybe_date("posted_on", EARLIEST, today);
    let mut agenda = Vec::new();
    for n in 1..=MOST_ITEMS {
        agenda.extend(subject(form, n));
    }
    if form.is_wrong() {
        return None;
    }
    Some(Call {
        village: village?,
        caller: caller?,
        on: on?,
        from: from?,
        place: place?,
        households: households?,
        parts: parts?,
        scattered,
        posted_on,
        agenda,
    })
}

/// One matter; nothing where no title was typed.
fn subject(form: &mut FormState, n: usize) -> Option<Subject> {
    let (title, matter) = (format!("title{n}"), format!("matter{n}"));
    let options = format!("options{n}");
    let title = match n {
        1 => form.required(&title, 500)?,
        _ => form.text(&title, 500)?,
    };
    let matter = form.choice(&matter, Matter::WORDS).and_then(Matter::read)?;
    let typed = form.text(&options, 2_000).unwrap_or_default();
    let typed: Vec<String> =
        typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    if typed.len() == 1 || typed.len() > MOST_OPTIONS {
        let say = web::Say::new("ht-options-wrong").with("most", MOST_OPTIONS);
        form.wrong(&options, say);
    }
    Some(Subject { matter, title, options: typed })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 3, 1);

    fn typed() -> FormState {
        FormState::new()
            .with("village", "20836-01")
            .with("caller", "head")
            .with("on", "10/03/2026")
            .with("from", "19h30")
            .with("place", "Nhà văn hóa thôn")
            .with("households", "120")
            .with("parts", "1")
            .with("matter1", "contribution")
            .with("title1", "Góp làm đường ngõ")
    }

    #[test]
    fn an_agenda_has_a_matter_and_no_option_alone() {
        let call = read(&mut typed(), TODAY).unwrap();
        assert_eq!((call.agenda.len(), call.from, call.households), (1, 1170, 120));
        let two = typed().with("options1", "500.000 đồng\n\n700.000 đồng");
        assert_eq!(read(&mut two.clone(), TODAY).unwrap().agenda[0].options.len(), 2);
        let mut one = typed().with("options1", "500.000 đồng");
        assert!(read(&mut one, TODAY).is_none() && one.fault("options1").is_some());
        let mut none = typed();
        none.set("title1", "");
        assert!(read(&mut none, TODAY).is_none() && none.fault("title1").is_some());
    }
}
