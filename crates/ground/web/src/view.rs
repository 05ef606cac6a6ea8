//! `/giao-dien`: the switches of view in the foot. They set a cookie and come back; they record
//! nothing, so a plain link may do it.

use axum::extract::OriginalUri;
use axum::http::header::SET_COOKIE;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

use crate::cookies::{self, Life};
use crate::form::Fields;
use crate::page::Page;
use crate::visit::Scheme;
use crate::words::Lang;

/// `GET /giao-dien?lang=en&scheme=dark&keys=off&ve=/path`, each of them optional.
pub(crate) async fn switch(page: Page, OriginalUri(uri): OriginalUri) -> Response {
    let asked = Fields::decode(uri.query().unwrap_or_default().as_bytes());
    let secure = page.setting().secure;
    let mut set = Vec::new();
    if let Some(lang) = asked.get("lang").and_then(Lang::read) {
        set.extend(cookies::set(cookies::LANG, lang.code(), Life::Year, secure));
    }
    if let Some(code) = asked.get("scheme") {
        let scheme = Scheme::read(code);
        let life = if scheme == Scheme::Auto { Life::Gone } else { Life::Year };
        set.extend(cookies::set(cookies::SCHEME, scheme.code(), life, secure));
    }
    if let Some(keys) = asked.get("keys") {
        let life = if keys == "off" { Life::Year } else { Life::Gone };
        set.extend(cookies::set(cookies::KEYS, "off", life, secure));
    }
    let back = asked.get("ve").filter(|path| is_local(path)).unwrap_or("/");
    (AppendHeaders(set.into_iter().map(|cookie| (SET_COOKIE, cookie))), Redirect::to(back))
        .into_response()
}

/// Whether `path` stays on this site: it begins with one slash and holds nothing that a browser
/// would read as another host.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_paths_of_this_site() {
        for good in ["/", "/don/TT-4176-28?a=1", "/styleguide#dau"] {
            assert!(is_local(good), "{good}");
        }
        let bad =
            ["", "//evil.example", "/\\evil.example", "https://evil.example", "/a\r\nb", "/ a"];
        for path in bad {
            assert!(!is_local(path), "{path}");
        }
    }
}
