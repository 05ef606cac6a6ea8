//! The dialogue that each year wants, of many units at once: what no calendar holds, and what a
//! year ended without. Nobody has to look for it on each unit's own page.

use std::collections::BTreeSet;

use accounts::{Act, App, Later, Want, Wants};
use jiff::civil::Date;
use units::{Gazetteer, Left};

use crate::check::{Seen, Stand, level, year};
use crate::pages::seen;
use crate::store::{self as sql, Line};

/// What dialogues' rules ask.
pub const WANTS: Wants = Wants { read: Act::DIALOGUES_READ, missing };

fn missing<'a>(app: &'a App, units: &'a [String], today: Date) -> Later<'a, Vec<Want>> {
    Box::pin(async move {
        let gazetteer = Gazetteer::shared();
        // Offices have no place in the gazetteer, and hold no dialogue of their own.
        let there = units.iter().filter(|unit| gazetteer.current(unit).is_some());
        let left: Vec<Vec<Left>> = there.map(|unit| gazetteer.left_to(unit)).collect();
        let years = [today.year() - 1, today.year()];
        let first = Date::new(years[0], 1, 1).unwrap_or(today);
        let last = Date::new(years[1], 12, 31).unwrap_or(today);
        let codes: BTreeSet<&str> = left.iter().flatten().map(|one| one.code.as_str()).collect();
        let codes: Vec<&str> = codes.into_iter().collect();
        let lines = sql::of_codes(&app.store, &codes, (first, last)).await?;
        let opened = app.instance().map(|one| kernel::clock::civil_date(one.opened_at));
        let laws = app.store.laws();
        let mut wants = Vec::new();
        for own in &left {
            let Some(unit) = own.first().and_then(|own| gazetteer.current(&own.code)) else {
                continue;
            };
            let all: Vec<Seen> = lines.iter().filter(|line| is_of(own, line)).map(seen).collect();
            for of in years {
                let Some(found) = year(laws.now(), level(&unit), of, &all, today) else { continue };
                if !matches!(found.stand, Stand::Missing | Stand::Broken) {
                    continue;
                }
                let until = Date::new(of, 12, 31).unwrap_or(today);
                // Of a year before there was this program, its books say nothing.
                if opened.is_some_and(|opened| until < opened) {
                    continue;
                }
                let code = unit.id().code();
                wants.push(Want {
                    path: format!("/can-bo/doi-thoai?unit={code}&year={of}"),
                    rule: found.rule.id.clone(),
                    need: found.need,
                    missing: found.need.saturating_sub(found.held + found.planned),
                    unit: code,
                    until,
                });
            }
        }
        Ok(wants)
    })
}

/// Whether a dialogue was held by a unit, or by one of before that went into it.
fn is_of(left: &[Left], line: &Line) -> bool {
    let within = |one: &Left| one.until.is_none_or(|until| line.on <= until);
    left.iter().any(|one| one.code == line.unit && within(one))
}
