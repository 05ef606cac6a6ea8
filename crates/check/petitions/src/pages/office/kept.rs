//! `/can-bo/so-don/bo-loc`: an officer's kept filters of the register: keeping what the register
//! shows now, naming it anew, lending it to the unit, dropping it. The register and "today" show
//! them as a row of links.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::State as Shared;
use axum::response::{IntoResponse, Redirect};
use kernel::Id;
use web::{Fields, FormState, Html, Page, Posted, Say};

use super::around::{self, Scope};
use super::register::{dues, effects, only, states};
use super::today::Choices;
use crate::views::{self, View};

const REGISTER: &str = "/can-bo/so-don";
/// The page.
pub(super) const PATH: &str = "/can-bo/so-don/bo-loc";

/// The row of links over a list.
#[derive(Template)]
#[template(path = "office/kept-links.html")]
struct Links<'a> {
    page: &'a Page,
    views: &'a [View],
    /// The filter that is shown now, as far as it may be kept.
    now: String,
    unit: &'a str,
    /// Whether `now` may be kept from here.
    keeps: bool,
}

impl Links<'_> {
    fn is_here(&self, view: &View) -> bool {
        view.query == format!("unit={}&{}", self.unit, self.now)
    }

    fn is_kept(&self) -> bool {
        self.views.iter().any(|view| self.is_here(view))
    }
}

/// The links of a page to kept filters; on the register also the way to keep what it shows.
pub(super) fn links(page: &Page, unit: &str, views: &[View], keeps: bool) -> Html {
    let now = if keeps { views::keepable(&page.query()).encode() } else { String::new() };
    match views.is_empty() && now.is_empty() {
        true => Html::default(),
        false => Html::of(&Links { page, views, now, unit, keeps }),
    }
}

/// A filter on the page of all of them.
pub(super) struct Shown {
    pub view: View,
    /// What it narrows by, in words.
    pub by: String,
    /// Whose it is; empty for the officer's own.
    pub whose: String,
    /// Its name in a form, with what was wrong about the last one.
    pub form: FormState,
}

#[derive(Template)]
#[template(path = "office/kept.html")]
pub(super) struct KeptPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub unit: &'a str,
    /// What the register showed and may be kept: query and words.
    pub fresh: Option<(String, String)>,
    pub shown: &'a [Shown],
    /// What was just dropped.
    pub dropped: Option<View>,
    /// What was just done.
    pub done: &'a str,
    /// Whether the officer may end what colleagues lend.
    pub leads: bool,
}

impl KeptPage<'_> {
    fn prefix(&self, shown: &Shown) -> String {
        format!("v{}-", shown.view.n)
    }
}

/// A field of the filter, the key of its label, its options.
type List = (&'static str, &'static str, Vec<(String, String)>);

/// What a filter narrows by, in words: "Loại: khiếu nại; Hạn: quá hạn".
struct Wording<'a> {
    page: &'a Page,
    lists: Vec<List>,
}

impl<'a> Wording<'a> {
    fn new(page: &'a Page, choices: Choices) -> Self {
        let sorts = ["received", "-received", "due"].map(|sort| {
            let word = page.t(around::key("day-view-sort", sort.trim_start_matches('-')));
            (sort.to_owned(), word.into_owned())
        });
        let lists = vec![
            ("kind", "office-kind", choices.kinds),
            ("matter", "office-matter", choices.matters),
            ("state", "office-col-state", states(page)),
            ("due", "day-due", dues(page)),
            ("channel", "office-channel", choices.channels),
            ("village", "office-village", choices.villages),
            ("only", "office-only", only(page)),
            ("effect", "office-effect", effects(page)),
            ("holder", "office-holder", choices.holders),
            ("sort", "day-view-sort", sorts.to_vec()),
        ];
        Self { page, lists }
    }

    fn of(&self, query: &Fields) -> String {
        let one = |(name, value): (&str, &str)| {
            let named = self.lists.iter().find(|(known, _, _)| *known == name);
            let (label, word) = match (named, name) {
                (Some((_, label, options)), _) => {
                    let option = options.iter().find(|(known, _)| known == value);
                    (*label, option.map_or(value, |(_, word)| word))
                }
                (None, "from") => ("office-from", value),
                (None, "to") => ("office-to", value),
                (None, _) => return None,
            };
            let label = self.page.t(label);
            Some(self.page.with("label", label).with("value", word).t("day-view-part"))
        };
        query.pairs().filter_map(one).collect::<Vec<_>>().join("; ")
    }
}

/// What the page shows besides what is there.
#[derive(Default)]
struct News {
    form: FormState,
    fresh: Fields,
    renaming: Option<(i64, FormState)>,
    dropped: Option<View>,
    done: String,
}

/// `GET /can-bo/so-don/bo-loc?unit=…&kind=…`: the filters, and what the query holds, to be kept.
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_REGISTER)?;
    let query = page.query();
    let scope = Scope::of(&app, &officer, query.get("unit"))?;
    let done = ["renamed", "shared", "unshared", "kept"].into_iter();
    let done = done.filter(|done| query.get("xong") == Some(done)).collect();
    let news = News { fresh: views::keepable(&query), done, ..News::default() };
    answer(&app, &officer, page, &scope, news).await
}

