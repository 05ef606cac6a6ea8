//! A sample of each page: an invented village, in the states that a meeting can be in.

use std::collections::BTreeMap;

use accounts::{Officer, Post, Scope};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use store::{Laws, Stream, VaultId, loose};
use web::parts::{Mark, Pager};
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::call::{self, CallPage};
use super::list::{self, OfficePage};
use super::meeting::{self, MeetingPage};
use super::public::{self, ListPage, PublicPage};
use super::record::{self, RecordPage};
use super::step::{self, StepPage};
use super::{OFFICE, PUBLIC, called, outcomes};
use crate::arrows::Step;
use crate::desk::{Marks, People, Read, Said};
use crate::facts::{Called, Event, Item, Recorded, Sheet};
use crate::kind::{Caller, Channel, Form, Matter, Role, Vote};
use crate::meeting::Meeting;
use crate::store::Line;

const UNIT: &str = "20836";
const VILLAGE: &str = "Thôn Bến Cồn";
const TODAY: Date = Date::constant(2026, 3, 10);

fn at(on: Date, hour: i8) -> Timestamp {
    let time = jiff::civil::Time::constant(hour, 5, 0, 0);
    kernel::clock::instant(on, time).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn item(n: u8) -> VaultId {
    VaultId { id: Id::from_parts(at(TODAY, 8), [n; 10]), commitment: String::new() }
}

fn the_call(on: Date, parts: u8) -> Event {
    let item = |matter, n, options: &[u8]| Item {
        matter,
        title: item(n),
        options: options.iter().map(|n| self::item(*n)).collect(),
    };
    Event::Called(Box::new(Called {
        unit: UNIT.into(),
        village: format!("{UNIT}-01"),
        caller: Caller::Head,
        on,
        from: 19 * 60 + 30,
        place: self::item(1),
        households: if parts > 1 { 240 } else { 120 },
        parts,
        scattered: false,
        posted_on: Some(Date::constant(2026, 2, 1)),
        agenda: vec![
            item(Matter::Contribution, 2, &[3, 4]),
            item(Matter::Convention, 5, &[]),
            item(Matter::Other, 6, &[]),
        ],
    }))
}

/// What was counted at a place of 120 households.
fn entry(part: u8, here: u32) -> Event {
    let sheet = |vote, votes: &[u32], against| Sheet {
        vote,
        votes: votes.to_vec(),
        against,
        silent: here + 6 - against - votes.iter().sum::<u32>(),
        spoilt: 0,
    };
    Event::Recorded(Box::new(Recorded {
        part,
        households: 120,
        in_person: here,
        represented: 6,
        elected: here,
        marks: None,
        people: item(10 + part),
        sheets: vec![
            sheet(Vote::Ballot, &[81.min(here - 2), 4], 3),
            sheet(Vote::Hands, &[here - 8], 5),
            sheet(Vote::Hands, &[30], 20),
        ],
        key: "k".into(),
        said: "s".into(),
    }))
}

fn signed(part: u8) -> [Event; 2] {
    [Role::Chair, Role::Secretary].map(|role| Event::Signed { part, role })
}

fn said() -> Said {
    let options = vec!["500.000 đồng mỗi hộ".to_owned(), "700.000 đồng mỗi hộ".to_owned()];
    Said {
        place: "Nhà văn hóa thôn Bến Cồn".into(),
        agenda: vec![
            ("Mức đóng góp làm đường ngõ xóm 2".into(), options),
            ("Sửa hương ước: giờ giữ yên lặng".into(), Vec::new()),
            ("Đổi ngày dọn vệ sinh chung sang Chủ nhật".into(), Vec::new()),
        ],
    }
}

/// A sample of each page, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    let Ok(laws) = loose::laws() else { return Vec::new() };
    let mut all = Samples { page, laws, made: Vec::new() };
    let built = all.lists().and_then(|()| all.meetings()).and_then(|()| all.forms());
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

    fn read(&self, on: Date, parts: u8, events: Vec<Event>) -> Option<Read> {
        let key = crate::desk::key_of(&format!("{UNIT}-01"), on, 19 * 60 + 30);
        let mut stream = Stream::new(format!("village/{key}"));
        let facts = std::iter::once(the_call(on, parts)).chain(events);
        for (version, event) in (1..).zip(facts) {
            let record = loose::record(&stream.name, version, event.to_fact(), at(on, 20));
            stream.records.push(record);
        }
        let meeting = Meeting::replay(&stream, &self.laws).ok().flatten()?;
        Some(Read { stream, meeting })
    }

    fn decided(&self) -> Option<Read> {
        let on = Date::constant(2026, 3, 5);
        let mut events = vec![
            Event::Notified { on: Date::constant(2026, 2, 25), ways: vec![Channel::Radio] },
            entry(1, 90),
        ];
        events.extend(signed(1));
        events.push(Event::Closed {});
        events.push(Event::Issued { form: Form::Resolution, words: item(20) });
        events.push(Event::Published { on, ways: vec![Channel::Posted] });
        events.push(Event::Sent { on, until: Date::constant(2026, 3, 16) });
        self.read(on, 1, events)
    }

    fn scope() -> Scope {
        Scope { unit: UNIT.into(), phrase: "xã Thăng Trường".into(), choices: Vec::new() }
    }

    fn lists(&mut self) -> Option<()> {
        let scope = Self::scope();
        let names = BTreeMap::from([(format!("{UNIT}-01"), VILLAGE.to_owned())]);
        let line = |day: i8, state: &str, due| Line {
            stream: format!("village/{UNIT}-01-202603{day:02}-1930"),
            village: format!("{UNIT}-01"),
            on: Date::constant(2026, 3, day),
            from: 1170,
            state: state.into(),
            households: 120,
            present: 96,
            matters: 3,
            passed: 2,
            due,
            ..Line::default()
        };
        let lines = [
            line(20, "called", None),
            line(10, "open", None),
            line(8, "called", None),
            line(5, "decided", Some(Date::constant(2026, 3, 16))),
            line(4, "closed", Some(Date::constant(2026, 3, 9))),
            line(3, "cancelled", None),
        ];
        let page = public::titled(self.page.clone());
        let rows = public::rows(&page, &lines, &names, PUBLIC, TODAY);
        let older = Some("?until=2026-01-01".to_owned());
        let pager = Pager { older, ..Pager::default() };
        self.put("resident-village-list", &ListPage { page: &page, scope: &scope, rows, pager });
        let pager = Pager::default();
        let none = ListPage { page: &page, scope: &scope, rows: Vec::new(), pager };
        self.put("resident-village-none", &none);
        let page = super::dress(self.page.clone());
        let rows = public::rows(&page, &lines, &names, OFFICE, TODAY);
        let owed: Vec<Line> = lines.iter().filter(|line| line.due.is_some()).cloned().collect();
        let owed = list::tasks(&page, &owed, &names, TODAY);
        let pager = Pager::default();
        let shown = OfficePage { page: &page, scope: &scope, rows, pager, owed, may_call: true };
        self.put("village-office", &shown);
        Some(())
    }

    fn public(&mut self, name: &'static str, read: &Read) {
        let (meeting, said) = (&read.meeting, said());
        let title = called(self.page, VILLAGE, meeting.on);
        let page = public::titled_one(self.page.clone(), &title);
        let matters = outcomes::shown(&page, &self.laws, meeting, &said);
        let (page, said, name_of) = (&page, &said, title);
        let shown = PublicPage { page, meeting, name: name_of, said, matters, today: TODAY };
        self.put(name, &shown);
    }

    fn office(&mut self, name: &'static str, read: &Read, open: bool) -> Option<()> {
        let officer = Officer::sample(self.page, item(40).id, &[Post::Leader]);
        let (meeting, said) = (&read.meeting, said());
        let title = called(self.page, VILLAGE, meeting.on);
        let page = meeting::titled(self.page.clone(), &title);
        let people = People {
            chair: "Hồ Văn Nháp".into(),
            secretary: "Võ Thị Mẫu".into(),
            names: "12: Trần Thị Thử".into(),
        };
        let marks = Marks {
            here: vec!["1".into(), "2".into(), "12".into()],
            stood: vec!["3".into()],
            absent: vec!["4".into()],
        };
        let rolls = match open {
            true => vec![meeting::opened(&page, 1, (people, marks))],
            false => Vec::new(),
        };
        let shown = MeetingPage {
            matters: outcomes::shown(&page, &self.laws, meeting, &said),
            places: meeting::places(&page, meeting),
            deeds: meeting::deeds(&page, &officer, meeting, &self.laws, TODAY),
            owed: meeting::owed(&page, meeting, &self.laws, TODAY),
            trail: meeting::trail(&page, read).ok()?,
            rolls,
            may_roll: !meeting.parts.is_empty(),
            page: &page,
            meeting,
            name: title,
            said: &said,
            today: TODAY,
            done: "",
        };
        self.put(name, &shown);
        Some(())
    }

    fn meetings(&mut self) -> Option<()> {
        let planned = self.read(Date::constant(2026, 3, 20), 1, Vec::new())?;
        let halfway = self.read(TODAY, 2, vec![entry(1, 70), signed(1)[0].clone()])?;
        let few = [vec![entry(1, 55)], signed(1).to_vec(), vec![Event::Closed {}]].concat();
        let few = self.read(Date::constant(2026, 3, 4), 1, few)?;
        let decided = self.decided()?;
        self.public("resident-village-planned", &planned);
        self.public("resident-village-decided", &decided);
        self.public("resident-village-ballot", &few);
        self.office("village-meeting-planned", &planned, false)?;
        self.office("village-meeting-open", &halfway, true)?;
        self.office("village-meeting-closed", &few, false)?;
        self.office("village-meeting-decided", &decided, false)
    }

    fn forms(&mut self) -> Option<()> {
        let scope = Self::scope();
        let rules = call::rules(self.page, self.laws.now(), TODAY);
        let mut wrong = call::beforehand(&scope).with("households", "một trăm");
        let villages = vec![(format!("{UNIT}-01"), VILLAGE.to_owned())];
        for (name, villages) in [("village-call", villages.clone()), ("village-call-none", vec![])]
        {
            let form = call::beforehand(&scope);
            let page = call::titled(self.page.clone(), &form);
            let (scope, rules) = (&scope, rules.clone());
            self.put(name, &CallPage { page: &page, form: &form, scope, villages, rules });
        }
        wrong.number("households", 1..=10);
        wrong.required("title1", 100);
        let page = call::titled(self.page.clone(), &wrong);
        let scope = &scope;
        let shown = CallPage { page: &page, form: &wrong, scope, villages, rules };
        self.put("village-call-wrong", &shown);
        self.records()?;
        self.steps()
    }

    fn records(&mut self) -> Option<()> {
        let empty = self.read(TODAY, 2, Vec::new())?;
        let there = self.read(TODAY, 2, vec![entry(1, 70)])?;
        let said = said();
        let key = "00000000000000000000000000000000";
        let rules = record::rules(self.page, self.laws.now(), TODAY);
        for (name, read, late) in
            [("village-record", &empty, false), ("village-record-late", &there, true)]
        {
            let meeting = &read.meeting;
            let title = called(self.page, VILLAGE, meeting.on);
            let mut form = record::fresh(meeting, 1);
            if late {
                form = form.with("chair", "Hồ Văn Nháp").with("here", "72");
            }
            let page = record::titled(self.page.clone(), meeting, &title).redisplay(&form);
            let refused = page.notice(
                Mark::Late,
                page.t("refusal-village-form-changed"),
                page.t("refusal-village-form-changed-next"),
            );
            let last = if late { refused } else { Html::default() };
            let (name_of, said, rules) = (title, &said, rules.clone());
            let shown = RecordPage {
                page: &page,
                form: &form,
                meeting,
                name: name_of,
                said,
                part: 1,
                key,
                last,
                sent: false,
                rules,
            };
            self.put(name, &shown);
        }
        Some(())
    }

    fn steps(&mut self) -> Option<()> {
        let planned = self.read(Date::constant(2026, 3, 20), 1, Vec::new())?;
        let open = self.read(TODAY, 1, vec![entry(1, 90)])?;
        let closed = [vec![entry(1, 90)], signed(1).to_vec(), vec![Event::Closed {}]].concat();
        let closed = self.read(TODAY, 1, closed)?;
        let decided = self.decided()?;
        for (name, read, step) in [
            ("village-step-notify", &planned, Step::Notify),
            ("village-step-move", &planned, Step::Move),
            ("village-step-cancel", &planned, Step::Cancel),
            ("village-step-count", &planned, Step::Count),
            ("village-step-sign", &open, Step::Sign),
            ("village-step-close", &open, Step::Close),
            ("village-step-issue", &closed, Step::Issue),
            ("village-step-publish", &decided, Step::Publish),
            ("village-step-send", &decided, Step::Send),
            ("village-step-recognise", &decided, Step::Recognise),
            ("village-step-renew", &decided, Step::Renew),
        ] {
            let (meeting, said) = (&read.meeting, said());
            let title = called(self.page, VILLAGE, meeting.on);
            let page = step::titled(self.page.clone(), meeting, &title, step);
            let form: FormState = step::beforehand(meeting, step, TODAY);
            let shown = StepPage::new(&page, &form, (meeting, title), step, (&self.laws, &said));
            let overtaken = step == Step::Sign;
            let html = Html::of(&StepPage { overtaken, ..shown });
            self.made.push(Sample { name, html });
        }
        Some(())
    }
}
