//! JSON for programs, under `/api/v1`: filing and following a petition, for anybody; in the rooms
//! below what its asker does with the four words, and for an office's program the register, cases,
//! steps, papers and imports. Shapes are apart from the inner types: what is inside may change,
//! what is here is a promise.

mod asked;
mod case;
mod doors;
pub(crate) mod fields;
mod imports;
mod list;
mod own;
mod papers;
mod steps;

use std::sync::Arc;

use accounts::api::{self, Body};
use accounts::{Answer, App, Failure, Pass, Peer};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Actor, Id, Refusal, RefusalKind};
use serde::{Deserialize, Serialize};
use store::Laws;
use units::{Gazetteer, local};
use utoipa::ToSchema;
use web::{Lang, PageError};

use crate::desk::{self, Filed, Filing, Person, Read};
use crate::kind::{AnswerBy, Channel, Kind};
use crate::petition::Petition;
use crate::{code, served};

pub use accounts::api::Problem;
pub use doors::{Document, ROUTES, doors, router};

/// A petition to file.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewPetition {
    /// `feedback`, `complaint` or `second_complaint`, by content and purpose.
    #[serde(default)]
    #[schema(example = "feedback", required)]
    pub kind: String,
    /// Code of the commune, ward or special zone that must answer.
    #[serde(default)]
    #[schema(example = "20836", required)]
    pub unit: String,
    /// What happened and what is asked, in the writer's own words.
    #[serde(default)]
    #[schema(
        example = "Mương thoát nước trước nhà văn hóa thôn bị lấp.",
        max_length = 20000,
        required
    )]
    pub text: String,
    /// What it is about; `other` when left out.
    #[serde(default)]
    #[schema(example = "water")]
    pub matter: Option<String>,
    /// Where it happened.
    #[serde(default)]
    pub place: Option<String>,
    /// For a second complaint: the code of the first one.
    #[serde(default)]
    pub first: Option<String>,
    /// Code of the village, one of the unit's own list; left out when not known.
    #[serde(default)]
    #[schema(example = "20836-01")]
    pub village: Option<String>,
    /// Who writes, and how the writer can be reached. A complaint without a writer's name is
    /// received all the same; the law lets the office then file it as not eligible.
    #[serde(default)]
    pub contact: Option<Contact>,
}

/// How the writer can be reached: a text, or its parts.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Contact {
    /// One text, such as a telephone number.
    Text(String),
    /// Its parts.
    Parts {
        /// Full name.
        #[serde(default)]
        name: String,
        /// Telephone.
        #[serde(default)]
        phone: String,
        /// Address for letters.
        #[serde(default)]
        address: String,
        /// Electronic mail.
        #[serde(default)]
        email: String,
    },
}

/// What was received.
#[derive(Debug, Serialize, ToSchema)]
pub struct Receipt {
    /// Short code to say aloud.
    #[schema(example = "TT-4176-28")]
    pub code: String,
    /// Four words that open the petition together with the code. Shown this once.
    #[schema(example = "sen cau đò mây")]
    pub secret: String,
    /// When it became durable.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// What the office now owes, and until when.
    pub duties: Vec<Owed>,
    /// Where the proof of record is, for whoever files: a page; with `/tep` behind it the file,
    /// with `/ma.svg` the square to print. There within two seconds; the picture waits for it.
    #[schema(example = "/bien-nhan/petition/01k…/1/0123456789abcdef01234567")]
    pub proof: String,
}

/// What a new petition makes the office owe.
#[derive(Debug, Serialize, ToSchema)]
pub struct Owed {
    /// The rule's id in the rulebook.
    #[schema(example = "TD.reply")]
    pub rule: String,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// The article that the rule rests on.
    pub article: String,
}

