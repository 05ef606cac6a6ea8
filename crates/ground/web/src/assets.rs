//! Style sheet, scripts, fonts and icon, carried inside the program and served under addresses
//! that hold a hash of their bytes, so that a browser fetches each once and keeps it for good.

use std::io::Write;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::header::{self, HeaderMap};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::csrf::hex;
use crate::errors::PageError;

macro_rules! file {
    ($name:literal) => {
        (base_name($name), include_bytes!(concat!("../../../../assets/", $name)).as_slice())
    };
}

const fn base_name(path: &'static str) -> &'static str {
    // Fonts lie in a folder of their own; addresses are flat.
    match path.as_bytes() {
        [b'f', b'o', b'n', b't', b's', b'/', ..] => path.split_at(6).1,
        _ => path,
    }
}

const FONTS: [(&str, &[u8]); 8] = [
    file!("fonts/be-vietnam-pro-latin-400-normal.woff2"),
    file!("fonts/be-vietnam-pro-latin-500-normal.woff2"),
    file!("fonts/be-vietnam-pro-latin-700-normal.woff2"),
    file!("fonts/be-vietnam-pro-vietnamese-400-normal.woff2"),
    file!("fonts/be-vietnam-pro-vietnamese-500-normal.woff2"),
    file!("fonts/be-vietnam-pro-vietnamese-700-normal.woff2"),
    file!("fonts/dantin-figures-400.woff2"),
    file!("fonts/dantin-figures-700.woff2"),
];

const PLAIN: [(&str, &[u8]); 6] = [
    file!("favicon.svg"),
    file!("keys.js"),
    file!("file.js"),
    file!("reception.js"),
    file!("scan.js"),
    file!("offline.js"),
];

const SHEETS: [&str; 2] =
    [include_str!("../../../../assets/tokens.css"), include_str!("../../../../assets/dantin.css")];

struct Asset {
    name: &'static str,
    href: String,
    etag: HeaderValue,
    kind: &'static str,
    bytes: Vec<u8>,
    /// Compressed once, where that helps.
    gzip: Option<Vec<u8>>,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let mut all: Vec<Asset> = FONTS.iter().chain(&PLAIN).map(|(n, b)| Asset::new(n, b)).collect();
    let mut sheet = strip_comments(&SHEETS.concat());
    for font in &all {
        sheet = sheet.replace(&format!("url(fonts/{})", font.name), &format!("url({})", font.href));
    }
    all.push(Asset::new("dantin.css", sheet.as_bytes()));
    all
});

impl Asset {
    fn new(name: &'static str, bytes: &[u8]) -> Self {
        let hash = hex(&Sha256::digest(bytes)[..6]);
        let kind = match name.rsplit('.').next() {
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("svg") => "image/svg+xml",
            _ => "font/woff2",
        };
        Self {
            name,
            href: format!("/assets/{hash}/{name}"),
            etag: HeaderValue::try_from(format!("\"{hash}\""))
                .unwrap_or(HeaderValue::from_static("")),
            kind,
            gzip: (kind != "font/woff2").then(|| gzip(bytes)).flatten(),
            bytes: bytes.to_vec(),
        }
    }
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

fn strip_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, comment)) = rest.split_once("/*") {
        out.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out.lines().filter(|line| !line.trim().is_empty()).map(|line| format!("{line}\n")).collect()
}

/// The address of an asset; an address that answers 404 for a name that does not exist.
pub fn href(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/assets/none", |asset| &asset.href)
}

/// The style sheet as it is served; for tests of its size and for documents made from pages.
pub fn style_sheet() -> &'static str {
    let sheet = ASSETS.iter().find(|asset| asset.name == "dantin.css");
    sheet.and_then(|asset| std::str::from_utf8(&asset.bytes).ok()).unwrap_or_default()
}

/// `GET /assets/{hash}/{name}`.
pub(crate) async fn serve(
    Path((hash, name)): Path<(String, String)>,
    asked: HeaderMap,
) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.name == name) else {
        return PageError::NotFound.into_response();
    };
    if asset.href != format!("/assets/{hash}/{name}") {
        // An old page asks for an old version: send it on, so that nothing stale is cached.
        return axum::response::Redirect::temporary(&asset.href).into_response();
    }
    let mut headers = HeaderMap::new();
    headers.insert(header::ETAG, asset.etag.clone());
    let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
    headers.insert(header::CACHE_CONTROL, forever);
    if asked.get(header::IF_NONE_MATCH) == Some(&asset.etag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    let takes_gzip = asked.get_all(header::ACCEPT_ENCODING).iter().any(|value| {
        value.to_str().is_ok_and(|value| value.split(',').any(|part| part.trim() == "gzip"))
    });
    match &asset.gzip {
        Some(gzip) => {
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            if takes_gzip {
                headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                return (headers, gzip.as_slice()).into_response();
            }
            (headers, asset.bytes.as_slice()).into_response()
        }
        None => (headers, asset.bytes.as_slice()).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_font_in_the_sheet_has_its_hashed_address() {
        let sheet = style_sheet();
        assert!(!sheet.contains("url(fonts/"), "a font is named that is not carried");
        assert_eq!(sheet.matches("url(/assets/").count(), FONTS.len());
        assert!(!sheet.contains("/*"));
    }

    #[test]
    fn the_sheet_is_small() {
        assert!(style_sheet().len() < 40 * 1024, "{} bytes", style_sheet().len());
    }
}
