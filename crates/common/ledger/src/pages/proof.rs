//! `/bien-nhan/…`: the proof of one fact, for whoever has its address: as a square to print, as a
//! file, with a short code for the voice. The address is a key: nobody guesses it.

use std::time::Duration;

use accounts::{Answer, Failure};
use askama::Template;
use axum::Extension;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, REFRESH};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use jiff::civil::date;
use store::Store;
use store::keyring::hex;
use subtle::ConstantTimeEq as _;
use units::Gazetteer;
use web::parts::Leader;
use web::styleguide::Sample;
use web::{Html, Page, PageError};

use super::square;
use crate::log::{Log, State};
use crate::prove::Proof;
use crate::receipt::{ENDING, Expected, Receipt};
use crate::record::{Record, spoken};

/// Where the proof of a fact is, for whoever may have it.
pub fn path(store: &Store, stream: &str, version: i64) -> String {
    format!("/bien-nhan/{stream}/{version}/{}", tag(store, stream, version))
}

fn tag(store: &Store, stream: &str, version: i64) -> String {
    let tag = store.keys().tag("receipt address", &[stream.as_bytes(), &version.to_be_bytes()]);
    hex(&tag[..12])
}

/// The parts of an address.
type Address = Path<(String, String, i64, String)>;

/// Which fact an address names, when it is one of ours.
fn named(store: &Store, Path((prefix, key, version, typed)): Address) -> Option<(String, i64)> {
    let stream = format!("{prefix}/{key}");
    let right = tag(store, &stream, version);
    bool::from(right.as_bytes().ct_eq(typed.as_bytes())).then_some((stream, version))
}

async fn read(log: &Log, address: Address) -> Result<Proof, Failure> {
    let (stream, version) = named(log.store(), address).ok_or(PageError::NotFound)?;
    match log.receipt(&stream, version).await? {
        Proof::Never => Err(PageError::NotFound.into()),
        proof => Ok(proof),
    }
}

/// How long a picture is waited for: a leaf comes with the next sealing, within a second or two.
const TRIES: u32 = 20;
const BETWEEN: Duration = Duration::from_millis(200);

/// After how many seconds a page without its proof asks again by itself.
const AGAIN: u16 = 2;

/// `GET …/ma.svg`: waits for the leaf, so that a page that was answered before it exists fetches
/// the picture by itself, without script.
pub(super) async fn picture(Extension(log): Extension<Log>, address: Address) -> Answer {
    let mut tries = 0;
    let receipt = loop {
        match read(&log, Path(address.0.clone())).await? {
            Proof::There(receipt) => break receipt,
            Proof::NotYet if tries < TRIES => tries += 1,
            _ => return Err(PageError::NotFound.into()),
        }
        tokio::time::sleep(BETWEEN).await;
    };
    let drawn = receipt.square().and_then(|text| square::picture(&text));
    let drawn = drawn.ok_or(PageError::NotFound)?;
    Ok(own("image/svg+xml", drawn))
}

/// `GET …/tep`
pub(super) async fn file(Extension(log): Extension<Log>, address: Address) -> Answer {
    let Proof::There(receipt) = read(&log, address).await? else {
        return Err(PageError::NotFound.into());
    };
    let code: String = receipt.record.code.chars().filter(char::is_ascii_graphic).collect();
    let name = format!("attachment; filename=\"{}.{ENDING}\"", code.replace(['"', '/', '\\'], "-"));
    let mut response = own("text/plain; charset=utf-8", receipt.file());
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// What only its owner has an address of.
fn own(kind: &'static str, body: String) -> Response {
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "private, no-store")], body).into_response()
}

#[derive(Template)]
#[template(path = "proof.html")]
struct ProofPage<'a> {
    page: &'a Page,
    shown: Shown<'a>,
    at: &'a str,
}

enum Shown<'a> {
    There { receipt: &'a Receipt, square: bool },
    NotYet { stopped: bool },
    Erased,
}

