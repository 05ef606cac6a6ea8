//! `/rieng-tu`: how a person's words are kept, who can read them, when they go. Every sentence is
//! a claim about the program: whoever changes one changes the other.

use std::sync::Arc;

use accounts::permissions::{Act, who_may};
use accounts::{Answer, App, Post};
use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use rulebook::Law;
use web::styleguide::Sample;
use web::{Html, Page};

use super::sample::Case;
use super::say::law_lang;

#[derive(Template)]
#[template(path = "resident/privacy.html")]
struct PrivacyPage<'a> {
    page: &'a Page,
    law: &'a Law,
    today: Date,
}

impl PrivacyPage<'_> {
    /// The posts that an act is open to: "Cán bộ tiếp dân, Lãnh đạo".
    fn who(&self, act: Act) -> String {
        let posts: Vec<_> = who_may(act).map(|post| self.page.t(Post::key(post))).collect();
        posts.join(", ")
    }

    fn read(&self) -> String {
        self.page.with("who", self.who(Act::PETITIONS_READ)).t("privacy-read")
    }

    fn person(&self) -> String {
        self.page.with("who", self.who(Act::PETITIONS_PERSON)).t("privacy-person")
    }

    fn audit(&self) -> String {
        self.page.with("who", self.who(Act::AUDIT_ACCESS)).t("privacy-audit")
    }

    fn erase(&self) -> String {
        self.page.with("who", self.who(Act::VAULT_ERASE)).t("privacy-erase")
    }

    /// How long a letter that cannot be processed is kept, in the rule's own sentence.
    fn stored(&self) -> Option<String> {
        let (book, lang) = (&self.law.rulebook, law_lang(self.page));
        let rule = book.in_force("DON.store", self.today)?;
        let sentence = rule.sentence(None, lang);
        Some(format!("{} ({}).", sentence.trim_end_matches('.'), book.cite(&rule.article, lang)))
    }
}

/// `GET /rieng-tu`
pub(super) async fn show(State(app): State<Arc<App>>, page: Page) -> Answer {
    let laws = app.store.laws();
    let page = dress(page);
    let today = app.store.clock().today();
    Ok(page.show(&PrivacyPage { page: &page, law: laws.now(), today }))
}

fn dress(page: Page) -> Page {
    let crumb = page.t("privacy-crumb").into_owned();
    page.titled("privacy-title").crumb_here(crumb)
}

pub(super) fn samples(page: &Page, case: &Case) -> Vec<Sample> {
    let page = dress(page.clone());
    let shown = PrivacyPage { page: &page, law: case.laws.now(), today: case.today };
    vec![Sample { name: "resident-privacy", html: Html::of(&shown) }]
}
