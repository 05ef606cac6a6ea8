//! What the asker does through a program of their own choice: opens the petition with the code and
//! the four secret words, adds to it, says whether it is solved, takes feedback back. The words go
//! in the body, never in an address; who guesses is slowed down as on the page.

use std::net::IpAddr;
use std::sync::Arc;

use accounts::api::{self, Body, Object, typed};
use accounts::once::Once;
use accounts::{Answer, App, Failure, Peer};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use enclosures::NewFile;
use jiff::Timestamp;
use kernel::{Actor, Refusal, RefusalKind};
use serde::Serialize;
use store::Store;
use utoipa::ToSchema;
use web::{FormState, PageError, Say, Upload};

use super::{PublicPetition, fields, find, opened, public};
use crate::code;
use crate::desk::{self, Act, Read};
use crate::facts::Event;
use crate::kind::Solved;
use crate::pages::resident::{may_attach, may_own, note_to_asker};
use crate::petition::{Petition, Step};

/// The asker's own petition.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnPetition {
    /// Its version, which `If-Match` takes.
    pub version: i64,
    /// What anybody may know of it.
    pub public: PublicPetition,
    /// The asker's words; null once they were erased.
    pub text: Option<String>,
    /// Where it happened, as it was written.
    pub place: Option<String>,
    /// How many photographs and papers are kept.
    pub files: usize,
    /// What was said to the asker and by them since, in order.
    pub told: Vec<OwnNote>,
    /// What the asker may do now: `judge`, `add`, `withdraw`.
    pub may: Vec<&'static str>,
    /// The letters that it was split into.
    pub parts: Vec<OwnPart>,
}

/// Something said.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnNote {
    /// At what: the last word of the fact's kind, such as `guided`.
    pub what: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The words; null once they were erased.
    pub words: Option<String>,
}

/// One of the letters that a letter became.
#[derive(Debug, Serialize, ToSchema)]
pub struct OwnPart {
    /// Its code.
    pub code: String,
    /// Its four words; null once they were given out anew at the desk.
    pub secret: Option<String>,
}

/// The steps that an asker does.
const STEPS: [Step; 3] = [Step::Judge, Step::Add, Step::Withdraw];

/// The petition that code and words open. A code that is none and words that are wrong get one and
/// the same answer.
async fn unlock(
    app: &App,
    from: Option<IpAddr>,
    typed: &str,
    form: &FormState,
) -> Result<Read, Failure> {
    if let Err(at) = app.guard.may_guess(&app.limits.guess, from, app.now()) {
        return Err(super::too_many(app, at));
    }
    let words = form.fields().get("secret").unwrap_or_default();
    let (keys, read) = (app.store.keys(), find(app, typed).await?);
    let right =
        |read: &Read| code::is_secret(&keys, &read.petition.id, read.petition.generation, words);
    match read.filter(right) {
        Some(read) => Ok(read),
        None => {
            app.guard.count(&app.limits.guess, from, app.now());
            Err(Refusal::new(RefusalKind::Forbidden, "petition-not-opened").into())
        }
    }
}

/// `POST /api/v1/petitions/{code}/own`
pub(super) async fn open(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    Path(code): Path<String>,
    body: Body,
) -> Answer {
    let (form, _) = typed(fields::OPEN, body)?;
    let read = unlock(&app, from, &code, &form).await?;
    answer(&app, &read).await
}

async fn answer(app: &App, read: &Read) -> Answer {
    let petition = &read.petition;
    let mut told = Vec::new();
    for record in &read.stream.records {
        let event = Event::read(record)?;
        let Some(note) = note_to_asker(&event) else { continue };
        let what = event.kind().rsplit('.').next().unwrap_or_default().to_owned();
        told.push(OwnNote { what, at: record.at, words: opened(app, Some(note.id)).await? });
    }
    let id = |item: &Option<store::VaultId>| item.as_ref().map(|item| item.id);
    let shared = desk::shared_answer(&app.store, petition).await?;
    let mut public = public(app, petition, true).await?;
    public.answer = match public.answer {
        Some(answer) => Some(answer),
        None => opened(app, shared).await?,
    };
    let may = STEPS.iter().filter(|step| petition.own_arrow(**step).is_some());
    let shown = OwnPetition {
        version: petition.version,
        public,
        text: opened(app, Some(petition.received.words.id)).await?,
        place: opened(app, id(&petition.received.place)).await?,
        files: petition.files.iter().filter(|f| !petition.erased.contains(&f.item.id)).count(),
        told,
        may: may.map(|step| step.word()).collect(),
        parts: parts(app, petition).await?,
    };
    let tag = api::etag(petition.version);
    Ok((tag, Json(shown)).into_response())
}

async fn parts(app: &App, petition: &Petition) -> Result<Vec<OwnPart>, Failure> {
    let mut parts = Vec::new();
    for name in &petition.parts {
        let Some(read) = desk::read(&app.store, name).await? else { continue };
        let part = read.petition;
        let secret = code::secret(&app.store.keys(), &part.id, part.generation).join(" ");
        let secret = (part.generation == 0).then_some(secret);
        parts.push(OwnPart { code: part.received.code, secret });
    }
    Ok(parts)
}

