//! `/can-bo/kiem-dau`: somebody at the counter holds a receipt. The officer holds a telephone's
//! camera over the square, chooses a picture or a file, or pastes the text; the page says what is
//! proven, and whether this office's own log still has that line.

use accounts::{Act, Answer, Failure, Officer};
use askama::Template;
use axum::Extension;
use axum::http::HeaderName;
use axum::response::{IntoResponse as _, Response};
use store::Store;
use web::parts::Mark;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Posted, Say, Upload};

use super::told::{Asked, refusal, sentences};
use crate::keys::Keys;
use crate::log::Log;
use crate::note::Verifier;
use crate::receipt::{Expected, MOST_BYTES, Receipt, Refused};
use crate::scan::{Seen, look};
use crate::store as sql;

const PATH: &str = "/can-bo/kiem-dau";
/// What a page may do that is not this one: nothing with the camera. This one may.
const CAMERA: (HeaderName, &str) = (
    HeaderName::from_static("permissions-policy"),
    "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
);
/// What the control offers to choose from.
const KINDS: &str = "image/jpeg,image/png,image/webp,.tlog-proof,text/plain";

#[derive(Template)]
#[template(path = "scan.html")]
struct ScanPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    told: Option<&'a Told>,
}

/// What was found out.
struct Told {
    good: bool,
    lines: Vec<String>,
}

impl ScanPage<'_> {
    fn kinds(&self) -> &'static str {
        KINDS
    }

    fn verdict(&self, told: &Told) -> Html {
        let mark = if told.good { Mark::Done } else { Mark::Late };
        let lines = told.lines.split_first();
        let (first, rest) = lines.map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let line = |line: &String| format!("<p>{}</p>", Html::escape(line));
        let rest = Html::trusted(rest.iter().map(line).collect::<String>());
        Html::join([self.page.notice(mark, first, ""), rest])
    }
}

/// `GET /can-bo/kiem-dau`
pub(super) async fn show(officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PROOFS_CHECK)?;
    let (page, form) = (dress(page), FormState::new());
    Ok(answer(&page, &form, None))
}

/// `POST /can-bo/kiem-dau`
pub(super) async fn send(
    Extension(log): Extension<Log>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PROOFS_CHECK)?;
    let Posted { page, mut form } = posted;
    let text = match form.take_files().into_iter().find(|file| file.size > 0) {
        None => form.fields().typed("text").to_owned(),
        Some(file) if file.is_over() => {
            let most = page.setting().uploads.megabytes();
            form.wrong("files", Say::new("scan-large").with("most", most));
            String::new()
        }
        Some(file) => read(file, &mut form).await?,
    };
    if text.trim().is_empty() && !form.is_wrong() {
        form.wrong("text", Say::new("scan-nothing"));
    }
    if form.is_wrong() {
        let page = dress(page).redisplay(&form);
        return Ok(answer(&page, &form, None));
    }
    let told = told(&page, log.store(), &text).await?;
    let page = dress(page);
    // What is a person's own proof does not stay in the field for whoever comes next.
    Ok(answer(&page, &FormState::new(), Some(&told)))
}

fn answer(page: &Page, form: &FormState, told: Option<&Told>) -> Response {
    ([CAMERA], page.show(&ScanPage { page, form, told })).into_response()
}

fn dress(page: Page) -> Page {
    let here = page.t("scan-title").into_owned();
    page.office().titled("scan-title").here(PATH).crumb_here(here)
}

/// The text of a file: as it stands there, or off its picture.
async fn read(file: Upload, form: &mut FormState) -> Result<String, Failure> {
    let plain = std::str::from_utf8(&file.bytes).ok().filter(|_| file.bytes.len() <= MOST_BYTES);
    if let Some(text) = plain {
        return Ok(text.to_owned());
    }
    // One picture at a time: each takes tens of megabytes while it is read.
    let why = match web::export::press(move || look(&file.bytes)).await? {
        Seen::Receipt(text) => return Ok(text),
        Seen::Other => "scan-other",
        Seen::Nothing => "scan-no-square",
        Seen::NoPicture => "scan-no-picture",
    };
    form.wrong("files", Say::new(why));
    Ok(String::new())
}

/// What a reader of this office knows: its log, those before it, its witnesses.
async fn known(store: &Store) -> Result<Expected, Failure> {
    let keys = Keys::read(store).await?;
    let witnesses = keys.witnesses.iter().filter_map(|one| Verifier::read(&one.verifier));
    Ok(Expected {
        // A log that was not begun is no reason to believe in any other.
        log: Some(keys.own_text().unwrap_or_else(|| "-".to_owned())),
        former: keys.former_texts(),
        unit: None,
        witnesses: witnesses.collect(),
        words: None,
    })
}

async fn told(page: &Page, store: &Store, text: &str) -> Result<Told, Failure> {
    let words = page.w();
    let receipt = Receipt::read(text);
    let checked = match &receipt {
        None => Err(Refused::Unreadable),
        Some(receipt) => receipt.check(&known(store).await?).map(|proven| (receipt, proven)),
    };
    let (receipt, proven) = match checked {
        Ok(checked) => checked,
        Err(why) => {
            let unit = receipt.as_ref().map_or("", |receipt| receipt.record.unit.as_str());
            let line = match why {
                Refused::Foreign => words.t("scan-foreign").into_owned(),
                why => refusal(words, why, unit),
            };
            return Ok(Told { good: false, lines: vec![line] });
        }
    };
    let asked = Asked { log: true, words: false };
    let mut lines = sentences(words, (receipt, &proven), asked);
    if proven.former {
        return Ok(Told { good: true, lines });
    }
    let index = receipt.index;
    let here = sql::entries(store, index, index.saturating_add(1)).await?;
    let good = here.first() == Some(&proven.entry);
    let own = if good { "scan-own" } else { "scan-own-lost" };
    let place = if good { lines.len() } else { 0 };
    lines.insert(place, words.t(own).into_owned());
    Ok(Told { good, lines })
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let page = dress(page.clone());
    let of = |name, form: &FormState, told: Option<&Told>| Sample {
        name,
        html: Html::of(&ScanPage { page: &page, form, told }),
    };
    let good = Told {
        good: true,
        lines: vec!["ĐÚNG. Đã nhận đơn: mã TT-4176-28.".into(), page.t("scan-own").into()],
    };
    let lost = Told { good: false, lines: vec![page.t("scan-own-lost").into()] };
    let mut wrong = FormState::new();
    wrong.wrong("files", Say::new("scan-no-square"));
    vec![
        of("log-scan", &FormState::new(), None),
        of("log-scan-good", &FormState::new(), Some(&good)),
        of("log-scan-lost", &FormState::new(), Some(&lost)),
        of("log-scan-wrong", &wrong, None),
    ]
}
