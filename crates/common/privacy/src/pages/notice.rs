//! `/rieng-tu`: how a person's words are kept, who can read them, when they go, and what a person
//! may ask. Every sentence is a claim about the program: whoever changes one changes the other.

use std::sync::Arc;

use accounts::permissions::{Act, who_may};
use accounts::{Answer, App, Post};
use askama::Template;
use axum::extract::State;
use duties::explain::rule_words;
use jiff::civil::Date;
use rulebook::Law;
use web::Page;

use crate::keep;
use crate::key;
use crate::kind::Kind;
use crate::request::{ACK, EXT};

#[derive(Template)]
#[template(path = "notice.html")]
pub(super) struct NoticePage<'a> {
    page: &'a Page,
    law: &'a Law,
    today: Date,
}

impl NoticePage<'_> {
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

    fn look(&self) -> String {
        self.page.with("who", self.who(Act::DATA_OPEN)).t("privacy-look")
    }

    fn erase(&self) -> String {
        self.page.with("who", self.who(Act::VAULT_ERASE)).t("privacy-erase")
    }

    /// Each rule of keeping, in its own sentence with its article.
    fn kept(&self) -> Vec<String> {
        let rules = keep::RULES.iter().map(|(rule, _)| *rule);
        rules.filter_map(|rule| rule_words(self.page, self.law, rule, self.today)).collect()
    }

    /// What may be asked: each kind with the rule of its time.
    fn rights(&self) -> Vec<(String, String)> {
        let right = |kind: &Kind| {
            let rule = rule_words(self.page, self.law, kind.rule(), self.today);
            let kind = self.page.t(key("dl-kind", kind.word())).into_owned();
            (kind, rule.unwrap_or_default())
        };
        Kind::ALL.iter().map(right).collect()
    }

    /// When the first answer comes, and by how much the rest may be put off.
    fn times(&self) -> Vec<String> {
        let times = [ACK, EXT].into_iter();
        times.filter_map(|rule| rule_words(self.page, self.law, rule, self.today)).collect()
    }
}

/// `GET /rieng-tu`
pub(super) async fn show(State(app): State<Arc<App>>, page: Page) -> Answer {
    let laws = app.store.laws();
    let page = dress(page);
    Ok(page.show(&page_of(&page, laws.now(), app.store.clock().today())))
}

pub(super) fn page_of<'a>(page: &'a Page, law: &'a Law, today: Date) -> NoticePage<'a> {
    NoticePage { page, law, today }
}

pub(super) fn dress(page: Page) -> Page {
    let crumb = page.t("privacy-crumb").into_owned();
    page.titled("privacy-title").crumb_here(crumb)
}
