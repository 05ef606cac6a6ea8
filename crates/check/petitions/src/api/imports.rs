//! A register that an office kept before, sent by its program: the file with its map, then a dry
//! run that says what would become of each line, then the import, which goes on by itself while
//! the program looks how far it is.
//!
//! What is sent is seen by its sender alone and forgotten as on the pages. There is no key against
//! a second sending: the same file twice adds nothing.

use std::sync::Arc;

use accounts::api::{self, Body, Door, Field, asked};
use accounts::{Act, Answer, App, Failure, Program};
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{Multipart, Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Id, Refusal, RefusalKind};
use legacy::Encoding;
use serde::Serialize;
use serde_json::{Value, json};
use sheets::Book;
use utoipa::ToSchema;
use web::{FormState, PageError, Words};

use super::{fields, list};
use crate::import::lines::{self, BLOCK};
use crate::import::plan::{Field as Column, Plan};
use crate::import::report::{Fate, Line, Row};
use crate::import::store::{self as sql, Import};
use crate::import::{Map, job, suggest};
use crate::pages::office::{REGISTER_CEILING, key};

const IMPORTS: &str = "/api/v1/imports";

/// The last imports of a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPage {
    /// The newest first, twenty at most.
    pub items: Vec<ImportShown>,
}

/// An import.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportShown {
    /// Its key.
    pub id: String,
    /// The unit whose register it is.
    pub unit: String,
    /// `found`, `checking`, `checked`, `unchecked` when the dry run broke off, `importing`, `done`,
    /// `stopped` or `failed`.
    pub stage: &'static str,
    /// When the file came.
    #[schema(value_type = String, format = DateTime)]
    pub sent_at: Timestamp,
    /// Whether this token sent it: nobody else may open it.
    pub own: bool,
    /// Rows read so far.
    pub rows: i64,
    /// Petitions added, or that would be.
    pub added: i64,
    /// Rows whose petition was there already.
    pub known: i64,
    /// Rows that were refused.
    pub refused: i64,
    /// Which column holds what, in TOML, as the last run read it; null in a list, and once the file
    /// was forgotten.
    pub map: Option<String>,
}

/// What the last run said, a thousand lines at a time.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// Rows read.
    pub rows: u64,
    /// Petitions added, or that would be.
    pub added: u64,
    /// Rows whose petition was there already.
    pub known: u64,
    /// Rows that were refused.
    pub refused: u64,
    /// Lines that are no rows.
    pub skipped: u64,
    /// The lines, in the order of the file.
    pub items: Vec<ImportLine>,
    /// The `cursor` of the next lines; null at the end.
    pub next: Option<u64>,
}

/// A line of the file and what became of it: nothing of its words and nobody's name.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct ImportLine {
    /// Its line in the file.
    pub line: u64,
    /// `new`, `known`, `refused` or `skipped`.
    pub fate: &'static str,
    /// The day of receipt.
    #[schema(value_type = Option<String>, format = Date)]
    pub received: Option<Date>,
    /// What it is.
    pub kind: Option<&'static str>,
    /// What it is about.
    pub matter: Option<String>,
    /// Where it stands.
    pub state: Option<&'static str>,
    /// Since when.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed: Option<Date>,
    /// Of a refused row: the column at fault, as the file calls it; empty for the row as a whole.
    pub column: Option<String>,
    /// Why it was refused or skipped: a stable word.
    pub code: Option<String>,
    /// The same for a reader, in the language of `Accept-Language`.
    pub reason: Option<String>,
}

impl ImportLine {
    fn of(line: Line, words: &Words) -> Self {
        let number = line.line;
        match line.fate {
            Fate::New(row) => Self::of_row(number, "new", row),
            Fate::Known(row) => Self::of_row(number, "known", row),
            Fate::Bad { column, why } => Self {
                line: number,
                fate: "refused",
                code: Some(why.code().to_owned()),
                reason: Some(why.words(words)),
                column: Some(column),
                ..Self::default()
            },
            Fate::Skipped(why) => Self {
                line: number,
                fate: "skipped",
                code: Some(why.word().to_owned()),
                reason: Some(words.t(key("import-skipped", why.word())).into_owned()),
                ..Self::default()
            },
        }
    }