/// A step of the asker under the key that came with it, if any.
fn once(
    store: &Store,
    headers: &HeaderMap,
    petition: &Petition,
    (step, body): (Step, &Object),
) -> Result<Option<Once>, Failure> {
    let key = api::key(headers)?;
    Ok(key.map(|key| {
        let body = serde_json::to_string(body).unwrap_or_default();
        Once::new(store, &format!("own/{}", petition.id), &key, &[step.word(), &body])
    }))
}

/// One act of the asker under its key, on the version that the sender saw, if it says which.
async fn act(
    app: &App,
    read: Read,
    headers: &HeaderMap,
    (step, body): (Step, &Object),
    act: Act,
) -> Answer {
    let (petition, store) = (&read.petition, &app.store);
    let name = petition.id.clone();
    let once = once(store, headers, petition, (step, body))?;
    let once = once.as_ref();
    if api::made(once, store).await?.is_some() {
        return answer(app, &read).await;
    }
    may_own(petition, step)?;
    let seen = match headers.contains_key(header::IF_MATCH) {
        true => api::unless_first(headers, petition.version)?,
        false => petition.version,
    };
    let own = api::store_of(store, once, &name);
    let done = desk::act(&own, &Actor::Resident, read, seen, act).await;
    api::settled(done.map(drop), once, store).await?;
    let read = desk::read(store, &name).await?;
    answer(app, &read.ok_or_else(|| Failure::bug("a petition that is no more"))?).await
}

/// `POST /api/v1/petitions/{code}/own/judge`
pub(super) async fn judge(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (form, body) = typed(fields::OWN_JUDGE, body)?;
    let read = unlock(&app, from, &code, &form).await?;
    let solved = form.fields().get("solved").and_then(Solved::read);
    let solved = solved.ok_or_else(|| Failure::bug("a word that the table has not"))?;
    // What is said under "solved" belongs to another answer that was taken first.
    let rest = match solved {
        Solved::Yes => String::new(),
        Solved::Partly | Solved::No => form.fields().typed("rest").to_owned(),
    };
    act(&app, read, &headers, (Step::Judge, &body), Act::Judge(solved, rest)).await
}

/// `POST /api/v1/petitions/{code}/own/withdraw`
pub(super) async fn withdraw(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (form, body) = typed(fields::OPEN, body)?;
    let read = unlock(&app, from, &code, &form).await?;
    let whole = Act::Withdraw(String::new());
    act(&app, read, &headers, (Step::Withdraw, &body), whole).await
}

/// `POST /api/v1/petitions/{code}/own/add`
pub(super) async fn add(
    State(app): State<Arc<App>>,
    Peer(from): Peer,
    Path(code): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Answer {
    let (form, body) = typed(fields::OWN_ADD, body)?;
    let read = unlock(&app, from, &code, &form).await?;
    // What was done before, or cannot be done now, costs no look at any file.
    let once = once(&app.store, &headers, &read.petition, (Step::Add, &body))?;
    if api::made(once.as_ref(), &app.store).await?.is_some() {
        return answer(&app, &read).await;
    }
    may_own(&read.petition, Step::Add)?;
    let files = files(&app, from, &form).await?;
    let words = form.fields().typed("words").to_owned();
    act(&app, read, &headers, (Step::Add, &body), Act::Add(words, files)).await
}

/// The files of a body, looked at and stripped as those of a page are.
async fn files(app: &App, from: Option<IpAddr>, form: &FormState) -> Result<Vec<NewFile>, Failure> {
    let uploads = app.face.setting().uploads;
    let sent = (1..).map_while(|n| form.fields().get(&format!("data{n}")).map(str::to_owned));
    let sent: Vec<String> = sent.take(uploads.most + 1).collect();
    if sent.is_empty() {
        return Ok(Vec::new());
    }
    if sent.len() > uploads.most {
        let mut form = FormState::new();
        form.wrong("files", Say::new("file-files-many").with("most", uploads.most));
        return Err(PageError::of_form(&form).into());
    }
    may_attach(app, from).map_err(|at| super::too_many(app, at))?;
    let mut fields = web::Fields::default();
    for (n, data) in (1..).zip(&sent) {
        let bytes = STANDARD
            .decode(data)
            .map_err(|_| Refusal::invalid("files", "api-base64").with("n", n))?;
        let size = bytes.len();
        let bytes = if size > uploads.bytes { Vec::new() } else { bytes };
        let (file_name, content_type) = (String::new(), String::new());
        let size = size as u64;
        fields.push_file(Upload { field: "files".into(), file_name, content_type, size, bytes });
    }
    let mut form = FormState::of(fields);
    let files = web::files::look(uploads, &mut form).await?;
    match form.is_wrong() {
        true => Err(PageError::of_form(&form).into()),
        false => Ok(files),
    }
}
