//! `/can-bo/doi-thoai/buoi/{dialogue}/bien-ban/{kind}`: the minutes as PDF or DOCX. On paper
//! the words are Vietnamese, whatever the reader's screen speaks.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use axum::extract::{Path, State as Shared};
use axum::http::header;
use axum::response::IntoResponse;
use kernel::Refusal;
use units::Gazetteer;
use web::form::clock;
use web::{Lang, Page, PageError, Words};

use super::shown::Asked;
use super::{key, one, shown};
use crate::dialogue::Dialogue;
use crate::kind::Side;
use crate::minutes::{Heads, Minutes, Point, letter};

/// `GET /can-bo/doi-thoai/buoi/{dialogue}/bien-ban/{kind}`
pub(super) async fn show(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    Path((typed, kind)): Path<(String, String)>,
    page: Page,
) -> Answer {
    let read = one::find(&app, &officer, &typed, Act::DIALOGUES_READ).await?;
    let kinds = [
        ("pdf", "application/pdf"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ];
    let known = kinds.iter().find(|(name, _)| *name == kind);
    let (name, mime) = known.copied().ok_or(Failure(PageError::NotFound))?;
    if !read.it.takes_words() {
        return Err(Refusal::conflict("dialogue-not-open").into());
    }
    let words = app.face.book().words(Lang::Vi);
    let paper = letter(&minutes(&app, &page, &words, &read.it).await?, &heads(&words, &read.it));
    // A layout takes long: not on a thread that answers others.
    let mark = app.face.mark();
    let made = tokio::task::spawn_blocking(move || match name {
        "pdf" => paper.print(mark.as_deref()).pdf(),
        _ => paper.print(mark.as_deref()).docx(),
    });
    let bytes = made.await.map_err(Failure::bug)?.map_err(Failure::bug)?;
    let file = format!("attachment; filename=\"bien-ban-doi-thoai-{typed}.{name}\"");
    Ok(([(header::CONTENT_TYPE, mime), (header::CONTENT_DISPOSITION, file.as_str())], bytes)
        .into_response())
}

fn heads(words: &Words, one: &Dialogue) -> Heads {
    let t = |key: &str| words.t(key).into_owned();
    Heads {
        name: t("dt-paper-name"),
        subject: words.with("date", words.date(one.on)).t("dt-paper-subject"),
        when: t("dt-paper-when"),
        content: t("dt-paper-content"),
        questions: t("dt-paper-questions"),
        still: t("dt-paper-still"),
        conclusions: t("dt-paper-conclusions"),
        agreed: t("dt-paper-agreed"),
        signer: t("dt-paper-signer"),
        authority: t("dt-paper-authority"),
        name_of_signer: t("dt-paper-hand"),
        copies: t("dt-paper-copies"),
    }
}

/// What the minutes say.
async fn minutes(
    app: &App,
    page: &Page,
    words: &Words,
    one: &Dialogue,
) -> Result<Minutes, Failure> {
    let unit = Gazetteer::shared().at(&one.planned.unit, one.on);
    let unit = unit.ok_or_else(|| Failure::bug("a dialogue of a unit that was not there"))?;
    let page = &page.clone().in_lang(Lang::Vi);
    let (promises, _) = one::promises(app, page, one, true).await?;
    let still = one::still(app, page, one).await?;
    let all = shown::questions(app, page, (&one.id, &promises), false).await?;
    let said = one::said(app, one).await?;
    let agreed = |side: &Side| {
        let name = words.t(key("dt-side", side.word()));
        let found = one.agreed.iter().find(|(known, _)| known == side);
        match found {
            Some((_, on)) => {
                words.with("side", name).with("date", words.date(*on)).t("dt-paper-side")
            }
            None => words.with("side", name).t("dt-paper-side-not"),
        }
    };
    let above = unit.parent().map(|above| format!("Ủy ban nhân dân {}", above.phrase()));
    Ok(Minutes {
        unit: unit.phrase(),
        place_name: unit.name().to_owned(),
        above: above.unwrap_or_default(),
        on: one.on,
        when: words
            .with("from", clock(one.from.into()))
            .with("until", clock(one.until.into()))
            .with("date", words.date_long(one.on))
            .with("place", said.place.as_str())
            .t("dt-paper-hours"),
        content: said.content,
        attended: words.with("n", words.num(i64::from(one.attended))).t("dt-paper-attended"),
        points: all.into_iter().map(|asked| point(words, asked)).collect(),
        still: still.iter().map(|owed| promise(words, owed)).collect(),
        conclusions: said.conclusions,
        agreed: Side::ALL.iter().map(agreed).collect(),
    })
}

/// A promise in a sentence: what, by whom, by when.
fn promise(words: &Words, owed: &shown::Owed) -> String {
    words
        .with("what", owed.what.as_str())
        .with("owner", owed.owner.as_str())
        .with("date", words.date(owed.word.until))
        .t("dt-paper-promise")
}

fn point(words: &Words, asked: Asked) -> Point {
    Point {
        promises: asked.promises.iter().map(|owed| promise(words, owed)).collect(),
        role: asked.role,
        words: asked.words,
        answers: asked.answers,
    }
}
