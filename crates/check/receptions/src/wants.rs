//! The days on which heads must receive, of many units at once: what no calendar holds this month,
//! and what the month before ended without. Nobody has to look for it in each unit's own calendar.

use accounts::{Act, App, Later, Want, Wants};
use jiff::civil::Date;
use units::{Gazetteer, Unit};

use crate::frequency::{self, Day};
use crate::kind::Host;
use crate::pages::day_of;
use crate::store::{self as sql, Line};

/// What the rules of reception ask.
pub const WANTS: Wants = Wants { read: Act::RECEPTIONS_READ, missing };

fn missing<'a>(app: &'a App, units: &'a [String], today: Date) -> Later<'a, Vec<Want>> {
    Box::pin(async move {
        let gazetteer = Gazetteer::shared();
        let there = units.iter().filter_map(|code| gazetteer.current(code));
        let there: Vec<Unit<'_>> = there.collect();
        let codes: Vec<String> = there.iter().map(|unit| unit.id().code()).collect();
        let before = today.first_of_month().yesterday().unwrap_or(today);
        // Weeks reach over the ends of their month.
        // tidy: allow(law): a week of the calendar.
        let week = jiff::Span::new().weeks(1);
        let from = before.first_of_month().saturating_sub(week);
        let until = today.last_of_month().saturating_add(week);
        let lines = sql::of_heads(&app.store, &codes, (from, until)).await?;
        let opened = app.instance().map(|one| kernel::clock::civil_date(one.opened_at));
        let laws = app.store.laws();
        let mut wants = Vec::new();
        for unit in &there {
            let code = unit.id().code();
            let own: Vec<&Line> = lines.iter().filter(|line| line.unit == code).collect();
            for (host, month) in [Host::Chair, Host::Party]
                .into_iter()
                .flat_map(|host| [(host, before), (host, today)])
            {
                let days: Vec<Day> = own
                    .iter()
                    .filter(|line| line.host == host.word())
                    .map(|line| day_of(line))
                    .collect();
                let level = frequency::level(unit);
                for check in frequency::month(laws.now(), host, level, month, &days, today) {
                    // Of weeks before there was this program, its books say nothing.
                    let known = |until: Date| opened.is_none_or(|opened| until >= opened);
                    let periods = check.periods.iter().filter(|period| known(period.until));
                    let periods: Vec<_> = periods.collect();
                    let missing = periods.iter().map(|period| period.missing()).sum();
                    let Some(last) = periods.last().filter(|_| missing > 0) else { continue };
                    wants.push(Want {
                        unit: code.clone(),
                        rule: check.rule.id.clone(),
                        until: last.until,
                        need: periods.iter().map(|period| period.need).sum(),
                        missing,
                        path: path(&code, month),
                    });
                }
            }
        }
        Ok(wants)
    })
}

/// The calendar of a unit in a month.
fn path(unit: &str, month: Date) -> String {
    format!("/can-bo/tiep-dan?unit={unit}&month={}", month.strftime("%Y-%m"))
}
