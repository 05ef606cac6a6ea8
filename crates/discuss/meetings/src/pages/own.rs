//! `/cau-hoi-cua-toi/{pass}`: what became of a question, for whoever asked it: taken or why not,
//! the answer, and what was promised for it.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Answer, App, Failure};
use askama::Template;
use axum::extract::{Path, State as Shared};
use web::parts::Mark;
use web::{Html, Page, PageError};

use super::shown::{self, Asked, Place};
use super::{PUBLIC, one};
use crate::arrows::State;
use crate::desk;
use crate::dialogue::Dialogue;
use crate::promise::tail;
use crate::question::Question;
use crate::store::{self as sql, Entry};

#[derive(Template)]
#[template(path = "own.html")]
pub(super) struct OwnPage<'a> {
    pub page: &'a Page,
    pub dialogue: &'a Dialogue,
    /// What the question is called.
    pub code: String,
    pub one: Asked,
}

impl OwnPage<'_> {
    fn href(&self) -> String {
        format!("{PUBLIC}/{}", desk::key(&self.dialogue.id))
    }

    fn called(&self) -> String {
        one::called(self.page, self.dialogue)
    }

    /// What became of the dialogue, when it is not held as it was announced.
    fn changed(&self) -> Html {
        let page = self.page;
        if self.dialogue.state == State::Cancelled {
            return page.notice(Mark::Late, page.t("dt-own-off"), page.t("dt-own-off-next"));
        }
        match self.dialogue.on != self.dialogue.planned.on {
            true => {
                let day = page.with("date", page.date_long(self.dialogue.on)).t("dt-own-moved-to");
                page.notice(Mark::Soon, page.t("dt-own-moved"), day)
            }
            false => Html::default(),
        }
    }
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
    if !accounts::own::opens(&app.store.keys(), &read.it.id, typed) {
        return Err(nothing());
    }
    let question = read.it;
    let found = desk::dialogue(&app.store, desk::key(&question.asked.dialogue)).await?;
    let dialogue = found.ok_or_else(nothing)?.it;
    let page = titled(page);
    let one = whole(&app, &page, &question, false).await?;
    let code = tail("CH", &question.id);
    Ok(page.show(&OwnPage { page: &page, dialogue: &dialogue, code, one }))
}

/// A question with everything that became of it. One that is answered together with another has
/// that one's answers and promises too: its asker is told of them as its own.
pub(super) async fn whole(
    app: &App,
    page: &Page,
    question: &Question,
    office: bool,
) -> Result<Asked, Failure> {
    let lead = match &question.with {
        Some(lead) => desk::question(&app.store, desk::key(lead)).await?.map(|read| read.it),
        None => None,
    };
    let mut words = sql::of_question(&app.store, &question.id).await?;
    if let Some(lead) = &lead {
        words.extend(sql::of_question(&app.store, &lead.id).await?);
    }
    let place = Place { here: &question.asked.unit, office };
    let promises = shown::owed_all(app, page, &words, place).await?;
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
    let told = lead.iter().flat_map(|lead| &lead.answers).chain(&question.answers);
    for answer in told {
        let who = page
            .with("role", page.t(super::key("dt-role", answer.role.word())))
            .with("how", page.t(super::key("dt-how", answer.how.word())))
            .t("dt-answered-by");
        one.answers.push((who, desk::words(&app.store, &answer.words).await?));
    }
    one.promises = promises;
    Ok(one)
}