/// A thing owed by a date.
#[derive(Debug, Serialize, ToSchema)]
pub struct Duty {
    /// The rule's id in the rulebook.
    #[schema(example = "TD.reply")]
    pub rule: String,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// The article that the rule rests on.
    pub article: String,
    /// The last day was kept, missed, or is still open.
    #[schema(example = "open")]
    pub outcome: &'static str,
}

/// What anybody may know of a petition.
#[derive(Debug, Serialize, ToSchema)]
pub struct PublicPetition {
    /// Short code.
    pub code: String,
    /// `feedback`, `complaint` or `second_complaint`.
    pub kind: &'static str,
    /// What it is about.
    pub matter: String,
    /// Code of the unit that answers.
    pub unit: String,
    /// Code of the village, for an office's token and the asker alone: a village is few people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub village: Option<String>,
    /// Month of receipt, `2026-02`.
    pub month: String,
    /// Where it stands.
    pub state: &'static str,
    /// What is or was owed.
    pub duties: Vec<Duty>,
    /// The published answer.
    pub answer: Option<String>,
    /// What a decision on a complaint found: `right`, `partly`, `wrong`.
    pub finding: Option<&'static str>,
    /// What was carried out of that decision.
    pub carried_out: Option<String>,
    /// What the asker says: `yes`, `partly`, `no`; absent while silent.
    pub solved: Option<&'static str>,
    /// What became of it: `solved`, `not_solved`, `silent`, `not_ours`, `withdrawn`; absent while
    /// the office still owes something. Closed is not solved.
    pub end: Option<&'static str>,
}

/// Files a petition
///
/// An office's program signs with a bearer token. Without one the same guard against floods and
/// machines applies as on the page: after a few petitions from one network the answer is 429 with
/// `Retry-After`. `Idempotency-Key` makes a repetition harmless: the same key gives the same
/// petition, with status 200, until the end of the next day; with another letter it is refused.
#[utoipa::path(
    post,
    path = "/api/v1/petitions",
    tag = "petitions",
    request_body = NewPetition,
    params(("Idempotency-Key" = Option<String>, Header, description = "1 to 200 characters")),
    responses(
        (status = 201, description = "Durably received", body = Receipt),
        (status = 200, description = "The same key had filed it before", body = Receipt),
        (status = 400, description = "Not JSON of this shape, or not said to be", body = Problem,
            content_type = "application/problem+json"),
        (status = 401, description = "The token is not known", body = Problem,
            content_type = "application/problem+json"),
        (status = 413, description = "More bytes than a letter may have", body = Problem,
            content_type = "application/problem+json"),
        (status = 422, description = "Refused, with its ground and next step", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many from this network", body = Problem,
            content_type = "application/problem+json"),
        (status = 503, description = "Nothing was recorded; try again", body = Problem,
            content_type = "application/problem+json"),
    ),
    security((), ("office" = []))
)]
pub async fn file(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let token = app.bearer(&headers).await?;
    if headers.contains_key(header::AUTHORIZATION) && token.is_none() {
        return Err(Refusal::new(RefusalKind::SignIn, "token-unknown").into());
    }
    let body = api::object(body)?;
    let new: NewPetition =
        serde_json::from_value(body.into()).map_err(|_| PageError::Unreadable)?;
    let (actor, channel, sender) = match &token {
        Some(token) => (token.actor(), Channel::Api, token.id.to_string()),
        None => (Actor::Resident, Channel::Api, "public".to_owned()),
    };
    let mut filing = filing(&app, new, channel).await?;
    desk::check(&mut filing).map_err(as_asked)?;
    let key = api::key(&headers)?;
    if token.is_none()
        && let Pass::WaitUntil { at, .. } = app.guard.ask(&app.limits.file, from, None, app.now())
    {
        return Err(too_many(&app, at));
    }
    // Only what has a key can come again, and is held against what stands under it.
    let keyed = match key {
        Some(key) => {
            let id = desk::again::id(&app.store, &sender, &key).await?;
            Some((id, desk::again::Asked::of(&filing)))
        }
        None => None,
    };
    let filed = desk::file(&app.store, &actor, filing, keyed.as_ref().map(|(id, _)| *id)).await?;
    if let Some((_, asked)) = keyed.filter(|_| filed.again)
        && !asked.is(&app.store, &filed.petition).await?
    {
        return Err(Refusal::invalid("Idempotency-Key", "idempotency-key-reused")
            .with("code", &filed.petition.received.code)
            .into());
    }
    let status = if filed.again { StatusCode::OK } else { StatusCode::CREATED };
    let location = format!("/api/v1/petitions/{}", filed.petition.received.code);
    let receipt = receipt(&app, &filed)?;
    Ok((status, [(header::LOCATION, location)], Json(receipt)).into_response())
}

