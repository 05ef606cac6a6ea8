//! The second step as a page: own words, place and map, files, the way of answering, the person.

use askama::Template;
use web::{FormState, Html, Page};

use super::super::attach;
use super::super::say::said;
use super::check::Step;
use super::view::steps;
use crate::drafts::Kept;
use crate::kind::{AnswerBy, Kind};
use crate::pages::files;

#[derive(Template)]
#[template(path = "resident/file-how.html")]
pub(super) struct HowPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub kind: Kind,
    pub villages: &'a [(String, String)],
    pub map: Html,
    pub files: Vec<(String, i64)>,
    pub draft: Html,
    pub signature: String,
    pub carried: Html,
    pub before: Html,
}

impl HowPage<'_> {
    fn steps(&self) -> Html {
        steps(self.page, Step::How)
    }

    fn village(&self) -> web::Control {
        let list = self.page.form(self.form).select("village", self.page.t("file-village"));
        let list = list.option("", self.page.t("file-village-none"));
        list.options(self.villages).optional().middle()
    }

    fn is_complaint(&self) -> bool {
        self.kind.is_complaint()
    }

    fn is_second(&self) -> bool {
        self.kind == Kind::SecondComplaint
    }

    fn answers(&self) -> web::Choice {
        let page = self.page;
        let f = page.form(self.form);
        let phone = f.text("phone", page.t("file-phone")).hint(page.t("file-phone-hint"));
        let label = |way: AnswerBy| said(page, "answer-by", way.word());
        let shown = f.choice("answer", page.t("file-answer"));
        let shown =
            shown.option_more(AnswerBy::Sms.word(), label(AnswerBy::Sms), phone.tel().middle());
        let email = f.text("email", page.t("file-email")).hint(page.t("file-email-hint"));
        let shown = shown.option_more(
            AnswerBy::Email.word(),
            label(AnswerBy::Email),
            email.email().middle(),
        );
        let shown = match self.is_complaint() {
            // Name and address are asked of every complaint, further down.
            true => shown.option(AnswerBy::Post.word(), label(AnswerBy::Post)),
            false => {
                shown.option_more(AnswerBy::Post.word(), label(AnswerBy::Post), self.address())
            }
        };
        let hint = match self.is_complaint() {
            true => page.t("file-oneself-hint-complaint"),
            false => page.t("file-oneself-hint"),
        };
        shown.option(AnswerBy::Desk.word(), label(AnswerBy::Desk)).option_hint(
            AnswerBy::Oneself.word(),
            label(AnswerBy::Oneself),
            hint,
        )
    }

    fn address(&self) -> web::Control {
        let f = self.page.form(self.form);
        f.text("address", self.page.t("file-address"))
            .hint(self.page.t("file-address-hint"))
            .wide()
            .remembers("street-address")
    }

    fn name(&self) -> web::Control {
        let page = self.page;
        let name =
            page.form(self.form).text("name", page.t("file-name")).middle().remembers("name");
        match self.is_complaint() {
            true => name.hint(page.t("file-name-hint-complaint")),
            false => name.hint(page.t("file-name-hint")).optional(),
        }
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

/// The files that wait, with their numbers.
pub(super) fn files(page: &Page, kept: &[Kept]) -> Vec<(String, i64)> {
    let label = |(n, kept): (usize, &Kept)| (files::label(page, n, &kept.media, kept.size), kept.n);
    (1..).zip(kept).map(label).collect()
}
