//! A sample of each page: invented days and words, in the states that a page can be in.

use accounts::{Officer, Post, Scope};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use store::{Fact, Laws, Stream, VaultId, loose};
use web::parts::Mark;
use web::styleguide::Sample;
use web::{FormState, Html, Page};

mod after;
mod made;

use self::made::{announced, asked, dialogs, held, owed, said};

use super::hall::{self, HallPage};
use super::list::{self, ListPage};
use super::live::{self, LivePage};
use super::one::{self, OnePage};
use super::owed::{self, OwedPage};
use super::promises::{self, PromisesPage};
use super::{ask, calls, plan, shown, step};
use crate::arrows::Step;
use crate::call::Call;
use crate::desk::Read;
use crate::dialogue::{Dialogue, Open};
use crate::facts::{Asked, CallEvent, Event, Made, Planned, PromiseEvent, QuestionEvent};
use crate::kind::{Cause, Form, Place, Role, Way};
use crate::promise::Promise;
use crate::question::Question;
use crate::store::{Line, Paper, Tally, Which};

const UNIT: &str = "20836";
const TODAY: Date = day(3, 20);
const KEY: &str = "00000000000000000000000000000000";

const fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

fn at(on: Date) -> Timestamp {
    let time = jiff::civil::Time::constant(8, 5, 0, 0);
    kernel::clock::instant(on, time).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn stream(name: &str, facts: impl IntoIterator<Item = Fact>, on: Date) -> Stream {
    let mut stream = Stream::new(name);
    for (version, fact) in (1..).zip(facts) {
        stream.records.push(loose::record(name, version, fact, at(on)));
    }
    stream
}

fn id(n: u8) -> Id {
    Id::from_parts(at(TODAY), [n; 10])
}

fn item(n: u8) -> VaultId {
    VaultId { id: id(n), commitment: String::new() }
}

fn dialogue(on: Date, events: Vec<Event>) -> Option<Dialogue> {
    let planned = Planned {
        unit: UNIT.to_owned(),
        form: Form::Onsite,
        cause: Cause::Yearly,
        on,
        from: 8 * 60,
        until: 11 * 60 + 30,
        place: item(1),
        content: item(2),
        part: item(3),
    };
    let name = format!("dialogue/{UNIT}-{}-0800", on.strftime("%Y%m%d"));
    let facts = std::iter::once(Event::Planned(planned)).chain(events);
    let stream = stream(&name, facts.map(|event| event.to_fact()), day(3, 1));
    Dialogue::replay(&stream).ok().flatten()
}

fn question(dialogue: &Dialogue, events: Vec<QuestionEvent>) -> Option<Question> {
    let asked = Asked {
        dialogue: dialogue.id.clone(),
        unit: UNIT.to_owned(),
        way: Way::Village,
        role: Role::Resident,
        matter: "water".to_owned(),
        person: None,
        words: item(4),
        on: Some(dialogue.on),
    };
    let facts = std::iter::once(QuestionEvent::Asked(asked)).chain(events);
    let name = format!("question/{}", id(7));
    let stream = stream(&name, facts.map(|event| event.to_fact()), day(3, 10));
    Question::replay(&stream).ok().flatten()
}

fn promise(dialogue: &Dialogue, events: Vec<PromiseEvent>) -> Option<Read<Promise>> {
    let made = Made {
        unit: UNIT.to_owned(),
        owner: Role::Deputy,
        owner_unit: UNIT.to_owned(),
        what: item(5),
        until: day(6, 30),
        said_by: Role::Chair,
        said_on: dialogue.on,
        place: Place::Dialogue,
        dialogue: Some(dialogue.id.clone()),
        question: Some(format!("question/{}", id(7))),
        rule: Some("DT.result".to_owned()),
        asker: None,
        also: Vec::new(),
        visit: Some(format!("visit/{}", id(9))),
    };
    let facts = std::iter::once(PromiseEvent::Made(Box::new(made))).chain(events);
    let name = format!("promise/{}", id(8));
    let stream = stream(&name, facts.map(|event| event.to_fact()), dialogue.on);
    let it = Promise::replay(&stream).ok().flatten()?;
    Some(Read { stream, it })
}

/// A sample of each page, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    let Ok(laws) = loose::laws() else { return Vec::new() };
    let mut all = Samples { page, laws, made: Vec::new() };
    let built = all.lists().and_then(|()| all.dialogues()).and_then(|()| all.forms());
    let built = built.and_then(|()| all.questions()).and_then(|()| all.promises());
    debug_assert!(built.is_some(), "a sample cannot be built");
    all.made
}