impl ProofPage<'_> {
    fn facts(&self, receipt: &Receipt) -> Html {
        let page = self.page;
        let record = &receipt.record;
        let line = |key: &str, value: String| Leader::new(page.t(key), value);
        let mut lines = vec![
            line("proof-what", what(page, record)),
            line("proof-code", record.code.clone()),
            line("proof-unit", unit(&record.unit)),
            Leader::html(page.t("proof-day"), page.date_tag(record.on)),
            line("proof-leaf", page.num(receipt.index as i64 + 1)),
        ];
        if let Ok(proven) = receipt.check(&Expected::default()) {
            lines.push(line("proof-size", page.num(proven.size as i64)));
            // One word as long as two lines of a telephone: it may break anywhere.
            let log = format!("<code class=\"anywhere\">{}</code>", Html::escape(proven.log));
            lines.push(Leader::html(page.t("proof-log"), Html::trusted(log)));
            lines.push(line("proof-spoken", spoken(&proven.entry)));
        }
        page.leaders(&lines)
    }
}

/// What was recorded, in words: "Tiếp nhận đơn".
pub fn what(page: &web::Words, record: &Record) -> String {
    page.t(format!("proof-kind-{}", record.kind.replace(['.', '_'], "-"))).into_owned()
}

/// A unit's name; its code when nobody knows it.
pub fn unit(code: &str) -> String {
    Gazetteer::shared().current(code).map_or_else(|| code.to_owned(), |unit| unit.phrase())
}

/// `GET /bien-nhan/{prefix}/{key}/{version}/{tag}`
pub(super) async fn show(Extension(log): Extension<Log>, page: Page, address: Address) -> Answer {
    let at = page.visit().path().to_owned();
    let page = dress(page);
    let (status, proof) = match read(&log, address).await? {
        Proof::NotYet => (StatusCode::ACCEPTED, Proof::NotYet),
        Proof::Erased => (StatusCode::GONE, Proof::Erased),
        proof => (StatusCode::OK, proof),
    };
    let shown = match &proof {
        Proof::There(receipt) => {
            let square = receipt.square().is_some_and(|text| square::square(&text).is_some());
            Shown::There { receipt, square }
        }
        Proof::NotYet => Shown::NotYet { stopped: matches!(log.state(), State::Stopped(_)) },
        Proof::Erased | Proof::Never => Shown::Erased,
    };
    let waits = matches!(shown, Shown::NotYet { stopped: false });
    let page = page.status(status);
    let mut response = page.show(&ProofPage { page: &page, shown, at: &at });
    let never = HeaderValue::from_static("private, no-store");
    response.headers_mut().insert(CACHE_CONTROL, never);
    if waits {
        response.headers_mut().insert(REFRESH, HeaderValue::from(AGAIN));
    }
    Ok(response)
}

fn dress(page: Page) -> Page {
    let crumb = page.t("proof-crumb").into_owned();
    page.titled("proof-title").crumb_here(crumb).hidden()
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let Some(receipt) = sample() else { return Vec::new() };
    let page = dress(page.clone());
    let of = |name, shown| Sample {
        name,
        html: Html::of(&ProofPage { page: &page, shown, at: "/bien-nhan/petition/x/1/y" }),
    };
    vec![
        of("log-proof", Shown::There { receipt: &receipt, square: true }),
        of("log-proof-large", Shown::There { receipt: &receipt, square: false }),
        of("log-proof-soon", Shown::NotYet { stopped: false }),
        of("log-proof-stopped", Shown::NotYet { stopped: true }),
        of("log-proof-erased", Shown::Erased),
    ]
}

/// A receipt of a log with one leaf.
fn sample() -> Option<Receipt> {
    use crate::note::{Checkpoint, Signer, Use};
    use crate::{merkle, receipt};
    let record = Record {
        kind: "petition.received".into(),
        sort: "feedback".into(),
        code: "TT-4176-28".into(),
        unit: "20836".into(),
        on: date(2026, 2, 12),
        rule: "TD.reply".into(),
        words: merkle::empty(),
    };
    let (salt, seed) = ([1; 16], [2; 32]);
    let key = Signer::new("sample", Use::Log, &seed)?.verifier().key;
    let origin = receipt::origin(&key);
    let by = Signer::new(&origin, Use::Log, &seed)?;
    let root = merkle::leaf(&record.entry(&salt));
    let note = Checkpoint { origin, size: 1, root }.signed(&by);
    Some(Receipt { key, salt, record, index: 0, proof: Vec::new(), note })
}
