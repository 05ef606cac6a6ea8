//! The register for an office's program: filters, three orders, pages by cursor. A cursor names the
//! last line by its order and number, so that a page stays what it was while petitions are added.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Program, api};
use axum::Json;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::IntoResponse;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Id, Refusal};
use serde::Serialize;
use units::Gazetteer;
use utoipa::ToSchema;
use web::{FormState, Say};

use super::case::CaseOfficer;
use super::fields;
use crate::meaning::NEVER;
use crate::pages::office::week_ends;
use crate::served;
use crate::store::{self as sql, Filter, Key, Line, Listed, Order};

/// How many lines an answer has when nothing is said.
const SIZE: i64 = 50;

/// One page of the register.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionPage {
    /// Its lines.
    pub items: Vec<PetitionLine>,
    /// The `cursor` of the next page; null at the end.
    pub next: Option<String>,
}

/// A petition as the register lists it.
#[derive(Debug, Serialize, ToSchema)]
pub struct PetitionLine {
    /// Short code.
    pub code: String,
    /// Code of the unit that answers.
    pub unit: String,
    /// What it is.
    pub kind: String,
    /// What it is about.
    pub matter: String,
    /// Code of the village or landmark.
    pub village: Option<String>,
    /// How it came.
    pub channel: String,
    /// Where it stands.
    pub state: String,
    /// Who has it.
    pub holder: Option<CaseOfficer>,
    /// What the asker says.
    pub solved: Option<String>,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// The day of receipt.
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
    /// Whether the office still owes something.
    pub open: bool,
    /// The date that presses most.
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// The rule behind it.
    pub rule: Option<String>,
    /// When the office's part ended.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    /// Whether it was joined to a case.
    pub joined: bool,
    /// When anything of it was last recorded.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
}

/// `GET /api/v1/petitions`
pub(super) async fn list(
    State(app): State<Arc<App>>,
    program: Program,
    RawQuery(query): RawQuery,
) -> Answer {
    program.allow_somewhere(Act::PETITIONS_REGISTER)?;
    let mut form = api::query(fields::LIST, query.as_deref().unwrap_or_default());
    let order = order(&form);
    let key = key(&mut form, order);
    if form.is_wrong() {
        return Err(api::faults(fields::LIST, &form).into());
    }
    let unit = unit(&app, &program, &form)?;
    program.allow(Act::PETITIONS_REGISTER, &unit)?;
    let filter = filter(&form, &unit, order, app.store.clock().today());
    if filter.from.zip(filter.to).is_some_and(|(from, to)| from > to) {
        return Err(Refusal::invalid("from", "days-turned").into());
    }
    let size = form.fields().get("limit").and_then(|text| text.parse().ok()).unwrap_or(SIZE);
    let listed = sql::list(&app.store, &filter, order, key, false, size).await?;
    let next = next(&listed, order);
    let holders: Vec<Id> = listed.lines.iter().filter_map(|l| l.holder.parse().ok()).collect();
    let names = app.names(&holders).await?;
    let items = listed.lines.into_iter().map(|line| shown(line, &names)).collect();
    let unkept = [(header::CACHE_CONTROL, "no-store")];
    Ok((unkept, Json(PetitionPage { items, next })).into_response())
}

/// The unit asked for, one that this installation serves; else the token's own.
pub(super) fn unit(app: &App, program: &Program, form: &FormState) -> Result<String, Failure> {
    let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
    let today = app.store.clock().today();
    let asked = form.fields().get("unit").unwrap_or(&program.token.unit);
    Ok(served::unit(Gazetteer::shared(), &instance.unit, asked, today)?.id().code())
}

fn order(form: &FormState) -> Order {
    match form.fields().get("sort") {
        Some("oldest") => Order::Oldest,
        Some("due") => Order::Due,
        _ => Order::Newest,
    }
}

fn filter(form: &FormState, unit: &str, order: Order, today: Date) -> Filter {
    let get = |name: &str| form.fields().get(name).unwrap_or_default().to_owned();
    let day = |name: &str| form.fields().get(name).and_then(|text| text.parse().ok());
    let (holder, due) = (get("holder"), get("due"));
    let (week, late) = (due == "week", due == "late");
    let after_week = week_ends(today).tomorrow().ok();
    Filter {
        unit: unit.to_owned(),
        words: get("q"),
        kind: get("kind"),
        matter: get("matter"),
        state: get("state"),
        channel: get("channel"),
        village: get("village"),
        unassigned: holder == "-",
        holder: if holder == "-" { String::new() } else { holder },
        from: day("from"),
        to: day("to"),
        due_before: if late { Some(today) } else { after_week.filter(|_| week) },
        due_from: week.then_some(today),
        open: order == Order::Due || due == "open",
        cases: form.ticked("cases"),
        ..Filter::default()
    }
}

/// How a cursor of this order begins: one of another order would lead to somewhere else.
fn letter(order: Order) -> char {
    match order {
        Order::Newest => 'n',
        Order::Oldest => 'o',
        Order::Due => 'd',
    }
}

fn next(listed: &Listed, order: Order) -> Option<String> {
    let last = listed.lines.last().filter(|_| listed.more)?;
    let due = last.due.unwrap_or(NEVER);
    Some(format!("{}.{due}.{}", letter(order), last.seq))
}

fn read(text: &str, order: Order) -> Option<Key> {
    let mut parts = text.split('.');
    let (first, due, seq) = (parts.next()?, parts.next()?, parts.next()?);
    let same = first.chars().eq([letter(order)]) && parts.next().is_none();
    Some((due.parse().ok()?, seq.parse().ok()?)).filter(|_| same)
}

fn key(form: &mut FormState, order: Order) -> Option<Key> {
    let text = form.fields().typed("cursor").to_owned();
    let came = form.fields().pairs().any(|(name, _)| name == "cursor");
    let key = read(&text, order);
    if came && key.is_none() {
        form.wrong("cursor", Say::new("api-cursor"));
    }
    key
}

fn shown(line: Line, names: &HashMap<Id, String>) -> PetitionLine {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let holder = line.holder.parse::<Id>().ok();
    PetitionLine {
        holder: holder
            .map(|id| CaseOfficer { account: id.to_string(), name: names.get(&id).cloned() }),
        code: line.code,
        unit: line.unit,
        kind: line.kind,
        matter: line.matter,
        village: some(line.village),
        channel: line.channel,
        state: line.state,
        solved: some(line.solved),
        received_at: line.received_at,
        received_on: line.received_on,
        open: line.open,
        due: line.due,
        rule: some(line.rule),
        closed_on: line.closed_on,
        joined: !line.lead.is_empty(),
        changed_at: line.changed_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_back_in_its_own_order_only() {
        let key = (Date::constant(2026, 3, 5), 4176);
        assert_eq!(read("d.2026-03-05.4176", Order::Due), Some(key));
        for odd in ["", "d.2026-03-05", "n.2026-03-05.4176", "d.2026-02-31.1", "d.2026-03-05.1.1"] {
            assert_eq!(read(odd, Order::Due), None, "{odd}");
        }
    }
}
