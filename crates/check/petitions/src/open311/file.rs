//! `POST /open311/v2/requests.json`: files feedback. The answer's notice holds the four words that
//! open the petition, once.

use std::net::IpAddr;
use std::sync::Arc;

use accounts::{App, Failure, Pass, Peer};
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use kernel::{Actor, Refusal, RefusalKind};
use units::Gazetteer;
use web::{Fields, PageError};

use super::services::villages;
use super::tree::{Form, Tree};
use super::{failed, words};
use crate::desk::{self, Filing, More, Person, Spot};
use crate::kind::{AnswerBy, Channel, Kind, MATTERS};
use crate::served;

/// A body, or why it was not read: an error has the form of the specification too.
type Body = Result<Bytes, BytesRejection>;

pub(super) async fn json(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(&app, from, &headers, body, Form::Json).await
}

pub(super) async fn xml(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(&app, from, &headers, body, Form::Xml).await
}

async fn answer(
    app: &App,
    from: Option<IpAddr>,
    headers: &HeaderMap,
    body: Body,
    form: Form,
) -> Response {
    let Ok(body) = body else { return failed(app, &PageError::TooLarge.into(), form) };
    match file(app, from, headers, &Fields::decode(&body)).await {
        Ok(filed) => {
            let secret = filed.secret.join(" ");
            let notice = words(app).with("secret", secret).t("open311-received");
            let one = Tree::Parts(vec![
                ("service_request_id", Tree::text(&filed.petition.received.code)),
                ("service_notice", Tree::text(notice)),
                ("account_id", Tree::text("")),
            ]);
            Tree::List("request", vec![one]).answer(StatusCode::CREATED, "service_requests", form)
        }
        Err(failure) => failed(app, &failure, form),
    }
}

async fn file(
    app: &App,
    from: Option<IpAddr>,
    headers: &HeaderMap,
    fields: &Fields,
) -> Result<desk::Filed, Failure> {
    let actor = actor(app, headers, fields).await?;
    let filing = filing(app, fields).await?;
    if matches!(actor, Actor::Resident)
        && let Pass::WaitUntil { at, .. } = app.guard.ask(&app.limits.file, from, None, app.now())
    {
        let minutes = at.duration_since(app.now()).as_mins().max(0) as u32 + 1;
        return Err(PageError::TooMany { minutes }.into());
    }
    desk::file(&app.store, &actor, filing, None).await
}

/// A program of an office shows its token as `api_key` or as a bearer; others are the public.
async fn actor(app: &App, headers: &HeaderMap, fields: &Fields) -> Result<Actor, Failure> {
    let mut shown = headers.clone();
    if let Some(key) = fields.get("api_key")
        && let Ok(value) = format!("Bearer {key}").parse()
    {
        shown.insert(header::AUTHORIZATION, value);
    }
    if !shown.contains_key(header::AUTHORIZATION) {
        return Ok(Actor::Resident);
    }
    let token = app.bearer(&shown).await?;
    let token = token.ok_or_else(|| Refusal::new(RefusalKind::Forbidden, "token-unknown"))?;
    Ok(token.actor())
}

async fn filing(app: &App, fields: &Fields) -> Result<Filing, Failure> {
    let text = |name: &str| fields.get(name).unwrap_or_default().trim().to_owned();
    let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
    let today = app.store.clock().today();
    let unit = fields.get("jurisdiction_id").unwrap_or(&instance.unit);
    let unit = served::unit(Gazetteer::shared(), &instance.unit, unit, today)?;
    let matter = text("service_code");
    if !MATTERS.contains(&matter.as_str()) {
        return Err(Refusal::invalid("service_code", "open311-no-service")
            .with("code", matter)
            .into());
    }
    let place = [text("address_string"), text("address_id")].join(" ").trim().to_owned();
    let spot = spot(fields)?;
    if spot.is_none() && place.is_empty() {
        return Err(Refusal::invalid("address_string", "open311-no-place").into());
    }
    within(app, &unit.id().code(), spot).await?;
    let name = [text("last_name"), text("first_name")].join(" ").trim().to_owned();
    let mut person =
        Person { name, phone: text("phone"), address: String::new(), email: text("email") };
    desk::reachable(&mut person)?;
    let answer_by = match (person.email.is_empty(), person.phone.is_empty()) {
        (false, _) => AnswerBy::Email,
        (true, false) => AnswerBy::Sms,
        (true, true) => AnswerBy::Oneself,
    };
    Ok(Filing {
        kind: Kind::Feedback,
        unit: unit.id().code(),
        letters: unit.short_prefix(),
        matter,
        village: village(app, fields).await?,
        channel: Channel::Api,
        answer_by,
        words: said(&text("description"), &text("media_url")),
        place,
        person,
        more: More { spot, ..More::default() },
    })
}

/// A picture elsewhere is named, never fetched: this program asks nothing of other servers.
fn said(description: &str, media: &str) -> String {
    match media.is_empty() || description.is_empty() {
        true => description.to_owned(),
        false => format!("{description}\n{media}"),
    }
}

fn spot(fields: &Fields) -> Result<Option<Spot>, Refusal> {
    let typed = (fields.get("lat"), fields.get("long"));
    let (Some(lat), Some(lon)) = typed else {
        return match typed {
            (None, None) => Ok(None),
            _ => Err(Refusal::invalid("lat", "open311-half-point")),
        };
    };
    let read = |text: &str, most: f64| {
        text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most)
    };
    match (read(lat, 90.0), read(lon, 180.0)) {
        (Some(lat), Some(lon)) => Ok(Some(Spot { lat, lon })),
        _ => Err(Refusal::invalid("lat", "open311-half-point")),
    }
}

/// A point is one of the unit's ground, as on the page and in a register: another would stand in a
/// wrong square before everybody.
async fn within(app: &App, unit: &str, spot: Option<Spot>) -> Result<(), Failure> {
    let Some(spot) = spot else { return Ok(()) };
    let outline = units::outline::of(&app.store, unit).await?;
    match spot.is_within(outline.as_ref()) {
        true => Ok(()),
        false => Err(Refusal::invalid("lat", "open311-outside").into()),
    }
}

async fn village(app: &App, fields: &Fields) -> Result<String, Failure> {
    let Some(code) = fields.get("attribute[village]").filter(|code| !code.is_empty()) else {
        return Ok(String::new());
    };
    match villages(app).await?.iter().any(|(known, _)| known == code) {
        true => Ok(code.to_owned()),
        false => Err(Refusal::invalid("attribute[village]", "open311-no-village").into()),
    }
}