struct Samples<'a> {
    page: &'a Page,
    laws: Laws,
    made: Vec<Sample>,
}

impl Samples<'_> {
    fn put(&mut self, name: &'static str, template: &impl askama::Template) {
        self.made.push(Sample { name, html: Html::of(template) });
    }

    fn scope() -> Scope {
        Scope { unit: UNIT.into(), phrase: "xã Thăng Trường".into(), choices: Vec::new() }
    }

    fn officer(&self) -> Officer {
        Officer::sample(self.page, id(40), &[Post::Leader])
    }

    fn lists(&mut self) -> Option<()> {
        let scope = Self::scope();
        let form = FormState::new().with("unit", UNIT).with("year", 2026);
        let law = self.laws.now().clone();
        let papers = [
            Paper { voters: 4_200, support: 180, needed: 420, on: day(2, 1), ..Paper::default() },
            Paper { voters: 4_200, support: 431, needed: 420, on: day(1, 5), ..Paper::default() },
        ];
        for (name, office, lines) in [
            ("resident-dialogues", false, dialogs()),
            ("resident-dialogues-none", false, Vec::new()),
            ("dialogues-office", true, dialogs()),
        ] {
            let page = list::titled(self.page.clone(), office);
            let words = made::words();
            let dialog = |line: &Line| shown::dialog(&page, &law, (line, UNIT), &words, TODAY);
            let shown = ListPage {
                page: &page,
                form: &form,
                scope: &scope,
                office,
                may_plan: office,
                year: 2026,
                yearly: shown::yearly(&page, &law, (UNIT, 2026), &lines, TODAY),
                dialogues: lines.iter().map(dialog).collect(),
                calls: list::calls(&page, &papers, &words),
                owed: if office { owed(&page, true, TODAY) } else { Vec::new() },
                tally: shown::tally(&page, Tally { kept: 3, late: 1, ..Tally::default() }),
            };
            self.put(name, &shown);
        }
        self.promised(&form, &scope);
        self.owed(&form, &scope);
        Some(())
    }

    /// What was promised, for everybody, full and empty.
    fn promised(&mut self, form: &FormState, scope: &Scope) {
        let page = promises::titled(self.page.clone());
        for (name, tally, full) in [
            (
                "resident-promises",
                Tally { kept: 31, kept_late: 4, late: 2, open: 3, withdrawn: 1 },
                true,
            ),
            ("resident-promises-none", Tally::default(), false),
        ] {
            let all = if full { owed(&page, false, TODAY) } else { Vec::new() };
            let (closed, open) = all.into_iter().partition(|one| one.word.closed_on.is_some());
            let more = full.then(|| page.href_with("no", "x"));
            let (page, form, scope) = (&page, form, scope);
            let (more_open, more_closed, first) = (more.clone(), more.clone(), more);
            self.put(
                name,
                &PromisesPage {
                    page,
                    form,
                    scope,
                    tally,
                    open,
                    closed,
                    more_open,
                    more_closed,
                    first,
                },
            );
        }
    }

    /// The officers' list of promises, full and empty.
    fn owed(&mut self, form: &FormState, scope: &Scope) {
        let page = &owed::titled(self.page.clone());
        let full = Tally { kept: 31, kept_late: 4, late: 2, open: 3, withdrawn: 1 };
        for (name, which, tally) in
            [("promises", Which::Owed, full), ("promises-none", Which::Late, Tally::default())]
        {
            let shown = OwedPage {
                page,
                form,
                scope,
                which,
                tabs: owed::tabs(page, UNIT, which, tally),
                all: if which == Which::Owed { owed(page, true, TODAY) } else { Vec::new() },
                tally: shown::tally(page, tally),
                first: None,
                next: (tally == full).then(|| page.href_with("after", "x")),
                may_make: true,
            };
            self.put(name, &shown);
        }
    }

    fn dialogues(&mut self) -> Option<()> {
        let officer = self.officer();
        let law = self.laws.now().clone();
        let late = dialogue(day(3, 24), Vec::new())?;
        let ahead = dialogue(day(4, 14), vec![announced()])?;
        let open = dialogue(TODAY, vec![announced(), Event::Opened {}])?;
        let done = dialogue(day(3, 12), held())?;
        for (name, dialogue, office) in [
            ("resident-dialogue-ahead", &ahead, false),
            ("resident-dialogue-result", &done, false),
            ("dialogue-planned", &late, true),
            ("dialogue-open", &open, true),
            ("dialogue-published", &done, true),
        ] {
            let page = one::titled(self.page.clone(), dialogue, office);
            let spoken = dialogue.takes_words();
            let promises = if spoken { owed(&page, office, TODAY) } else { Vec::new() };
            let shown = OnePage {
                rules: shown::rules(&page, &law, &one::seen(dialogue), TODAY),
                questions: if spoken { asked(&page, &promises) } else { Vec::new() },
                agenda: if office { owed(&page, office, TODAY) } else { Vec::new() },
                deeds: if office {
                    one::deeds(&page, &officer, dialogue, TODAY)
                } else {
                    Vec::new()
                },
                done: if std::ptr::eq(dialogue, &open) { "open" } else { "" },
                said: said(),
                today: TODAY,
                page: &page,
                dialogue,
                office,
                promises,
            };
            self.put(name, &shown);
        }
        let page = hall::titled(self.page.clone(), &open);
        let promises = owed(&page, false, TODAY);
        let now = asked(&page, &promises).into_iter().next();
        let (content, questions, promises) = (said().content, 12, 3);
        let (page, dialogue) = (&page, &open);
        let shown = HallPage { page, dialogue, content, now, questions, promises, live: false };
        self.put("resident-dialogue-hall", &shown);
        self.live(&open);
        Some(())
    }

    fn live(&mut self, open: &Dialogue) {
        let page = live::titled(self.page.clone(), open);
        let form = live::fresh();
        let promises = owed(&page, true, TODAY);
        let last = page.notice(Mark::Done, page.t("dt-live-done"), page.t("dt-live-new"));
        let waiting = vec![("a".to_owned(), "Câu 2: Đường thôn 3 ngập".to_owned())];
        let lines = asked(&page, &promises);
        let units = &[("20836-04".to_owned(), "Phòng Kinh tế".to_owned())];
        let (of, form, dialogue) = (&page, &form, open);
        let shown = LivePage { page: of, form, dialogue, key: KEY, last, waiting, units, lines };
        self.put("dialogue-live", &shown);
        let mut wrong = live::fresh().with("what", "Nạo vét mương");
        if let Err(refusal) = crate::promise::complete(None, None, TODAY) {
            wrong.refuse(&refusal);
        }
        let page = page.clone().redisplay(&wrong);
        let (waiting, lines, last) = (Vec::new(), Vec::new(), Html::default());
        let (page, form, dialogue) = (&page, &wrong, open);
        let units = &[];
        let shown = LivePage { page, form, dialogue, key: KEY, last, waiting, units, lines };
        self.put("dialogue-live-wrong", &shown);
    }

    fn forms(&mut self) -> Option<()> {
        let scope = Self::scope();
        let law = self.laws.now().clone();
        let form = plan::beforehand(&scope);
        let page = plan::titled(self.page.clone(), &form);
        self.put("dialogue-plan", &plan::form(&page, &form, &scope, &law, TODAY));
        let ahead = dialogue(day(4, 14), vec![announced()])?;
        for (name, step) in [
            ("dialogue-step-announce", Step::Announce),
            ("dialogue-step-close", Step::Close),
            ("dialogue-step-conclude", Step::Conclude),
            ("dialogue-step-agree", Step::Agree),
            ("dialogue-step-publish", Step::Publish),
            ("dialogue-step-move", Step::Move),
            ("dialogue-step-cancel", Step::Cancel),
        ] {
            let form = step::beforehand(&ahead, step, TODAY);
            let page = step::titled(self.page.clone(), &ahead, step);
            let open = Open { unsorted: 1, unanswered: 2, words: None };
            let mut shown = step::form(&page, &form, &ahead, step, (&law, &open));
            shown.overtaken = step == Step::Agree;
            self.put(name, &shown);
        }
        for (name, desk) in [("resident-dialogue-ask", false), ("dialogue-enter", true)] {
            let form = ask::beforehand();
            let page = ask::titled(self.page.clone(), &ahead, desk, &form);
            self.put(name, &ask::form(&page, &form, &ahead, (desk, KEY)));
        }
        let form = FormState::new();
        let page = calls::titled(self.page.clone(), &form);
        self.put("dialogue-call", &calls::blank(&page, &form, &scope, &law, (KEY, TODAY)));
        let opened = CallEvent::Opened {
            unit: UNIT.to_owned(),
            voters: 4_200,
            on: day(3, 2),
            words: item(9),
        };
        let more = CallEvent::Supported { on: day(3, 3), voters: 180 };
        let facts = [opened.to_fact(), more.to_fact()];
        let call = Call::replay(&stream("call/x", facts, day(3, 3))).ok().flatten()?;
        let words = "Đối thoại về bãi rác thôn Mẫu.";
        self.put("dialogue-call-paper", &calls::paper(&page, &form, &call, &law, words));
        Some(())
    }
}
