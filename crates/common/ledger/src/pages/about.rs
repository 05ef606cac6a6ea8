//! `/nhat-ky-cong-khai`: what the public log is, for somebody who never heard of one, and how it
//! stands now.

use accounts::Answer;
use askama::Template;
use axum::Extension;
use jiff::Timestamp;
use web::parts::{Leader, Mark};
use web::styleguide::Sample;
use web::{Html, Page};

use crate::cosign::Cosigned;
use crate::daily::Audited;
use crate::facts::Former;
use crate::head::Head;
use crate::keys::Keys;
use crate::log::{Log, State};
use crate::note::{Use, Verifier, base64};
use crate::store as sql;

/// How the log stands, for the page.
#[derive(Clone)]
struct Stand {
    size: u64,
    at: Timestamp,
    begun: Timestamp,
    root: String,
    key: String,
    stopped: bool,
}

impl Stand {
    fn of(log: &Log, keys: &Keys) -> Option<Self> {
        let (key, head) = (keys.own_text()?, keys.head.as_ref()?);
        let Head { size, at, begun, root, .. } = head.clone();
        let stopped = matches!(log.state(), State::Stopped(_));
        Some(Self { size, at, begun, root: base64(&root), key, stopped })
    }
}

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    page: &'a Page,
    stand: Option<&'a Stand>,
    former: &'a [Former],
    witnesses: &'a [Cosigned],
    audited: Option<Audited>,
}

impl AboutPage<'_> {
    fn facts(&self, stand: &Stand) -> Html {
        let page = self.page;
        let line = |key: &str, value: String| Leader::new(page.t(key), value);
        page.leaders(&[
            line("log-size", page.num(stand.size as i64)),
            Leader::html(page.t("log-at"), page.moment_tag(stand.at)),
            Leader::html(page.t("log-begun"), page.moment_tag(stand.begun)),
            line("log-audited", self.audited()),
        ])
    }

    /// What the audit of each day found last, in words.
    fn audited(&self) -> String {
        let page = self.page;
        let Some(found) = self.audited else { return page.t("log-audited-none").into_owned() };
        let said = page.with("at", page.moment(found.at));
        match found.whole {
            true => said.with("size", page.num(found.size as i64)).t("log-audited-good"),
            false => said.t("log-audited-bad"),
        }
    }

    /// How a witness stands, in words: since when, or why not.
    fn witness(&self, one: &Cosigned) -> Html {
        let page = self.page;
        let cosigned = || {
            let size = page.num(one.size as i64);
            page.with("size", size).with("at", page.moment(one.at)).t("log-witness-good")
        };
        let refused = || page.t(format!("log-witness-{}", one.word)).into_owned();
        let told = match (one.word.as_str(), one.size) {
            ("", _) => cosigned(),
            (_, 0) => refused(),
            _ => format!("{} {}", refused(), cosigned()),
        };
        page.leaders(&[Leader::new(one.witness.as_str(), told)])
    }

    fn trouble(&self) -> Html {
        self.page.notice(Mark::Late, self.page.t("log-stopped"), self.page.t("log-stopped-note"))
    }
}

/// `GET /nhat-ky-cong-khai`
pub(super) async fn show(Extension(log): Extension<Log>, page: Page) -> Answer {
    let page = dress(page);
    let keys = Keys::read(log.store()).await?;
    let stand = Stand::of(&log, &keys);
    let audited = sql::audited(log.store()).await?;
    let (stand, former, witnesses) = (stand.as_ref(), &keys.former, &keys.witnesses);
    Ok(page.show(&AboutPage { page: &page, stand, former, witnesses, audited }))
}

fn dress(page: Page) -> Page {
    let crumb = page.t("log-crumb").into_owned();
    page.titled("log-title").crumb_here(crumb)
}

pub(super) fn samples(page: &Page) -> Vec<Sample> {
    let page = dress(page.clone());
    let at = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(492_000);
    let of = |name, stand: Option<&Stand>, former: &[Former], witnesses: &[Cosigned]| {
        let found = |stand: &Stand| Audited { at, size: stand.size, whole: !stand.stopped };
        // Where another log was before it, this one is too young.
        let audited = stand.filter(|_| former.is_empty()).map(found);
        let shown = AboutPage { page: &page, stand, former, witnesses, audited };
        Sample { name, html: Html::of(&shown) }
    };
    let running = Stand {
        size: 2_861,
        at,
        begun: at,
        root: "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=".into(),
        key: format!("dantin/{}+00000000+AQAA", "0123456789abcdef".repeat(2)),
        stopped: false,
    };
    let stopped = Stand { stopped: true, ..running.clone() };
    let key = Verifier { name: running.key[..39].into(), signs: Use::Log, key: [7; 32] };
    let former = [Former { begun: at, key }];
    let witness = |word: &str, size| Cosigned {
        witness: format!("bao.example/{word}"),
        verifier: String::new(),
        size,
        note: String::new(),
        line: String::new(),
        at,
        word: word.to_owned(),
        detail: String::new(),
    };
    let words = ["gone", "unknown", "ahead", "forked", "wrong", "own"];
    let witnesses: Vec<Cosigned> =
        words.iter().map(|word| witness(word, 0)).chain([witness("", 2_860)]).collect();
    vec![
        of("log-none", None, &[], &[]),
        of("log-running", Some(&running), &[], &witnesses),
        of("log-stopped", Some(&stopped), &[], &[]),
        of("log-former", Some(&running), &former, &[]),
    ]
}
