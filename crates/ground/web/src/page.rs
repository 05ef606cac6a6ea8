//! The shell around every page: head, doors, crumbs, foot, title. A handler takes a [`Page`] as
//! an argument, says what the page is, and shows a template that extends `base.html`.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{Html as HtmlBody, IntoResponse, Response};

use jiff::civil::Date;

use crate::assets;
use crate::errors::PageError;
use crate::face::{Door, Doors, Issuer, Setting};
use crate::form::{Fields, Form, FormState};
use crate::visit::{Scheme, SignedIn, Visit};
use crate::words::{Lang, Words};

/// One step of the path above the heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What it is called.
    pub text: String,
    /// Where it leads; `None` for a step that is not a page.
    pub href: Option<String>,
}

/// One page being answered. Its [`Words`] are at hand: `page.t("home")`, `page.date(d)`.
#[derive(Clone)]
pub struct Page {
    w: Words,
    setting: Arc<Setting>,
    visit: Visit,
    scheme: Scheme,
    title: String,
    crumbs: Vec<Crumb>,
    here: String,
    office: bool,
    wrong: bool,
    hidden: bool,
    status: StatusCode,
}

impl Page {
    /// The same page in another language: what goes on paper speaks the State's.
    #[must_use]
    pub fn in_lang(mut self, lang: crate::Lang) -> Self {
        self.w = self.visit.face().book().words(lang);
        self
    }

    /// A page for `visit`, without a title yet.
    pub fn new(visit: Visit) -> Self {
        Self {
            w: visit.face().book().words(visit.lang()),
            setting: visit.face().setting(),
            scheme: visit.scheme(),
            title: String::new(),
            crumbs: Vec::new(),
            here: visit.path().to_owned(),
            office: false,
            wrong: false,
            hidden: false,
            status: StatusCode::OK,
            visit,
        }
    }

    /// Sets the title, in words that are already in the page's language.
    #[must_use]
    pub fn title(mut self, title: impl fmt::Display) -> Self {
        self.title = title.to_string();
        self
    }

    /// Sets the title to the words under `key`.
    #[must_use]
    pub fn titled(self, key: impl AsRef<str>) -> Self {
        let title = self.w.t(key).into_owned();
        self.title(title)
    }

    /// Adds a crumb that leads somewhere. The home page stands before all of them by itself.
    #[must_use]
    pub fn crumb(mut self, text: impl fmt::Display, href: impl fmt::Display) -> Self {
        self.crumbs.push(Crumb { text: text.to_string(), href: Some(href.to_string()) });
        self
    }

    /// Adds the last crumb: this page.
    #[must_use]
    pub fn crumb_here(mut self, text: impl fmt::Display) -> Self {
        self.crumbs.push(Crumb { text: text.to_string(), href: None });
        self
    }

    /// Sets which door is open: a [`Door::href`].
    #[must_use]
    pub fn here(mut self, door: impl fmt::Display) -> Self {
        self.here = door.to_string();
        self
    }

    /// Sets the officers' density and doors.
    #[must_use]
    pub fn office(mut self) -> Self {
        self.office = true;
        self
    }

    /// Marks a page that shows a form again because of its faults: the title says so and the
    /// answer is a 422. Does nothing when the form has none.
    #[must_use]
    pub fn redisplay(mut self, form: &FormState) -> Self {
        if form.is_wrong() {
            self.wrong = true;
            self.status = StatusCode::UNPROCESSABLE_ENTITY;
        }
        self
    }

    /// Sets the status of the answer.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Keeps the page out of search engines; for pages reached with a code.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// Shows the page at another language and ground than the visit's; for the style guide.
    #[must_use]
    pub(crate) fn seen_with(mut self, lang: Option<Lang>, scheme: Option<Scheme>) -> Self {
        if let Some(lang) = lang {
            self.w = self.visit.face().book().words(lang);
        }
        self.scheme = scheme.unwrap_or(self.scheme);
        self
    }

    /// The answer: `template` rendered, with the page's status.
    pub fn show(&self, template: &impl Template) -> Response {
        match template.render() {
            Ok(body) => (self.status, HtmlBody(body)).into_response(),
            Err(error) => PageError::bug(error).into_response(),
        }
    }

    /// The words, as a value of their own.
    pub fn w(&self) -> &Words {
        &self.w
    }

    /// The request behind the page.
    pub fn visit(&self) -> &Visit {
        &self.visit
    }

    /// A form that shows what `state` holds, with its faults.
    pub fn form<'a>(&'a self, state: &'a FormState) -> Form<'a> {
        Form::new(self, state)
    }

    /// The fields of the query.
    pub fn query(&self) -> Fields {
        Fields::decode(self.visit.query().as_bytes())
    }

    /// The first day of the month that the query asks for: `month=2026-03`. Years before 1945 and
    /// of more than four digits are typing errors, and no calendar has them.
    pub fn month_asked(&self) -> Option<Date> {
        let query = self.query();
        let (year, month) = query.get("month")?.split_once('-')?;
        let first = Date::new(year.parse().ok()?, month.parse().ok()?, 1).ok()?;
        (1945..=2999).contains(&first.year()).then_some(first)
    }

