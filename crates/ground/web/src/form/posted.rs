//! Reading a sent form: size, shape, seal. When it cannot be taken, the answer keeps what was
//! typed and asks to send it again.

use askama::Template;
use axum::body::to_bytes;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Fields, FormState, Upload};
use crate::csrf;
use crate::errors::PageError;
use crate::page::Page;

/// The most bytes that one form may have, files included. Vietnamese text triples in size on its
/// way, so that a megabyte of words still arrives and gets its own answer beside its field.
pub const MAX_BYTES: usize = 4 << 20;

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
        let request = Request::from_parts(parts, body);
        let fields = match is_multipart(&request) {
            true => read_multipart(request, state).await,
            false => read_urlencoded(request).await,
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

async fn read_multipart<S: Send + Sync>(request: Request, state: &S) -> Result<Fields, PageError> {
    let parts = Multipart::from_request(request, state).await;
    let mut parts = parts.map_err(|_| PageError::Unreadable)?;
    let mut fields = Fields::default();
    let broken = |error: axum::extract::multipart::MultipartError| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
        _ => PageError::Unreadable,
    };
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let content_type = part.content_type().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(broken)?;
        match file_name {
            None => fields.push(name, String::from_utf8_lossy(&bytes)),
            // A file control that was left empty comes as a nameless file of no bytes.
            Some(file_name) if file_name.is_empty() && bytes.is_empty() => {}
            Some(file_name) => {
                let bytes = bytes.to_vec();
                fields.push_file(Upload { field: name, file_name, content_type, bytes });
            }
        }
    }
    Ok(fields)
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
