//! Samples of what follows a dialogue: questions with their answers, and promises.

use web::FormState;

use super::super::evidence;
use super::super::made as new_promise;
use super::super::own::{self, OwnPage};
use super::super::promise::{self, PromisePage};
use super::super::question::{self, QuestionPage};
use super::super::shown;
use super::super::slip::{self, SlipPage};
use super::made::{asked, held, owed, said};
use super::{KEY, Samples, TODAY, day, dialogue, item, promise, question};
use crate::arrows::{PromiseStep, QuestionState, QuestionStep};
use crate::dialogue::Dialogue;
use crate::facts::{Enclosed, PromiseEvent, QuestionEvent};
use crate::kind::Withdrawn;

impl Samples<'_> {
    /// One's own question, the office's and its steps, and the paper for its asker.
    pub(super) fn questions(&mut self) -> Option<()> {
        let officer = self.officer();
        let done = dialogue(day(3, 12), held())?;
        let page = own::titled(self.page.clone());
        let promises = owed(&page, false, TODAY);
        let all = asked(&page, &promises);
        for (name, one) in
            ["resident-question-answered", "resident-question-declined"].iter().zip(&all)
        {
            let (page, dialogue, one) = (&page, &done, one.clone());
            self.put(name, &OwnPage { page, dialogue, code: "CH-7QXM2P".into(), one });
        }
        let read = question(&done, vec![QuestionEvent::Taken { with: None }])?;
        let page = question::titled(self.page.clone(), &done, 1);
        let deeds = question::deeds(&page, &officer, &read);
        let one = all.into_iter().find(|one| one.state == QuestionState::Answered)?;
        let slip = Some("/can-bo/doi-thoai".to_owned());
        let (of, dialogue) = (&page, &done);
        self.put("dialogue-question", &QuestionPage { page: of, dialogue, one, deeds, slip });
        let page = slip::titled(self.page.clone(), &done);
        let link = "https://example.invalid/cau-hoi-cua-toi/x".to_owned();
        let square = accounts::totp::square_of(&link, "QR").unwrap_or_default();
        let (page, question, place) = (&page, &read, said().place);
        self.put("question-slip", &SlipPage { page, dialogue, question, place, link, square });
        let others = vec![("a".to_owned(), "Câu 2: Thủy lợi".to_owned())];
        for (name, step) in [
            ("dialogue-question-take", QuestionStep::Take),
            ("dialogue-question-decline", QuestionStep::Decline),
            ("dialogue-question-answer", QuestionStep::Answer),
        ] {
            let form = FormState::new().with("on", "20/03/2026").with("how", "written");
            self.put(name, &question::form(page, &form, &read, step, &others));
        }
        Some(())
    }

    /// A promise in its states.
    pub(super) fn promises(&mut self) -> Option<()> {
        let officer = self.officer();
        let done = dialogue(day(3, 12), held())?;
        let gone = PromiseEvent::Withdrawn { on: day(6, 1), why: Withdrawn::Money, words: item(6) };
        for (name, events, office) in [
            ("resident-promise-kept", proven(), false),
            ("promise-kept", proven(), true),
            ("resident-promise-withdrawn", vec![gone], false),
            ("promise-open", Vec::new(), true),
        ] {
            let read = promise(&done, events)?;
            let page = promise::titled(self.page.clone(), &read.it, office);
            let seen = (read.it.state, read.it.made.until, read.it.closed_on);
            let closed = read.it.closed_on.is_some();
            let words = if closed {
                "Mương đã nạo vét 640 m, ảnh ở nhà văn hóa thôn."
            } else {
                ""
            };
            let shown = PromisePage {
                proof: String::new(),
                status: shown::promise_status(&page, seen, TODAY),
                deeds: if office { promise::deeds(&page, &officer, &read.it) } else { Vec::new() },
                trail: promise::trail(&page, &read, office).ok()?,
                files: evidence::list(&page, &read.it, office),
                what: "Nạo vét mương thôn Mẫu".into(),
                words: words.into(),
                question: "Khi nào nạo vét mương?".into(),
                owner: "Phó Chủ tịch UBND, xã Thăng Trường".into(),
                rule: None,
                page: &page,
                promise: &read.it,
                office,
            };
            self.put(name, &shown);
        }
        self.promise_steps(&done)
    }

    /// What may be done to a promise, and the form of a new one.
    fn promise_steps(&mut self, done: &Dialogue) -> Option<()> {
        let read = promise(done, Vec::new())?;
        let page = promise::titled(self.page.clone(), &read.it, true);
        let form = FormState::new().with("on", "20/03/2026");
        for (name, step) in [
            ("promise-step-keep", PromiseStep::Keep),
            ("promise-step-withdraw", PromiseStep::Withdraw),
        ] {
            self.put(name, &promise::form(&page, &form, &read.it, step));
        }
        let kept = promise(done, proven())?.it;
        let add = PromiseStep::Enclose;
        self.put("promise-step-enclose", &promise::form(&page, &form, &kept, add));
        let shown = evidence::beforehand(&kept);
        self.put("promise-step-show", &promise::form(&page, &shown, &kept, PromiseStep::Show));
        let page = new_promise::titled_new(self.page.clone(), &form);
        let units = [("20836-04".to_owned(), "Phòng Kinh tế".to_owned())];
        let shown = new_promise::new(&page, &form, &Self::scope(), &units, KEY);
        self.put("promise-new", &shown);
        Some(())
    }
}

/// A promise that was kept, with a picture that everybody may see and a paper that they may not.
fn proven() -> Vec<PromiseEvent> {
    let file = |n, media: &str| Enclosed { item: item(n), media: media.into(), size: 2_412_000 };
    let files = vec![file(11, "image/jpeg"), file(12, "application/pdf")];
    vec![
        PromiseEvent::Kept { on: day(6, 1), evidence: item(6) },
        PromiseEvent::Evidenced { files, shown: false },
        PromiseEvent::Shown { items: vec![item(11).id] },
    ]
}
