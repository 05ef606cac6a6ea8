//! `/to-cao`: where and how a denunciation is handed in. There is no form, and none may be added:
//! the program keeps no identity of a denouncer (LTC 22, 23, 25, 47, 56).

use std::sync::Arc;

use accounts::{Answer, App};
use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use rulebook::{Article, Law};
use web::styleguide::Sample;
use web::{Html, Page};

use super::sample::Case;
use super::say::law_lang;

#[derive(Template)]
#[template(path = "resident/denounce.html")]
struct DenouncePage<'a> {
    page: &'a Page,
    law: &'a Law,
    today: Date,
}

impl DenouncePage<'_> {
    /// An article of the Denunciation Law, as one writes it.
    fn article(&self, path: &str) -> String {
        let article = Article { instrument: "LTC".into(), path: path.to_owned() };
        self.law.rulebook.cite(&article, law_lang(self.page))
    }

    /// A rule in its own sentence with its article; nothing when it is not law today.
    fn rule(&self, id: &str) -> Option<String> {
        let (book, lang) = (&self.law.rulebook, law_lang(self.page));
        let rule = book.in_force(id, self.today)?;
        Some(format!(
            "{} ({}).",
            rule.sentence(None, lang).trim_end_matches('.'),
            book.cite(&rule.article, lang)
        ))
    }

    fn rules(&self) -> Vec<String> {
        ["TC.init", "TC.notice", "TC.res"].iter().filter_map(|id| self.rule(id)).collect()
    }
}

/// `GET /to-cao`
pub(super) async fn show(State(app): State<Arc<App>>, page: Page) -> Answer {
    let laws = app.store.laws();
    let page = dress(page);
    let today = app.store.clock().today();
    Ok(page.show(&DenouncePage { page: &page, law: laws.now(), today }))
}

fn dress(page: Page) -> Page {
    let crumb = page.t("denounce-crumb").into_owned();
    page.titled("denounce-title").crumb_here(crumb)
}

pub(super) fn samples(page: &Page, case: &Case) -> Vec<Sample> {
    let page = dress(page.clone());
    let shown = DenouncePage { page: &page, law: case.laws.now(), today: case.today };
    vec![Sample { name: "resident-denounce", html: Html::of(&shown) }]
}
