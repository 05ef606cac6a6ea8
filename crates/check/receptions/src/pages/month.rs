//! A month of receptions as public and office pages show it: each day, who received, and whether
//! the rule of the date is met.

use std::collections::HashMap;

use accounts::{App, Failure, Scope};
use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::Id;
use rulebook::{Law, Unit as Every};
use store::Laws;
use units::{Gazetteer, Level};
use web::Page;
use web::form::hours;
use web::parts::{Mark, Status};

use super::{key, session_status};
use crate::arrows::State;
use crate::frequency::{self, Check, Day, Period};
use crate::kind::Host;
use crate::store::{self as sql, Line, Totals};

/// A reception with its words.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub line: Line,
    /// "08:00–11:30".
    pub hours: String,
    /// Who receives.
    pub who: String,
    /// Where.
    pub place: String,
    /// How it stands.
    pub status: Status,
    /// Who stood in, or why it is off; may be empty.
    pub note: String,
    /// Its key in addresses.
    pub key: String,
    /// Whether an appointment can be made.
    pub bookable: bool,
    pub totals: Totals,
}

/// What a rule asks of a head in the month, in words.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// Who.
    pub who: String,
    /// The rule's sentence with its article.
    pub rule: String,
    /// Each week, or the month: its name, the figures, how it stands.
    pub periods: Vec<(String, String, Status)>,
    /// What is missing, in a sentence; empty when nothing is.
    pub missing: String,
}

/// A whole month.
#[derive(Clone, Debug)]
pub(super) struct Month {
    /// Its first day.
    pub first: Date,
    pub lines: Vec<Shown>,
    pub asked: Vec<Asked>,
    pub totals: Totals,
}

/// The month that a query asks for (`2026-03`), else today's.
pub(super) fn first_of(page: &Page, today: Date) -> Date {
    page.month_asked().unwrap_or_else(|| today.first_of_month())
}

/// The name of a month in addresses: `2026-03`.
pub(super) fn name(first: Date) -> String {
    first.strftime("%Y-%m").to_string()
}

/// What the unit with this code was called in a month, where it was there.
pub(super) fn then(scope: Scope, first: Date) -> Scope {
    let unit = Gazetteer::shared().at(&scope.unit, first.last_of_month());
    Scope { phrase: unit.map_or(scope.phrase, |unit| unit.phrase()), ..scope }
}

impl Month {
    /// Reads the month of a unit. Weeks reach over the month's ends, so more days are read than
    /// are shown.
    pub async fn read(app: &App, page: &Page, unit: &str, first: Date) -> Result<Self, Failure> {
        let today = app.store.clock().today();
        let last = first.last_of_month();
        let (from, until) = (first.saturating_sub(7.days()), last.saturating_add(7.days()));
        let around = sql::between(&app.store, unit, from, until).await?;
        let counted = sql::by_session(&app.store, unit, first, last).await?;
        let totals = sql::sums(&app.store, unit, first, last).await?;
        let ids: Vec<Id> = around.iter().filter_map(|line| line.place.parse().ok()).collect();
        let mut places = HashMap::new();
        for (id, opened) in app.store.words_of(&ids).await? {
            places.extend(opened.text().map(|text| (id.to_string(), text)));
        }
        let counted: HashMap<String, Totals> = counted.into_iter().collect();
        // The rules of a month are those of the unit that bore the code then.
        let level = Gazetteer::shared().at(unit, last).map(|unit| frequency::level(&unit));
        let laws = app.store.laws();
        let asked = asked(page, laws.now(), level, first, &around, today);
        let inside = around.into_iter().filter(|line| (first..=last).contains(&line.on));
        let lines = inside
            .map(|line| {
                let totals = counted.get(&line.stream).copied().unwrap_or_default();
                shown(page, line, &places, totals, today)
            })
            .collect();
        Ok(Self { first, lines, asked, totals })
    }

    /// The address part of the month before.
    pub fn before(&self) -> String {
        name(self.first.saturating_sub(1.month()))
    }

    /// The address part of the month after.
    pub fn after(&self) -> String {
        name(self.first.saturating_add(1.month()))
    }
}

