//! Letters that may belong to one matter, on the officer's screen only: earlier ones that are much
//! like this one, each with its reasons, to be joined to or set apart; those set apart, to be
//! looked at again; and the letters that were joined to this case.

use accounts::{Act, App, Failure, Officer};
use askama::Template;
use jiff::civil::Date;
use web::{Html, Page};

use super::super::around::{key, shorten};
use super::super::rows::WORDS;
use super::Case;
use crate::likeness::find::{self, Suggestion};
use crate::likeness::{Reason, store as sql};
use crate::petition::Step;

/// The most letters of a case that its page names; the register has them all.
const MOST: i64 = 50;

/// What stands beside a case about other letters.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Alike {
    /// Earlier letters that may be about this matter.
    pub found: Vec<Suggestion>,
    /// The letters of this case: code and day.
    pub letters: Vec<(String, Date)>,
}

/// Reads it for a case, as far as this officer may do anything with it.
pub(super) async fn read(app: &App, officer: &Officer, case: &Case) -> Result<Alike, Failure> {
    let petition = &case.read.petition;
    let open = petition.arrow(Step::Link).is_some();
    let may = officer.may(Act::PETITIONS_CLASSIFY, &petition.received.unit);
    let found = match open && may {
        true => find::suggestions(&app.store, &case.read).await?,
        false => Vec::new(),
    };
    let letters = sql::letters(&app.store, &petition.id, MOST).await?;
    Ok(Alike { found, letters })
}

#[derive(Template)]
#[template(path = "office/alike.html")]
struct Panel<'a> {
    page: &'a Page,
    case: &'a Case,
    alike: &'a Alike,
    /// Whether what was set apart may be looked at again.
    may: bool,
}

/// The panel; empty when there is nothing to say.
pub(in super::super) fn panel(page: &Page, officer: &Officer, case: &Case, alike: &Alike) -> Html {
    let petition = &case.read.petition;
    let may = officer.may(Act::PETITIONS_CLASSIFY, &petition.received.unit)
        && petition.arrow(Step::Apart).is_some();
    let apart = may && !petition.apart.is_empty();
    let leads = may && petition.joined.is_none();
    match alike.found.is_empty() && alike.letters.is_empty() && !apart && !leads {
        true => Html::default(),
        false => Html::of(&Panel { page, case, alike, may }),
    }
}

impl Panel<'_> {
    /// Whether later letters may be joined to this case from here.
    fn leads(&self) -> bool {
        self.may && self.case.read.petition.joined.is_none()
    }

    fn words(&self, one: &Suggestion) -> String {
        words(self.page, one)
    }

    fn state(&self, one: &Suggestion) -> String {
        self.page.t(key("state", &one.letter.state)).into_owned()
    }

    fn how_likely(&self, one: &Suggestion) -> &'static str {
        how_likely(one)
    }

    fn why(&self, one: &Suggestion) -> String {
        why(self.page, one)
    }
}

/// The beginning of its words.
pub(in super::super) fn words(page: &Page, one: &Suggestion) -> String {
    match &one.words {
        Some(words) => shorten(words, WORDS),
        None => page.t("office-erased").into_owned(),
    }
}

/// How likely it is, as a key.
pub(in super::super) fn how_likely(one: &Suggestion) -> &'static str {
    match one.likeness.is_likely() {
        true => "office-alike-likely",
        false => "office-alike-maybe",
    }
}

/// "Cùng chỗ, cách 3 ngày, nội dung giống 82%."
pub(in super::super) fn why(page: &Page, one: &Suggestion) -> String {
    let said: Vec<String> = one.likeness.reasons.iter().map(|why| reason(page, *why)).collect();
    format!("{}.", super::super::around::capital(&said.join(", ")))
}

fn reason(page: &Page, why: Reason) -> String {
    match why {
        Reason::Named => page.t("office-alike-named").into_owned(),
        Reason::Metres(0..=2) => page.t("office-alike-same-spot").into_owned(),
        Reason::Metres(apart) => page.with("n", i64::from(apart)).t("office-alike-metres"),
        Reason::Cell => page.t("office-alike-cell").into_owned(),
        Reason::Village => page.t("office-alike-village").into_owned(),
        Reason::Hours(0..=23) => page.t("office-alike-within-day").into_owned(),
        Reason::Hours(apart) => {
            page.with("n", i64::from(apart.div_ceil(24))).t("office-alike-days")
        }
        Reason::Open => page.t("office-alike-open").into_owned(),
        Reason::Ended(_) => page.t("office-alike-ended").into_owned(),
        Reason::Matter => page.t("office-alike-matter").into_owned(),
        Reason::Words(share) => page.with("n", i64::from(share)).t("office-alike-words"),
    }
}