    /// This page's address with `name` set to `value` in the query (removed when empty), and
    /// without the paging key `after`: a new order or filter starts at its first page.
    pub fn href_with(&self, name: &str, value: impl fmt::Display) -> String {
        let value = value.to_string();
        let mut fields = self.query().without(name).without("after").without("before");
        if !value.is_empty() {
            fields.push(name, value);
        }
        match fields.encode() {
            query if query.is_empty() => self.visit.path().to_owned(),
            query => format!("{}?{query}", self.visit.path()),
        }
    }

    /// The office's telephone, to name in a sentence.
    pub fn phone(&self) -> &str {
        &self.setting.issuer.phone
    }
}

/// What `base.html` asks. Public because other crates' templates extend it.
impl Page {
    /// The title as the browser shows it: fault first, then the page, then whose page.
    pub fn full_title(&self) -> String {
        let body = &self.setting.issuer.name;
        let title = match (self.title.is_empty(), body.is_empty()) {
            (true, _) => body.clone(),
            (false, true) => self.title.clone(),
            _ => self.w.with("title", &self.title).with("body", body).t("title-with-body"),
        };
        match self.wrong {
            true => self.w.with("title", title).t("error-prefix"),
            false => title,
        }
    }

    /// `light`, `dark`, or `None` to follow the device.
    pub fn scheme_attribute(&self) -> Option<&'static str> {
        (self.scheme != Scheme::Auto).then(|| self.scheme.code())
    }

    /// Whether `scheme` is the one shown.
    pub fn is_scheme(&self, scheme: &Scheme) -> bool {
        self.scheme == *scheme
    }

    /// All grounds, for the switch.
    pub fn schemes(&self) -> [Scheme; 3] {
        Scheme::ALL
    }

    /// What `scheme` is called.
    pub fn scheme_name(&self, scheme: &Scheme) -> String {
        self.w.t(format!("scheme-{}", scheme.code())).into_owned()
    }

    /// The address that turns shortcuts off, or on again.
    pub fn keys_switch(&self) -> String {
        self.switch("keys", if self.visit.keys() { "off" } else { "on" })
    }

    /// The other language, for the switch.
    pub fn other_lang(&self) -> Lang {
        match self.w.lang() {
            Lang::Vi => Lang::En,
            Lang::En => Lang::Vi,
        }
    }

    /// The address of a switch of view that comes back here.
    pub fn switch(&self, name: &str, value: &str) -> String {
        let mut fields = Fields::default();
        fields.push(name, value);
        fields.push("ve", self.return_path());
        format!("/giao-dien?{}", fields.encode())
    }

    /// The whole address asked for, for a form that is to be sent again.
    pub fn address(&self) -> String {
        match self.visit.query() {
            "" => self.visit.path().to_owned(),
            query => format!("{}?{query}", self.visit.path()),
        }
    }

    /// Where to come back to: the address with its query, or the path after a form was sent.
    pub fn return_path(&self) -> String {
        match (self.visit.is_reading(), self.visit.query()) {
            (true, query) if !query.is_empty() => format!("{}?{query}", self.visit.path()),
            _ => self.visit.path().to_owned(),
        }
    }

    /// The issuing body.
    pub fn issuer(&self) -> &Issuer {
        &self.setting.issuer
    }

    /// The setting.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// What stands on every paper and print of a demonstration; see [`crate::Face::mark`].
    pub fn mark(&self) -> Option<String> {
        self.setting.demo.then(|| self.t("demo-stamp").into_owned())
    }

    /// The doors for this page's readers.
    pub fn doors(&self) -> &[Door] {
        if self.office { &self.setting.office_doors } else { &self.setting.doors }
    }

    /// Doors in the menu behind the last one; none for residents.
    pub fn more_doors(&self) -> &[Doors] {
        if self.office { &self.setting.office_more } else { &[] }
    }

    /// Whether the open door is one of the menu.
    pub fn is_here_in_more(&self) -> bool {
        self.more_doors().iter().flat_map(|group| &group.doors).any(|door| self.is_here(door))
    }

    /// Whether `door` is the open one.
    pub fn is_here(&self, door: &Door) -> bool {
        let rest = self.here.strip_prefix(door.href);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The crumbs after the home page.
    pub fn crumbs(&self) -> &[Crumb] {
        &self.crumbs
    }

    /// Whether this is an officers' page.
    pub fn is_office(&self) -> bool {
        self.office
    }

    /// Whether search engines are asked to stay away.
    pub fn is_hidden(&self) -> bool {
        self.hidden || self.office || self.setting.demo
    }

    /// The officer who has signed in.
    pub fn signed_in(&self) -> Option<&SignedIn> {
        self.visit.signed_in()
    }

    /// The seal for a hand-written form: `<input type="hidden" name="_seal" value="{{ … }}">`.
    pub fn seal(&self) -> String {
        self.visit.seal()
    }

    /// The address of a style sheet, script or picture.
    pub fn asset(&self, name: &str) -> &'static str {
        assets::href(name)
    }
}

impl Deref for Page {
    type Target = Words;

    /// Every template needs words in every line; `page.t(…)` keeps those lines short.
    fn deref(&self) -> &Words {
        &self.w
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Page {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        let visit = Visit::of(&parts.extensions)
            .ok_or_else(|| PageError::bug("a page outside web::layer".to_owned()))?;
        Ok(Page::new(visit.clone()))
    }
}
