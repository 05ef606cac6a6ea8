//! What the tests of accounts share: an app over a fresh database, and a browser with cookies.
#![allow(dead_code)] // Each test file uses its own part of this.

use std::collections::BTreeMap;
use std::sync::Arc;

use accounts::{App, Limits, MIGRATIONS, TABLES, WORDS, layer, projectors, router};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use jiff::SignedDuration;
use kernel::Chance;
use store::{Laws, Projection, Projector, Schema, Stream};
use testkit::Place;
use tower::ServiceExt as _;
use web::{Book, Face, Setting};

struct Nothing;

impl Projector for Nothing {
    fn project(&self, _: &Stream, _: &Laws) -> store::Result<Projection> {
        Ok(Projection::default())
    }
}

pub fn schema() -> Schema {
    let mut all = projectors();
    all.push(("law", Arc::new(Nothing)));
    Schema {
        migrations: [MIGRATIONS, counts::MIGRATIONS, jobs::MIGRATIONS].concat(),
        tables: [TABLES, counts::TABLES].concat(),
        projectors: all,
        law_sensitive: None,
    }
}

/// A house: database, app, and its pages.
pub struct House {
    pub place: Place,
    pub app: Arc<App>,
    router: Router,
}

pub async fn house(place: Place) -> House {
    let store = place.open(schema()).await.unwrap();
    let book = Book::builder().add_all(WORDS).build().unwrap();
    let setting = Setting { sign_out: "/dang-xuat", ..Setting::default() };
    let face = Face::new(book, setting, [7; 32], Chance::seeded(7));
    let app = App::new(store, face.clone(), Limits::default()).await.unwrap();
    let pages = layer(router(), app.clone()).with_state(app.clone());
    House { place, app, router: web::layer(pages, face) }
}

impl House {
    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        let now = self.place.clock.now();
        self.place.clock.set(now + SignedDuration::from_secs(seconds));
    }
}

/// A browser: keeps cookies, reads pages, sends their forms.
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    /// The address that requests come from.
    pub address: [u8; 4],
}

/// A page as a browser has it.
#[derive(Debug)]
pub struct Got {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

impl Browser {
    pub fn new(house: &House) -> Self {
        let router = house.router.clone();
        Self { router, cookies: BTreeMap::new(), address: [203, 0, 113, 7] }
    }

    pub async fn get(&mut self, path: &str) -> Got {
        self.send(Request::get(path), Body::empty()).await
    }

    /// Opens a page for its seal, then posts a form to `action`.
    pub async fn post_from(&mut self, page: &str, action: &str, fields: &[(&str, &str)]) -> Got {
        let seal = seal(&self.get(page).await.body);
        self.post(action, &seal, fields).await
    }

    /// Posts the form of the same address.
    pub async fn fill(&mut self, path: &str, fields: &[(&str, &str)]) -> Got {
        self.post_from(path, path.split('?').next().unwrap_or(path), fields).await
    }

    pub async fn post(&mut self, action: &str, seal: &str, fields: &[(&str, &str)]) -> Got {
        let mut all = web::Fields::default();
        all.push("_seal", seal);
        fields.iter().for_each(|(name, value)| all.push(*name, value));
        let request =
            Request::post(action).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, Body::from(all.encode())).await
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: Body) -> Got {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = request.header(COOKIE, cookies.join("; ")).body(body).unwrap();
        let socket = std::net::SocketAddr::from((self.address, 4000));
        request.extensions_mut().insert(axum::extract::ConnectInfo(socket));
        let response = self.router.clone().oneshot(request).await.unwrap();
        for cookie in response.headers().get_all(SET_COOKIE) {
            let text = cookie.to_str().unwrap();
            assert!(text.contains("HttpOnly") && text.contains("SameSite=Lax"), "{text}");
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            match text.contains("Max-Age=0") {
                true => self.cookies.remove(name),
                false => self.cookies.insert(name.into(), value.into()),
            };
        }
        let location = response.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned());
        Got {
            status: response.status(),
            location: location.unwrap_or_default(),
            body: String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().into())
                .unwrap(),
        }
    }
}

/// The seal of a page's first form.
pub fn seal(body: &str) -> String {
    between(body, "name=\"_seal\" value=\"", "\"").unwrap_or_default()
}

pub fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(rest[..rest.find(after)?].to_owned())
}