async fn answer(app: &App, officer: &Officer, page: Page, scope: &Scope, news: News) -> Answer {
    officer.allow(Act::PETITIONS_REGISTER, &scope.unit)?;
    let views = views::seen(&app.store, officer.account, &scope.unit).await?;
    let colleagues = around::colleagues(app, app.store.clock().today()).await?;
    let villages = around::all_villages(app, &scope.unit).await?;
    let owners = views.iter().map(|view| view.account);
    let names: HashMap<Id, String> = around::names(app, &colleagues, owners).await?;
    let list = page.t("office-register-title").into_owned();
    let page = page.titled("day-view-title").office().here(REGISTER).crumb(list, REGISTER);
    let faulty = news.renaming.as_ref().map(|(_, form)| form);
    let page = page.redisplay(faulty.unwrap_or(&news.form));
    let wording = Wording::new(&page, Choices::of(&page, &colleagues, &villages));
    let mut renaming = news.renaming;
    let shown = |view: View| {
        let own = view.account == officer.account;
        let renamed = renaming.take_if(|(n, _)| own && *n == view.n);
        let form = renamed.map(|(_, form)| form);
        Shown {
            by: wording.of(&Fields::decode(view.query.as_bytes())),
            whose: match own {
                true => String::new(),
                false => names.get(&view.account).cloned().unwrap_or_default(),
            },
            form: form.unwrap_or_else(|| FormState::new().with("name", &view.name)),
            view,
        }
    };
    let shown: Vec<Shown> = views.into_iter().map(shown).collect();
    let fresh = news.fresh.encode();
    Ok(page.show(&KeptPage {
        page: &page,
        form: &news.form,
        unit: &scope.unit,
        fresh: (!fresh.is_empty()).then(|| (fresh, wording.of(&news.fresh))),
        shown: &shown,
        dropped: news.dropped,
        done: &news.done,
        leads: officer.may(Act::PETITIONS_LEAD, &scope.unit),
    }))
}

fn told(unit: &str, done: &str) -> axum::response::Response {
    Redirect::to(&format!("{PATH}?unit={unit}&xong={done}")).into_response()
}

/// `POST /can-bo/so-don/bo-loc`: keeps, renames, lends, takes back or drops, as `go` says.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_REGISTER)?;
    let Posted { page, form } = posted;
    let scope = Scope::of(&app, &officer, form.fields().get("unit"))?;
    officer.allow(Act::PETITIONS_REGISTER, &scope.unit)?;
    let (store, actor, own) = (&app.store, officer.actor(), officer.account);
    let n = form.fields().get("n").and_then(|n| n.parse().ok()).unwrap_or_default();
    match form.fields().get("go").unwrap_or_default() {
        "rename" => rename(&app, &officer, page, form, &scope, n).await,
        "share" => {
            views::share(store, &actor, own, n, true).await?;
            Ok(told(&scope.unit, "shared"))
        }
        "unshare" => {
            let whose = form.fields().get("whose").and_then(|id| id.parse().ok()).unwrap_or(own);
            if whose != own {
                // Only what is lent to this very unit may its leader take back.
                officer.allow(Act::PETITIONS_LEAD, &scope.unit)?;
                let seen = views::seen(store, own, &scope.unit).await?;
                if !seen.iter().any(|view| view.account == whose && view.n == n) {
                    return Err(kernel::Refusal::conflict("view-gone").into());
                }
            }
            views::share(store, &actor, whose, n, false).await?;
            Ok(told(&scope.unit, "unshared"))
        }
        "drop" => {
            let seen = views::seen(store, own, &scope.unit).await?;
            let dropped = seen.into_iter().find(|view| view.account == own && view.n == n);
            views::drop(store, &actor, own, n).await?;
            answer(&app, &officer, page, &scope, News { dropped, ..News::default() }).await
        }
        _ => keep(&app, &officer, page, form, &scope).await,
    }
}

async fn keep(
    app: &App,
    officer: &Officer,
    page: Page,
    mut form: FormState,
    scope: &Scope,
) -> Answer {
    let query = form.fields().get("query").unwrap_or_default().to_owned();
    let query = views::keepable(&Fields::decode(query.as_bytes()));
    if let Some(name) = form.required_or("name", views::MOST_NAME, "day-view-no-name") {
        let shared = form.ticked("shared");
        let named = (name.as_str(), scope.unit.as_str());
        let (store, actor) = (&app.store, officer.actor());
        match views::keep(store, &actor, officer.account, named, &query, shared).await {
            Ok(query) => {
                let there = format!("{REGISTER}?unit={}&{query}", scope.unit);
                return Ok(Redirect::to(&there).into_response());
            }
            Err(failure) => refuse(&mut form, failure)?,
        }
    }
    answer(app, officer, page, scope, News { form, fresh: query, ..News::default() }).await
}

async fn rename(
    app: &App,
    officer: &Officer,
    page: Page,
    mut form: FormState,
    scope: &Scope,
    n: i64,
) -> Answer {
    if let Some(name) = form.required_or("name", views::MOST_NAME, "day-view-no-name") {
        match views::rename(&app.store, &officer.actor(), officer.account, n, &name).await {
            Ok(()) => return Ok(told(&scope.unit, "renamed")),
            Err(failure) => refuse(&mut form, failure)?,
        }
    }
    answer(app, officer, page, scope, News { renaming: Some((n, form)), ..News::default() }).await
}

/// A refusal stands beside the name; a failure goes on.
fn refuse(form: &mut FormState, failure: Failure) -> Result<(), Failure> {
    let Some(refusal) = failure.refusal().cloned() else { return Err(failure) };
    let mut say = Say::new(format!("refusal-{}", refusal.code));
    for (name, value) in &refusal.args {
        say = say.with(name, value.clone());
    }
    form.wrong("name", say);
    Ok(())
}