    fn of_row(line: u64, fate: &'static str, row: Row) -> Self {
        Self {
            line,
            fate,
            received: Some(row.received),
            kind: Some(row.kind.word()),
            state: Some(row.state().word()),
            closed: row.closed.map(|(_, on)| on),
            matter: Some(row.matter),
            ..Self::default()
        }
    }
}

/// The handlers of the imports' doors.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/imports", web::TakesLarge(REGISTER_CEILING).on(get(all).post(send)))
        .route("/api/v1/imports/{id}", get(one))
        .route("/api/v1/imports/{id}/map", post(map))
        .route("/api/v1/imports/{id}/run", post(run))
        .route("/api/v1/imports/{id}/stop", post(stop))
        .route("/api/v1/imports/{id}/drop", post(drop_one))
        .route("/api/v1/imports/{id}/report", get(report))
}

/// `GET /api/v1/imports`
async fn all(State(app): State<Arc<App>>, program: Program, RawQuery(query): RawQuery) -> Answer {
    program.allow_somewhere(Act::PETITIONS_IMPORT)?;
    let form = asked(fields::UNIT, query.as_deref())?;
    let unit = list::unit(&app, &program, &form)?;
    program.allow(Act::PETITIONS_IMPORT, &unit)?;
    let imports = sql::of_unit(&app.store, &unit).await?;
    let items = imports.iter().map(|import| shown(&program, import, None)).collect();
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(ImportPage { items })).into_response())
}

/// `POST /api/v1/imports`: the file is looked at before it is kept; what is no table is refused.
async fn send(
    State(app): State<Arc<App>>,
    program: Program,
    RawQuery(query): RawQuery,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    program.allow_somewhere(Act::PETITIONS_IMPORT)?;
    let form = asked(fields::REGISTER, query.as_deref())?;
    let unit = list::unit(&app, &program, &form)?;
    program.allow(Act::PETITIONS_IMPORT, &unit)?;
    let (file, map) = received(&app, parts).await?;
    let book = job::open(file.clone()).await?;
    let plan = plan(&app, &book, map.as_deref(), &form)?;
    let id = sql::keep(&app.store, program.token.id, &unit, &file).await?;
    let gone = || Failure::bug("an import that was not kept");
    let import = sql::one(&app.store, id).await?.ok_or_else(gone)?;
    job::check(&app.store, &import, program.actor(), plan).await?;
    let place = [(header::LOCATION, format!("{IMPORTS}/{id}"))];
    let answer = answer(&app, &program, id).await?;
    Ok((StatusCode::CREATED, place, answer).into_response())
}

/// The file and the map of a form.
async fn received(
    app: &App,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<(Vec<u8>, Option<String>), Failure> {
    let most = app.limits.register_bytes;
    let large = || Refusal::invalid("file", "import-large").with("most", most >> 20);
    let broken = |error: MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::from(large()),
        _ => PageError::Unreadable,
    };
    let mut parts = parts.map_err(|_| PageError::Unreadable)?;
    let (mut file, mut sent) = (None, api::Object::new());
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            file = Some(Vec::from(part.bytes().await.map_err(broken)?));
        } else {
            sent.insert(name, Value::String(part.text().await.map_err(broken)?));
        }
    }
    let form = api::form(WITH_FILE, &sent);
    if form.is_wrong() {
        return Err(api::faults(WITH_FILE, &form).into());
    }
    match file {
        None => Err(Refusal::invalid("file", "import-no-file").into()),
        Some(file) if file.len() as u64 > most => Err(large().into()),
        Some(file) => Ok((file, form.fields().get("map").map(str::to_owned))),
    }
}

/// What comes with a file.
const WITH_FILE: &[Field] =
    &[Field::maybe("map", api::Shape::Words(fields::MOST_MAP), "Which column holds what, in TOML")];

