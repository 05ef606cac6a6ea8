//! Reading a sent form: size, shape, seal. When it cannot be taken, the answer keeps what was
//! typed and asks to send it again.
//!
//! Files come only where a route says so ([`TakesFiles`]). Of more files than allowed, or of one
//! that is too large, only the count and size are kept, so that the subject can say it beside the
//! field; what was typed around them stays.

use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::body::to_bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use kernel::Refusal;
use tokio::sync::Semaphore;

use super::{Fields, FormState, Upload};
use crate::csrf;
use crate::errors::PageError;
use crate::face::Uploads;
use crate::page::Page;

/// The most bytes that one form may have, files included. Vietnamese text triples in size on its
/// way, so that a megabyte of words still arrives and gets its own answer beside its field.
pub const MAX_BYTES: usize = 4 << 20;

/// How many forms with files are read at once: each may hold all its files in memory.
static READING: Semaphore = Semaphore::const_new(8);
/// How long a form waits for its turn, and how long it may take on its way over a slow line.
const TURN: Duration = Duration::from_secs(60);
const WAY: Duration = Duration::from_secs(15 * 60);

/// Marks a route whose forms may carry files, within the operator's limits ([`Uploads`]).
#[derive(Clone, Copy, Debug)]
pub struct TakesFiles;

impl TakesFiles {
    /// The route, taking files.
    pub fn on<S: Clone + Send + Sync + 'static>(route: MethodRouter<S>) -> MethodRouter<S> {
        let marked: MethodRouter<S> = route.layer(Extension(Self));
        marked.layer(DefaultBodyLimit::disable())
    }
}

/// Marks a route whose form carries one file that may be larger than photographs are: so many
/// bytes at most. The handler says what is too large; this only bounds memory.
#[derive(Clone, Copy, Debug)]
pub struct TakesLarge(pub usize);

impl TakesLarge {
    /// The route, taking such a file.
    pub fn on<S: Clone + Send + Sync + 'static>(self, route: MethodRouter<S>) -> MethodRouter<S> {
        let marked: MethodRouter<S> = route.layer(Extension(self));
        marked.layer(DefaultBodyLimit::max(self.0))
    }
}

/// A form that came from a page of ours, read and not yet checked. Takes urlencoded and multipart.
///
/// Use it as the last argument of a handler: `async fn file(posted: Posted) -> …`.
#[derive(Clone)]
pub struct Posted {
    /// The page to answer with.
    pub page: Page,
    /// What was typed.
    pub form: FormState,
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let page =
            Page::from_request_parts(&mut parts, state).await.map_err(PageError::into_response)?;
        let takes_files = parts.extensions.get::<TakesFiles>().is_some();
        let large = parts.extensions.get::<TakesLarge>().copied();
        let request = Request::from_parts(parts, body);
        let fields = match (is_multipart(&request), takes_files) {
            (true, true) => read_files(request, state, page.setting().uploads).await,
            (true, false) => {
                let room = large.map_or_else(Room::plain, |large| Room::large(large.0));
                read_multipart(request, state, room).await
            }
            (false, _) => read_urlencoded(request).await,
        };
        let fields = fields.map_err(PageError::into_response)?;
        if page.visit().is_cross_site() {
            return Err(PageError::CrossSite.into_response());
        }
        if !page.visit().seal_holds(fields.typed(csrf::FIELD)) {
            return Err(ask_again(page, &fields));
        }
        Ok(Self { page, form: FormState::of(fields.without(csrf::FIELD)) })
    }
}

