//! A browser before a router: keeps cookies, reads pages, sends their forms. No socket and no
//! server; the whole program behind one is for `acceptance`.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::request::Builder;
use axum::http::{Request, StatusCode};
use tower::ServiceExt as _;

/// No page of a test is larger.
const MOST: usize = 4 << 20;

/// A browser.
pub struct Browser {
    router: Router,
    /// Its cookies.
    pub cookies: BTreeMap<String, String>,
}

/// A page as a browser has it.
#[derive(Debug)]
pub struct Got {
    /// The status.
    pub status: StatusCode,
    /// Where it leads; empty when it does not.
    pub location: String,
    /// The markup.
    pub body: String,
}

impl Got {
    /// The status is this and the page has these words.
    #[track_caller]
    pub fn says(&self, status: StatusCode, words: &str) -> &Self {
        assert_eq!(self.status, status, "{}", self.body);
        assert!(self.body.contains(words), "“{words}” is not in {}", self.body);
        self
    }

    /// The page does not have these words.
    #[track_caller]
    pub fn never(&self, words: &str) -> &Self {
        assert!(!self.body.contains(words), "“{words}” is in {}", self.body);
        self
    }

    /// The page leads there.
    #[track_caller]
    pub fn goes(&self, to: &str) -> &Self {
        assert_eq!(self.status, StatusCode::SEE_OTHER, "{}", self.body);
        assert_eq!(self.location, to);
        self
    }

    /// The value of the first hidden field of this name.
    #[track_caller]
    pub fn hidden(&self, name: &str) -> String {
        between(&self.body, &format!("name=\"{name}\" value=\""), "\"")
    }

    /// What the form to `action` would send, with some fields typed: its hidden fields unless they
    /// are typed over. Of several forms to one address, the one that has the most of the fields;
    /// where the page offers none, what a forger would send: all that the page hides.
    #[track_caller]
    pub fn form(&self, action: &str, typed: &[(&str, &str)]) -> Vec<(String, String)> {
        let mark = format!("action=\"{}\"", action.split('?').next().unwrap_or(action));
        let knows = |form: &&str| {
            typed.iter().filter(|(name, _)| form.contains(&format!("name=\"{name}\""))).count()
        };
        let forms =
            self.body.split("<form ").skip(1).filter_map(|form| form.split("</form>").next());
        let forms = forms.filter(|form| form.split('>').next().is_some_and(|h| h.contains(&mark)));
        let form = forms.max_by_key(knows);
        let form = form.unwrap_or(&self.body);
        let mut fields: BTreeMap<String, String> = BTreeMap::new();
        for part in form.split("<input type=\"hidden\" name=\"").skip(1) {
            let (name, rest) = part.split_once("\" value=\"").expect("a value");
            let value = rest.split('"').next().unwrap_or_default();
            let value = value.replace("&#34;", "\"").replace("&#38;", "&");
            fields.insert(name.to_owned(), value);
        }
        let typed = typed.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        fields.extend(typed);
        fields.into_iter().collect()
    }
}

impl Browser {
    /// A browser without cookies.
    pub fn new(router: &Router) -> Self {
        Self { router: router.clone(), cookies: BTreeMap::new() }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Got {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Opens a form, then sends it filled in.
    pub async fn fill(&mut self, path: &str, typed: &[(&str, &str)]) -> Got {
        let form = self.get(path).await;
        self.post(path, &form, typed).await
    }

    /// Sends the form of a page that was opened before, with its hidden fields.
    pub async fn post(&mut self, path: &str, form: &Got, typed: &[(&str, &str)]) -> Got {
        self.post_fields(path, form.form(path, typed)).await
    }

    /// Opens `page` for its seal and sends nothing else of it.
    pub async fn post_from(&mut self, page: &str, path: &str, typed: &[(&str, &str)]) -> Got {
        let seal = self.get(page).await.hidden("_seal");
        let typed = typed.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        self.post_fields(path, std::iter::once(("_seal".into(), seal)).chain(typed)).await
    }

    async fn post_fields(
        &mut self,
        path: &str,
        fields: impl IntoIterator<Item = (String, String)>,
    ) -> Got {
        let mut all = form_urlencoded::Serializer::new(String::new());
        all.extend_pairs(fields);
        let request = Request::post(path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(all.finish())).await
    }

    async fn send(&mut self, request: Builder, body: Body) -> Got {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = request.header(COOKIE, cookies.join("; ")).body(body);
        let mut request = request.expect("a request");
        let socket = SocketAddr::from(([203, 0, 113, 7], 4000));
        request.extensions_mut().insert(ConnectInfo(socket));
        let response = self.router.clone().oneshot(request).await.expect("a router answers");
        for cookie in response.headers().get_all(SET_COOKIE) {
            let text = cookie.to_str().expect("a text");
            let pair = text.split(';').next().and_then(|pair| pair.split_once('='));
            let (name, value) = pair.expect("a cookie");
            match text.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.into(), value.into()),
            };
        }
        let location = response.headers().get(LOCATION);
        let location = location.map(|to| to.to_str().expect("a text").to_owned());
        let status = response.status();
        let body = to_bytes(response.into_body(), MOST).await.expect("a whole page");
        let body = String::from_utf8(body.to_vec()).expect("a text");
        Got { status, location: location.unwrap_or_default(), body }
    }
}

/// The text between two others.
///
/// # Panics
/// When it is not there.
#[track_caller]
pub fn between(text: &str, before: &str, after: &str) -> String {
    let at = text.find(before).unwrap_or_else(|| panic!("“{before}” is not in {text}"));
    let rest = &text[at + before.len()..];
    rest.split(after).next().unwrap_or(rest).to_owned()
}
