//! What was typed on the asker's own page, shown again: because the pass ran out and the four words
//! are asked for, or because nothing could be recorded.

use askama::Template;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Say};

use super::super::attach;
use super::Go;
use super::view::solved;
use crate::kind::Kind;

#[derive(Template)]
#[template(path = "resident/own-words.html")]
pub(super) struct WordsPage<'a> {
    page: &'a Page,
    form: &'a FormState,
    action: String,
    title: String,
    lede: String,
    /// Whether the four words are asked for.
    locked: bool,
    go: Go,
    /// Whether files came that must be chosen again.
    files: bool,
}

impl<'a> WordsPage<'a> {
    /// The page that asks for the four words again, with what was typed.
    pub fn locked(page: &'a Page, form: &'a FormState, typed: &str, go: Go, files: bool) -> Self {
        let lede = page.with("code", typed).t("own-words-lede");
        let shown = Self::new(page, form, typed, "own-words-title", lede);
        Self { locked: true, go, files, ..shown }
    }

    /// The page that offers to send again what could not be recorded.
    pub fn busy(page: &'a Page, form: &'a FormState, typed: &str, go: Go, files: bool) -> Self {
        let lede = page.t("page-busy").into_owned();
        Self { go, files, ..Self::new(page, form, typed, "page-busy-title", lede) }
    }

    fn new(page: &'a Page, form: &'a FormState, typed: &str, title: &str, lede: String) -> Self {
        let code = crate::code::read(typed).unwrap_or_default();
        let (action, title) = (format!("/don/{code}/cua-toi"), page.t(title).into_owned());
        let (locked, go, files) = (false, Go::Judge, false);
        Self { page, form, action, title, lede, locked, go, files }
    }

    fn solved(&self) -> web::Choice {
        solved(self.page, self.form, Kind::Feedback)
    }

    fn is_adding(&self) -> bool {
        self.go == Go::Add
    }

    fn attach(&self) -> web::Control {
        let page = self.page;
        page.form(self.form)
            .files(attach::FIELD, page.t("file-files"))
            .hint(attach::hint(page))
            .optional()
            .accept(attach::KINDS)
    }
}

pub(in super::super) fn samples(page: &Page) -> Vec<Sample> {
    let code = "TT-2861-53";
    let mut locked = FormState::new()
        .with("solved", "no")
        .with("rest", "Còn thiếu 4 m².")
        .with("more", "Hôm nay nước lại tràn.");
    locked.wrong("secret", Say::new("own-secret-missing"));
    let of = |name, shown: WordsPage<'_>| Sample { name, html: Html::of(&shown) };
    vec![
        of("resident-own-words", WordsPage::locked(page, &locked, code, Go::Judge, false)),
        of("resident-own-busy", WordsPage::busy(page, &locked, code, Go::Judge, false)),
        of("resident-own-words-add", WordsPage::locked(page, &locked, code, Go::Add, true)),
        of(
            "resident-own-words-withdraw",
            WordsPage::locked(page, &locked, code, Go::Withdraw, false),
        ),
    ]
}