fn is_multipart(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

async fn read_urlencoded(request: Request) -> Result<Fields, PageError> {
    let bytes = to_bytes(request.into_body(), MAX_BYTES).await.map_err(|_| PageError::TooLarge)?;
    Ok(Fields::decode(&bytes))
}

/// Reads a form with files, in its turn.
async fn read_files<S: Send + Sync>(
    request: Request,
    state: &S,
    uploads: Uploads,
) -> Result<Fields, PageError> {
    let room = Room::of(uploads);
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length: Option<usize> = length.and_then(|length| length.to_str().ok()?.parse().ok());
    let small = length.is_some_and(|length| length <= MAX_BYTES);
    let turn = match small {
        true => None,
        false => {
            let turn = tokio::time::timeout(TURN, READING.acquire()).await;
            Some(turn.map_err(|_| PageError::Busy)?.map_err(PageError::bug)?)
        }
    };
    let read = tokio::time::timeout(WAY, read_multipart(request, state, room)).await;
    drop(turn);
    read.map_err(|_| PageError::Unreadable)?
}

/// What a form may take of memory and time.
#[derive(Clone, Copy)]
struct Room {
    uploads: Uploads,
    /// Bytes of words that may still come.
    words: usize,
    /// Bytes of anything that may still come, what is left behind included.
    all: usize,
}

impl Room {
    fn plain() -> Self {
        let uploads = Uploads { most: usize::MAX, bytes: MAX_BYTES };
        Self { uploads, words: MAX_BYTES, all: MAX_BYTES }
    }

    fn large(bytes: usize) -> Self {
        let uploads = Uploads { most: 1, bytes };
        Self { uploads, words: MAX_BYTES, all: bytes + MAX_BYTES }
    }

    /// Who sends twice as many files, each twice as large, still gets an answer with their words.
    fn of(uploads: Uploads) -> Self {
        Self { uploads, words: MAX_BYTES, all: 4 * uploads.most * uploads.bytes + MAX_BYTES }
    }

    fn take(&mut self, bytes: usize) -> Result<(), PageError> {
        let Some(left) = self.all.checked_sub(bytes) else { return Err(self.over()) };
        self.all = left;
        Ok(())
    }

    /// More came than is read at all: what was typed is still in the sender's browser.
    fn over(&self) -> PageError {
        match self.uploads.most.checked_mul(self.uploads.bytes) {
            None => PageError::TooLarge,
            Some(most) => Refusal::invalid("files", "upload-large").with("mb", most >> 20).into(),
        }
    }
}

async fn read_multipart<S: Send + Sync>(
    request: Request,
    state: &S,
    mut room: Room,
) -> Result<Fields, PageError> {
    let parts = Multipart::from_request(request, state).await;
    let mut parts = parts.map_err(|_| PageError::Unreadable)?;
    let mut fields = Fields::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        room.take(part.name().map_or(0, str::len) + 64)?;
        match part.file_name().is_some() {
            true => read_file(part, &mut fields, &mut room).await?,
            false => {
                let name = part.name().unwrap_or_default().to_owned();
                let (bytes, size) = read_part(part, room.words, &mut room).await?;
                room.words = room.words.checked_sub(size as usize).ok_or(PageError::TooLarge)?;
                fields.push(name, String::from_utf8_lossy(&bytes));
            }
        }
    }
    Ok(fields)
}

fn broken(error: MultipartError) -> PageError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::Unreadable,
    }
}

async fn read_file(part: Field<'_>, fields: &mut Fields, room: &mut Room) -> Result<(), PageError> {
    let field = part.name().unwrap_or_default().to_owned();
    let file_name = part.file_name().unwrap_or_default().to_owned();
    let content_type = part.content_type().unwrap_or_default().to_owned();
    let is_room = fields.files().len() < room.uploads.most;
    let most = if is_room { room.uploads.bytes } else { 0 };
    let (bytes, size) = read_part(part, most, room).await?;
    match (is_room, file_name.is_empty() && size == 0) {
        // A file control that was left empty comes as a nameless file of no bytes.
        (_, true) => {}
        (false, false) => fields.count_file(),
        (true, false) => {
            fields.push_file(Upload { field, file_name, content_type, size, bytes });
        }
    }
    Ok(())
}

/// The bytes of a part, none of them when there are more than `most`; and how many there were.
async fn read_part(
    mut part: Field<'_>,
    most: usize,
    room: &mut Room,
) -> Result<(Vec<u8>, u64), PageError> {
    let (mut bytes, mut size) = (Vec::new(), 0);
    while let Some(chunk) = part.chunk().await.map_err(broken)? {
        room.take(chunk.len())?;
        size += chunk.len() as u64;
        match size <= most as u64 {
            true => bytes.extend_from_slice(&chunk),
            false => bytes = Vec::new(),
        }
    }
    Ok((bytes, size))
}

/// Shows what was typed and asks its author to send it again, under a fresh seal. Secrets are not
/// written into the page; their author types them anew.
fn ask_again(page: Page, fields: &Fields) -> Response {
    let secret = |name: &str| name.contains("password") || name.contains("secret");
    let kept: Vec<(&str, &str)> =
        fields.pairs().filter(|(name, _)| *name != csrf::FIELD && !secret(name)).collect();
    let page = page.titled("page-again-title").status(StatusCode::FORBIDDEN).hidden();
    let whole = !fields.pairs().any(|(name, _)| secret(name));
    page.show(&AgainPage { page: &page, kept: &kept, whole, files: !fields.files().is_empty() })
}

#[derive(Template)]
#[template(path = "pages/again.html")]
struct AgainPage<'a> {
    page: &'a Page,
    kept: &'a [(&'a str, &'a str)],
    /// Whether sending again makes sense: nothing had to be left out.
    whole: bool,
    files: bool,
}
