//! What stands on the days of a unit, for everybody: receptions, dialogues, meetings of villages,
//! conferences, days at the grassroots, promises. Which there are is the subjects' to say; `site`
//! gives each subject's word here, and joins them to one calendar. Knows no subject.

use axum::http::HeaderMap;
use jiff::ToSpan as _;
use jiff::civil::Date;
use web::icalendar::{self, Event};
use web::{Lang, Page};

use crate::app::App;
use crate::failure::Answer;
use crate::matters::Later;
use crate::scope::Scope;

/// Days of a unit, asked for.
#[derive(Clone, Copy)]
pub struct Days<'a> {
    /// Whom to ask.
    pub app: &'a App,
    /// In whose language.
    pub page: &'a Page,
    /// The unit.
    pub scope: &'a Scope,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
}

/// What a subject has on these days that anybody may know, in any order.
pub type Agenda = for<'a> fn(Days<'a>) -> Later<'a, Vec<Event>>;

/// One subject's calendar, to subscribe to: what it has, from so many days back to so many ahead,
/// in Vietnamese.
#[derive(Clone, Copy)]
pub struct Feed {
    /// What it has.
    pub agenda: Agenda,
    /// The sentence that names it, with `unit` in it.
    pub name: &'static str,
    /// Its file.
    pub file: &'static str,
    /// How many days back it reaches.
    pub back: i64,
    /// How many days ahead it reaches.
    pub ahead: i64,
}

impl Feed {
    /// Answers with the calendar of the unit asked for.
    ///
    /// # Errors
    /// Not found for a unit that is not served here, and what the subject has against it.
    pub async fn answer(self, app: &App, headers: &HeaderMap, page: Page) -> Answer {
        let scope = Scope::of(app, None, page.query().get("unit"))?;
        let (page, today) = (page.in_lang(Lang::Vi), app.store.clock().today());
        let from = today.saturating_sub(self.back.days());
        let until = today.saturating_add(self.ahead.days());
        let days = Days { app, page: &page, scope: &scope, from, until };
        let events = (self.agenda)(days).await?;
        let name = page.with("unit", scope.phrase.as_str()).t(self.name);
        let (site, now) = (app.site(headers), app.store.now());
        Ok(icalendar::answer(self.file, icalendar::calendar(&name, &events, &site, now)))
    }
}