async fn filing(app: &App, new: NewPetition, channel: Channel) -> Result<Filing, Failure> {
    if new.kind == "denunciation" {
        let law = app.store.laws();
        return Err(Refusal::invalid("kind", "denunciation-not-online")
            .ground(crate::cite(&law, "TC.init", app.store.clock().today()))
            .into());
    }
    let kind = Kind::read(&new.kind)
        .ok_or_else(|| Refusal::invalid("kind", "petition-kind").with("kind", &new.kind))?;
    let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
    let today = app.store.clock().today();
    let unit = served::unit(Gazetteer::shared(), &instance.unit, &new.unit, today)?;
    served::takes(kind, &unit, &app.store.laws(), today)?;
    let village = village(app, &unit.id().code(), new.village).await?;
    let mut person = match new.contact {
        None => Person::default(),
        Some(Contact::Text(text)) => Person { phone: text, ..Person::default() },
        Some(Contact::Parts { name, phone, address, email }) => {
            Person { name, phone, address, email }
        }
    };
    desk::reachable(&mut person)?;
    // Programs send empty what they do not know.
    let first = new.first.filter(|first| !first.trim().is_empty());
    let answer_by = match (person.email.is_empty(), person.phone.is_empty()) {
        (false, _) => AnswerBy::Email,
        (true, false) => AnswerBy::Sms,
        (true, true) => AnswerBy::Oneself,
    };
    Ok(Filing {
        kind,
        unit: unit.id().code(),
        letters: unit.short_prefix(),
        matter: new.matter.unwrap_or_else(|| "other".to_owned()),
        village,
        channel,
        answer_by,
        words: new.text,
        place: new.place.unwrap_or_default(),
        person,
        more: desk::More { first, ..desk::More::default() },
    })
}

/// A village or landmark of the unit that exists today, as the page offers them.
async fn village(app: &App, unit: &str, code: Option<String>) -> Result<String, Failure> {
    let Some(code) = code.filter(|code| !code.is_empty()) else { return Ok(String::new()) };
    let villages = local::places(&app.store, unit).await?;
    match villages.iter().any(|village| village.code == code) {
        true => Ok(code),
        false => Err(Refusal::invalid("village", "petition-village-unknown")
            .with("village", code)
            .into()),
    }
}

fn receipt(app: &App, filed: &Filed) -> Result<Receipt, Failure> {
    let first = filed.petition.received_at;
    Ok(Receipt {
        code: filed.petition.received.code.clone(),
        secret: filed.secret.join(" "),
        received_at: first,
        duties: duties(app, &filed.petition, Lang::Vi)?
            .into_iter()
            .map(|Duty { rule, due, article, .. }| Owed { rule, due, article })
            .collect(),
        proof: ledger::path(&app.store, &filed.petition.id, 1),
    })
}

/// The fault named by the field that the caller sent.
fn as_asked(mut refusal: Refusal) -> Refusal {
    if refusal.field == Some("words") {
        refusal.field = Some("text");
    }
    refusal
}

/// The article of a rule in a language; the rule's id when it was not in force.
fn article(laws: &Laws, rule: &str, on: Date, lang: Lang) -> String {
    let cited = crate::cite(laws, rule, on);
    match lang {
        Lang::Vi => cited,
        Lang::En => laws.now().rulebook.in_english(&cited).unwrap_or(cited),
    }
}

