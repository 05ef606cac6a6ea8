//! `/cau-hoi-cua-toi/{pass}`: what became of a question, for whoever asked it: taken or why not,
//! the answer, and what was promised for it.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Answer, App, Failure};
use askama::Template;
use axum::extract::{Path, State as Shared};
use store::keyring::hex;
use web::{Page, PageError};

use super::shown::{self, Asked};
use super::{PUBLIC, one};
use crate::desk;
use crate::dialogue::Dialogue;
use crate::store::{self as sql, Entry};

#[derive(Template)]
#[template(path = "own.html")]
pub(super) struct OwnPage<'a> {
    pub page: &'a Page,
    pub dialogue: &'a Dialogue,
    pub one: Asked,
}

impl OwnPage<'_> {
    fn href(&self) -> String {
        format!("{PUBLIC}/{}", desk::key(&self.dialogue.id))
    }

    fn called(&self) -> String {
        one::called(self.page, self.dialogue)
    }
}

/// The address part that opens a question: its key and a tag that nobody can guess.
pub(super) fn pass(keys: &store::Keyring, question: &str) -> String {
    format!("{}-{}", desk::key(question), tag(keys, question))
}

fn tag(keys: &store::Keyring, question: &str) -> String {
    hex(&keys.tag("own question", &[question.as_bytes()])[..10])
}

/// The page with its title and crumbs.
pub(super) fn titled(page: Page) -> Page {
    let (list, here) = (page.t("dt-title").into_owned(), page.t("dt-own").into_owned());
    page.titled("dt-own").hidden().here(PUBLIC).crumb(list, PUBLIC).crumb_here(here)
}

/// `GET /cau-hoi-cua-toi/{pass}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    Path(pass): Path<String>,
    page: Page,
) -> Answer {
    let nothing = || Failure(PageError::NotFound);
    let (key, typed) = pass.split_once('-').ok_or_else(nothing)?;
    let read = desk::question(&app.store, key).await?.ok_or_else(nothing)?;
    let right = tag(&app.store.keys(), &read.it.id);
    // Compared to the end, so that the time taken says nothing.
    let differing = right.bytes().zip(typed.bytes()).fold(0, |bits, (a, b)| bits | (a ^ b));
    if right.len() != typed.len() || differing != 0 {
        return Err(nothing());
    }
    let question = read.it;
    let found = desk::dialogue(&app.store, desk::key(&question.asked.dialogue)).await?;
    let dialogue = found.ok_or_else(nothing)?.it;
    let page = titled(page);
    let words = sql::of_question(&app.store, &question.id).await?;
    let promises = shown::owed_all(&app, &page, &words, false).await?;
    let one = whole(&app, &page, &question, promises).await?;
    Ok(page.show(&OwnPage { page: &page, dialogue: &dialogue, one }))
}

/// A question with everything that became of it.
pub(super) async fn whole(
    app: &App,
    page: &Page,
    question: &crate::question::Question,
    promises: Vec<shown::Owed>,
) -> Result<Asked, Failure> {
    let item = question.asked.words.id.to_string();
    let entry = Entry {
        stream: question.id.clone(),
        way: question.asked.way.word().to_owned(),
        role: question.asked.role.word().to_owned(),
        matter: question.asked.matter.clone(),
        words: item.clone(),
        at: question.at,
        state: question.state.word().to_owned(),
        why: question.why.map_or("", |why| why.word()).to_owned(),
        with: question.with.clone().unwrap_or_default(),
    };
    let all = sql::questions(&app.store, &question.asked.dialogue).await?;
    let numbers: HashMap<String, usize> =
        all.iter().zip(1..).map(|(one, no)| (one.stream.clone(), no)).collect();
    let no = numbers.get(&question.id).copied().unwrap_or(1);
    let texts = app.store.texts_of(&[&item]).await?;
    let mut one = shown::asked(page, (no, &entry), &texts, &numbers);
    for answer in &question.answers {
        let who = page
            .with("role", page.t(super::key("dt-role", answer.role.word())))
            .with("how", page.t(super::key("dt-how", answer.how.word())))
            .t("dt-answered-by");
        one.answers.push((who, desk::words(&app.store, &answer.words).await?));
    }
    one.promises = promises;
    Ok(one)
}