/// What a map makes of a file; without one, what the file's own words suggest.
fn plan(app: &App, book: &Book, map: Option<&str>, form: &FormState) -> Result<Plan, Failure> {
    let encoding = form.fields().get("encoding").and_then(Encoding::named);
    let sheet = form.fields().get("sheet").map(|sheet| {
        let none = || Refusal::invalid("sheet", "import-no-sheet").with("sheet", sheet);
        suggest::table(book, sheet).ok_or_else(none)
    });
    let sheet = sheet.transpose()?;
    let Some(text) = map else {
        let plan = suggest::suggest(book, sheet, encoding, app.store.clock().today()).plan;
        for (column, code) in
            [(Column::Received, "import-need-received"), (Column::Words, "import-need-words")]
        {
            if !plan.columns.contains_key(&column) {
                return Err(Refusal::invalid("map", code).into());
            }
        }
        return Ok(plan);
    };
    let plan = Map::read(text).and_then(|map| map.on(book, sheet, encoding));
    let wrong = |fault| Refusal::invalid("map", "import-map").with("fault", fault);
    Ok(plan.map_err(wrong)?)
}

/// The import with this id, for the program that sent the file.
async fn own(app: &App, program: &Program, id: &str) -> Result<Import, Failure> {
    program.allow_somewhere(Act::PETITIONS_IMPORT)?;
    let none = || Refusal::new(RefusalKind::NotFound, "import-none");
    let id: Id = id.parse().map_err(|_| none())?;
    let import = sql::one(&app.store, id).await?.ok_or_else(none)?;
    program.allow(Act::PETITIONS_IMPORT, &import.unit)?;
    match import.account == program.token.id {
        true => Ok(import),
        false => Err(Refusal::new(RefusalKind::Forbidden, "import-not-yours").into()),
    }
}

fn shown(program: &Program, import: &Import, map: Option<String>) -> ImportShown {
    let [rows, added, known, refused] = import.figures;
    ImportShown {
        id: import.id.to_string(),
        unit: import.unit.clone(),
        stage: import.stage.word(),
        sent_at: import.made_at,
        own: import.account == program.token.id,
        rows,
        added,
        known,
        refused,
        map,
    }
}

/// The import as it is now.
async fn answer(app: &App, program: &Program, id: Id) -> Answer {
    let none = || Refusal::new(RefusalKind::NotFound, "import-none");
    let import = sql::one(&app.store, id).await?.ok_or_else(none)?;
    let plan = sql::plan(&app.store, id).await?;
    let plan: Option<Plan> = plan.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let map = plan.map(|plan| toml::to_string(&Map::of(&plan))).transpose();
    let shown = shown(program, &import, map.map_err(Failure::bug)?);
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(shown)).into_response())
}

/// `GET /api/v1/imports/{id}`
async fn one(State(app): State<Arc<App>>, program: Program, Path(id): Path<String>) -> Answer {
    let import = own(&app, &program, &id).await?;
    answer(&app, &program, import.id).await
}

/// `POST /api/v1/imports/{id}/map`: another map, and its dry run.
async fn map(
    State(app): State<Arc<App>>,
    program: Program,
    Path(id): Path<String>,
    body: Body,
) -> Answer {
    let import = own(&app, &program, &id).await?;
    let form = api::form(fields::MAP, &api::object(body)?);
    if form.is_wrong() {
        return Err(api::faults(fields::MAP, &form).into());
    }
    let bytes = sql::file(&app.store, import.id).await?;
    let book = job::open(bytes.ok_or_else(|| Refusal::conflict("import-gone"))?).await?;
    let plan = plan(&app, &book, form.fields().get("map"), &form)?;
    job::check(&app.store, &import, program.actor(), plan).await?;
    answer(&app, &program, import.id).await
}

/// `POST /api/v1/imports/{id}/run`
async fn run(State(app): State<Arc<App>>, program: Program, Path(id): Path<String>) -> Answer {
    let import = own(&app, &program, &id).await?;
    job::import(&app.store, &import, program.actor()).await?;
    answer(&app, &program, import.id).await
}