fn duties(app: &App, petition: &Petition, lang: Lang) -> Result<Vec<Duty>, Failure> {
    let laws = app.store.laws();
    let mut all = Vec::new();
    for debt in &petition.debts {
        let Some(due) = debt.due(&laws)? else { continue };
        let outcome = match debt.closed {
            None => "open",
            Some((_, _, ::duties::Outcome::Void)) => "void",
            Some((on, _, ::duties::Outcome::Done)) if on <= due => "kept",
            Some(_) => "late",
        };
        let article = article(&laws, &debt.rule, debt.started_on, lang);
        all.push(Duty { rule: debt.rule.clone(), due, article, outcome });
    }
    Ok(all)
}

/// Follows a petition
///
/// The public part only: never words, place or person. With an office's bearer token the village
/// too.
#[utoipa::path(
    get,
    path = "/api/v1/petitions/{code}",
    tag = "petitions",
    params(("code" = String, Path, description = "The code, in any spelling")),
    responses(
        (status = 200, description = "The public part", body = PublicPetition),
        (status = 404, description = "No such code", body = Problem,
            content_type = "application/problem+json"),
        (status = 429, description = "Too many wrong codes from this network", body = Problem,
            content_type = "application/problem+json"),
    ),
    security((), ("office" = []))
)]
pub async fn follow(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    headers: HeaderMap,
    Path(typed): Path<String>,
) -> Answer {
    let token = app.bearer(&headers).await?;
    if let Err(at) = app.guard.may_guess(&app.limits.guess, from, app.now()) {
        return Err(too_many(&app, at));
    }
    let Some(read) = find(&app, &typed).await? else {
        app.guard.count(&app.limits.guess, from, app.now());
        return Err(Refusal::new(RefusalKind::NotFound, "petition-unknown").into());
    };
    Ok(Json(public(&app, &read.petition, token.is_some()).await?).into_response())
}

/// The petition of a code in any spelling.
async fn find(app: &App, typed: &str) -> Result<Option<Read>, Failure> {
    let Some(digits) = code::read(typed) else { return Ok(None) };
    match crate::store::by_digits(&app.store, &digits).await? {
        Some(stream) => desk::read(&app.store, &stream).await,
        None => Ok(None),
    }
}

/// What anybody may know of a petition; the village for an office or the asker.
async fn public(app: &App, petition: &Petition, village: bool) -> Result<PublicPetition, Failure> {
    let answer = opened(app, petition.published()).await?;
    let done = petition.carried_out.as_ref().map(|(how, _)| how.id);
    Ok(PublicPetition {
        code: petition.received.code.clone(),
        kind: petition.kind.word(),
        matter: petition.matter.clone(),
        unit: petition.received.unit.clone(),
        village: Some(petition.received.village.clone()).filter(|code| village && !code.is_empty()),
        month: petition.received.on.strftime("%Y-%m").to_string(),
        state: petition.state.word(),
        duties: duties(app, petition, Lang::Vi)?,
        answer,
        finding: petition.finding.filter(|_| petition.state.is_answered()).map(|f| f.word()),
        carried_out: opened(app, done).await?,
        solved: petition.solved.map(|solved| solved.word()),
        end: petition.end().map(|end| end.word()),
    })
}

/// Words of the vault; nothing when they are erased, or there are none.
async fn opened(app: &App, item: Option<Id>) -> Result<Option<String>, Failure> {
    let Some(item) = item else { return Ok(None) };
    Ok(app.store.words(item).await?.and_then(store::vault::Opened::text))
}

/// Too many tries; the minutes to wait.
fn too_many(app: &App, at: Timestamp) -> Failure {
    let minutes = at.duration_since(app.now()).as_mins().max(0) as u32 + 1;
    PageError::TooMany { minutes }.into()
}