/// A reception with its words.
pub(super) fn shown(
    page: &Page,
    line: Line,
    places: &HashMap<String, String>,
    totals: Totals,
    today: Date,
) -> Shown {
    let state = State::read(&line.state).unwrap_or(State::Planned);
    let (mark, words) = session_status(page, state, &line.presence, line.on, today);
    let online = line.form == "online";
    let place = match places.get(&line.place) {
        // The way into an online reception goes to those who have an appointment.
        Some(_) if online => page.t("td-form-online").into_owned(),
        Some(place) => place.clone(),
        None if online => page.t("td-form-online").into_owned(),
        None => page.issuer().address.clone(),
    };
    let mut note = Vec::new();
    if !line.stand_in.is_empty() && state != State::Cancelled {
        note.push(page.t(key("td-by", &line.stand_in)).into_owned());
    }
    if !line.why.is_empty() {
        note.push(page.t(key("td-why", &line.why)).into_owned());
    }
    Shown {
        hours: hours(line.from, line.until),
        who: who(page, &line.sort, &line.host),
        place,
        status: Status::new(mark, words),
        note: note.join(": "),
        key: crate::desk::key(&line.stream).to_owned(),
        bookable: state == State::Planned && line.on >= today,
        totals,
        line,
    }
}

/// Who receives: "Chủ tịch UBND tiếp định kỳ".
pub(super) fn who(page: &Page, sort: &str, host: &str) -> String {
    page.t(key("td-who", &format!("{sort}-{host}"))).into_owned()
}

/// A day of reception by a head, as a line of the calendar has it.
pub(crate) fn day_of(line: &Line) -> Day {
    Day {
        on: line.on,
        state: State::read(&line.state).unwrap_or(State::Planned),
        in_person: match line.presence.as_str() {
            "" => None,
            presence => Some(presence == "in_person"),
        },
    }
}

/// What the rules of the month ask of each head, against what is in the calendar.
fn asked(
    page: &Page,
    law: &Law,
    level: Option<Level>,
    first: Date,
    lines: &[Line],
    today: Date,
) -> Vec<Asked> {
    let Some(level) = level else { return Vec::new() };
    let mut all = Vec::new();
    for host in [Host::Chair, Host::Party] {
        let own = lines.iter().filter(|line| line.host == host.word());
        let days: Vec<Day> = own.map(day_of).collect();
        for check in frequency::month(law, host, level, first, &days, today) {
            all.push(words(page, law, host, &check, today));
        }
    }
    all
}

fn words(page: &Page, law: &Law, host: Host, check: &Check<'_>, today: Date) -> Asked {
    let lang = duties::explain::lang(page);
    let article = law.rulebook.cite(&check.rule.article, lang);
    let rule = check.rule.sentence(None, lang);
    let weekly = check.rule.unit == Every::DaysPerWeek;
    let who = page.t(key("td-host", host.word())).into_owned();
    let missing = check.missing();
    let over = check.periods.iter().all(|period| period.over);
    let missing = match (missing, over) {
        (0, _) => String::new(),
        (n, true) => page.with("who", &*who).with("n", n).t("td-missed-days"),
        (n, false) => {
            let until =
                check.periods.iter().filter(|p| p.missing() > 0 && !p.over).map(|p| p.until);
            let until = until.max().unwrap_or(today);
            page.with("who", &*who).with("n", n).with("date", page.date(until)).t("td-missing-days")
        }
    };
    Asked {
        rule: format!("{} ({article}).", rule.trim_end_matches('.')),
        periods: check.periods.iter().map(|period| line(page, period, weekly)).collect(),
        missing,
        who,
    }
}

fn line(page: &Page, period: &Period, weekly: bool) -> (String, String, Status) {
    let name = match weekly {
        true => page
            .with("from", page.date(period.from))
            .with("until", page.date(period.until))
            .t("td-week"),
        false => page.with("month", page.month(period.from)).t("td-month"),
    };
    let figures = page
        .with("n", period.in_person)
        .with("need", period.need)
        .with("replaced", period.replaced)
        .with("planned", period.planned)
        .t("td-period");
    let (mark, word) = match period {
        period if period.is_kept() => (Mark::Done, "td-period-kept"),
        period if period.is_broken() => (Mark::Late, "td-period-broken"),
        period if period.missing() > 0 => (Mark::Soon, "td-period-missing"),
        _ => (Mark::Half, "td-period-planned"),
    };
    (name, figures, Status::new(mark, page.t(word)))
}

/// For samples: the month that these receptions make.
pub(super) fn sample(page: &Page, laws: &Laws, first: Date, lines: &[Line], today: Date) -> Month {
    let none = HashMap::new();
    let asked = asked(page, laws.now(), Some(Level::Commune), first, lines, today);
    let totals =
        Totals { turns: 7, persons: 19, cases: 6, groups: 1, booked: 2, waiting: 1, owed: 3 };
    let shown = |line: &Line| shown(page, line.clone(), &none, Totals::default(), today);
    Month { first, lines: lines.iter().map(shown).collect(), asked, totals }
}