/// `POST /api/v1/imports/{id}/stop`
async fn stop(State(app): State<Arc<App>>, program: Program, Path(id): Path<String>) -> Answer {
    let import = own(&app, &program, &id).await?;
    sql::stop(&app.store, import.id).await?;
    answer(&app, &program, import.id).await
}

/// `POST /api/v1/imports/{id}/drop`
async fn drop_one(State(app): State<Arc<App>>, program: Program, Path(id): Path<String>) -> Answer {
    let import = own(&app, &program, &id).await?;
    sql::stop(&app.store, import.id).await?;
    sql::drop_one(&app.store, import.id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `GET /api/v1/imports/{id}/report`
async fn report(
    State(app): State<Arc<App>>,
    program: Program,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Answer {
    let import = own(&app, &program, &id).await?;
    let form = asked(fields::REPORT, query.as_deref())?;
    let block = form.fields().get("cursor").and_then(|text| text.parse().ok()).unwrap_or(0_u64);
    let gone = || Refusal::new(RefusalKind::NotFound, "import-report-gone");
    let report = lines::told(&app.store, import.id).await?.ok_or_else(gone)?.report;
    let words = app.face.book().words(program.lang());
    let items = lines::block(&app.store, import.id, block).await?.into_iter();
    let items = items.map(|line| ImportLine::of(line, &words)).collect();
    let more = block.saturating_add(1).saturating_mul(BLOCK) < report.lines();
    let shown = ImportReport {
        dry_run: report.dry_run,
        rows: report.rows,
        added: report.added,
        known: report.known,
        refused: report.refused,
        skipped: report.skipped,
        items,
        next: more.then_some(block.saturating_add(1)),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(shown)).into_response())
}

/// The doors, for the API document.
pub(super) fn doors() -> Vec<Door> {
    let door = |method, path: &str, title| {
        let door = Door::new(method, &format!("{IMPORTS}{path}"), "imports", title);
        door.token(Act::PETITIONS_IMPORT)
    };
    let of = |method, path: &str, title| door(method, path, title).refuses(404, "No such import");
    let done = "The import as it is now";
    let form = json!({
        "type": "object",
        "properties": {
            "file": {
                "type": "string",
                "format": "binary",
                "description": "The register: XLSX, XLS, CSV or the tables of a DOCX",
            },
            "map": api::schema(WITH_FILE)["properties"]["map"],
        },
        "required": ["file"],
        "additionalProperties": false,
    });
    vec![
        door("get", "", "Lists the last imports of a unit").query(fields::UNIT).gives(
            200,
            "The newest first",
            "ImportPage",
        ),
        door("post", "", "Sends a register with its map, and begins the dry run")
            .what(
                "Without a map the file's own words suggest one. Nothing is added before \
                 `/run`. The same file twice adds nothing.",
            )
            .query(fields::REGISTER)
            .takes(json!({
                "required": true,
                "content": { "multipart/form-data": { "schema": form } },
            }))
            .gives(201, "Kept for a day at most; its dry run goes on", "ImportShown"),
        of("get", "/{id}", "Says how far an import is").gives(200, done, "ImportShown"),
        of("post", "/{id}/map", "Reads the file by another map, in a dry run")
            .body(fields::MAP)
            .gives(200, done, "ImportShown"),
        of("post", "/{id}/run", "Adds the petitions, or goes on adding them")
            .what("Only after a dry run that came to its end.")
            .refuses(409, "It is under way, was not tried, or its file was forgotten")
            .gives(200, done, "ImportShown"),
        of("post", "/{id}/stop", "Stops a run between two batches; what was added stays").gives(
            200,
            done,
            "ImportShown",
        ),
        of("post", "/{id}/drop", "Throws the file away; what was added stays")
            .ends(204, "It is gone"),
        of("get", "/{id}/report", "Says what became of each line, or would")
            .query(fields::REPORT)
            .gives(200, "A thousand lines at most", "ImportReport"),
    ]
}
