//! Samples of conclusions and of every form.

use accounts::{Officer, Post, Scope};
use jiff::civil::Date;
use web::styleguide::Sample;
use web::{FormPage, FormState, Html};

use super::super::conclusion::{self, ConclusionPage};
use super::super::{ask, plan, step};
use super::{KEY, NAME, Samples, TODAY, UNIT, conference, day, item, paper, stream};
use crate::arrows::{ConclusionStep, InquiryStep, Step};
use crate::conclusion::Conclusion;
use crate::desk::Read;
use crate::facts::{Asked, ConclusionEvent, InquiryEvent, Made, Spot};
use crate::inquiry::Inquiry;
use crate::kind::{Role, Withdrawn};

const STEPS: &[(&str, Step)] = &[
    ("conference-step-join", Step::Join),
    ("conference-step-drop", Step::Drop),
    ("conference-step-arrange", Step::Arrange),
    ("conference-step-file", Step::File),
    ("conference-step-open", Step::Open),
    ("conference-step-conclude", Step::Conclude),
    ("conference-step-close", Step::Close),
    ("conference-step-notice", Step::Notice),
    ("conference-step-publish", Step::Publish),
    ("conference-step-move", Step::Move),
    ("conference-step-cancel", Step::Cancel),
];

impl Samples<'_> {
    fn made() -> ConclusionEvent {
        ConclusionEvent::Made(Made {
            conference: format!("conference/{}", item(1).id),
            unit: UNIT.into(),
            owner: Spot { unit: UNIT.into(), name: "Xã Thăng Trường".into() },
            what: item(7),
            on: Date::constant(2026, 2, 10),
            until: day(5),
            open_to_all: true,
            part_of: None,
        })
    }

    fn conclusion_of(events: Vec<ConclusionEvent>) -> Option<Read<Conclusion>> {
        let facts = std::iter::once(Self::made()).chain(events);
        let stream = stream("conclusion", facts.map(|event| event.to_fact()).collect());
        let it = Conclusion::replay(&stream).ok().flatten()?;
        Some(Read { stream, it })
    }

    pub(super) fn conclusion(&mut self) -> Option<()> {
        let officer = Officer::sample(self.page, item(40).id, &[Post::Leader]);
        let done = ConclusionEvent::Done { on: TODAY, evidence: item(9) };
        let withdrawn =
            ConclusionEvent::Withdrawn { on: TODAY, why: Withdrawn::Plan, words: item(9) };
        for (name, events) in [
            ("conclusion-open", Vec::new()),
            ("conclusion-done", vec![done]),
            ("conclusion-withdrawn", vec![withdrawn]),
        ] {
            let read = Self::conclusion_of(events)?;
            let page = conclusion::titled(self.page.clone(), &read.it);
            let words = if read.it.words.is_some() { "Đã rà soát đủ." } else { "" };
            let shown = ConclusionPage {
                page: &page,
                conclusion: &read.it,
                what: "Rà soát cam kết quá hạn, báo cáo từng việc".into(),
                words: words.into(),
                deeds: conclusion::deeds(&page, &officer, &read.it),
                trail: conclusion::trail(&page, &read).ok()?,
                parts: if name == "conclusion-open" { self.tasks() } else { Vec::new() },
                today: TODAY,
            };
            self.put(name, &shown);
        }
        Some(())
    }

    fn form(&mut self, name: &'static str, shown: &FormPage<'_>) {
        let html = Html::of(shown);
        self.made.push(Sample { name, html });
    }

    pub(super) fn forms(&mut self) -> Option<()> {
        let phrase = "xã Thăng Trường".to_owned();
        let scope = Scope { unit: UNIT.into(), phrase, choices: Vec::new() };
        let fresh = plan::beforehand(&scope);
        let mut wrong = fresh.clone().with("on", "hôm qua");
        wrong.required("title", 100);
        wrong.date("on", TODAY, TODAY);
        for (name, state) in [("conference-plan", fresh), ("conference-plan-wrong", wrong)] {
            let page = plan::titled(self.page.clone(), &state);
            self.form(name, &plan::form(&page, &state, &scope, KEY));
        }
        let one = conference(vec![paper()])?;
        for (name, step) in STEPS {
            let state = step::beforehand(self.page, &one, *step);
            let page = step::titled(self.page.clone(), (&one.id, NAME), *step, &state);
            let overtaken = *step == Step::Close;
            let shown = step::form(&page, &state, &one, *step, KEY);
            self.form(name, &FormPage { overtaken, ..shown });
        }
        let state = FormState::new();
        let page = ask::titled(self.page.clone(), (&one.id, NAME), &state);
        self.form("conference-ask", &ask::form(&page, &state, (&one.id, "Thôn Mẫu"), Vec::new()));
        let asked = InquiryEvent::Asked(Asked {
            conference: one.id.clone(),
            unit: UNIT.into(),
            point: UNIT.into(),
            role: Role::Village,
            words: item(8),
        });
        let inquiry = Inquiry::replay(&stream("inquiry", vec![asked.to_fact()])).ok().flatten()?;
        for (name, step) in [
            ("conference-take", InquiryStep::Take),
            ("conference-answer", InquiryStep::Answer),
            ("conference-defer", InquiryStep::Defer),
        ] {
            let page = ask::titled_step(self.page.clone(), &inquiry, step, &state);
            let words = "Bao giờ có máy chiếu?";
            self.form(name, &ask::step_form(&page, &state, (&inquiry, words), step));
        }
        let owed = Self::conclusion_of(Vec::new())?.it;
        for (name, step) in [
            ("conclusion-finish", ConclusionStep::Finish),
            ("conclusion-divide", ConclusionStep::Divide),
            ("conclusion-withdraw", ConclusionStep::Withdraw),
        ] {
            let page = conclusion::titled_step(self.page.clone(), &owed, step, &state);
            self.form(name, &conclusion::form(&page, &state, &owed, step, KEY));
        }
        Some(())
    }
}
