//! A sample of each page: an invented province of points, in the states that a page can be in.

use std::collections::HashMap;

use accounts::{Officer, Post, Scope};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use store::{Fact, Stream, VaultId, loose};
use web::parts::{Mark, Pager};
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::conclusions::{self, ConclusionsPage};
use super::list::{self, ListPage};
use super::one::{self, OnePage};
use super::points::{self, PointsPage};
use super::public::{self, PublicPage};
use super::report::{self, ReportPage};
use super::{Task, entries, tasks};
use crate::conference::Conference;
use crate::facts::{Event, Item, Paper, Planned, Reported, Spot};
use crate::kind::{Deferred, Kind, Line as Wire, Role};
use crate::point::Point;
use crate::store::{Ask, Line, Owed, Seat, Shelf, Spot as Row, Sums, Which};

mod forms;

const UNIT: &str = "20836";
const TODAY: Date = day(10);
const NAME: &str = "Giao ban công tác dân vận quý I";
const KEY: &str = "00000000000000000000000000000000";

const fn day(day: i8) -> Date {
    Date::constant(2026, 3, day)
}

fn at(hour: i8) -> Timestamp {
    let time = jiff::civil::Time::constant(hour, 5, 0, 0);
    kernel::clock::instant(TODAY, time).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn item(n: u8) -> VaultId {
    VaultId { id: Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]), commitment: String::new() }
}

fn stream(prefix: &str, facts: Vec<Fact>) -> Stream {
    let mut stream = Stream::new(format!("{prefix}/{}", item(1).id));
    for (version, fact) in (1..).zip(facts) {
        let record = loose::record(&stream.name, version, fact, at(8));
        stream.records.push(record);
    }
    stream
}

fn conference(events: Vec<Event>) -> Option<Conference> {
    let planned = Planned {
        unit: UNIT.into(),
        kind: Kind::Briefing,
        on: TODAY,
        from: 480,
        until: 690,
        title: item(2),
        place: item(3),
        agenda: vec![Item { title: item(4), role: Role::Chair }],
    };
    let spot = |unit: &str, name: &str| Spot { unit: unit.into(), name: name.into() };
    let points = vec![spot(UNIT, "Xã Thăng Trường"), spot("20836-01", "Thôn Mẫu")];
    let mut all = vec![Event::Planned(planned), Event::Joined { points }];
    all.extend(events);
    let facts = all.iter().map(Event::to_fact).collect();
    Conference::replay(&stream("conference", facts)).ok().flatten()
}

fn paper() -> Event {
    let media = "application/pdf".to_owned();
    Event::Filed(Paper { title: item(5), item: item(6), media, size: 245_000 })
}

fn texts() -> HashMap<String, String> {
    let all = [
        (2, NAME),
        (3, "Hội trường Ủy ban nhân dân xã"),
        (4, "Tình hình đối thoại và cam kết còn nợ"),
        (5, "Báo cáo quý I (mẫu)"),
        (7, "Rà soát cam kết quá hạn, báo cáo từng việc"),
        (8, "Điểm cầu thôn Mẫu chưa có máy chiếu, bao giờ có?"),
        (9, "Cấp trong tháng 4."),
    ];
    all.iter().map(|(n, text)| (item(*n).id.to_string(), (*text).to_owned())).collect()
}

fn owed(state: &str, closed_on: Option<Date>) -> Owed {
    Owed {
        stream: format!("conclusion/{}", item(1).id),
        conference: format!("conference/{}", item(1).id),
        owner: "Xã Thăng Trường".into(),
        what: item(7).id.to_string(),
        until: day(5),
        open_to_all: state == "open",
        state: state.into(),
        closed_on,
    }
}

fn all_owed() -> Vec<Owed> {
    let on = |n| Some(day(n));
    vec![owed("open", None), owed("done", on(4)), owed("done", on(8)), owed("withdrawn", on(8))]
}

/// A sample of each page, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    let mut all = Samples { page, made: Vec::new() };
    let built = all.lists().and_then(|()| all.ones()).and_then(|()| all.forms());
    debug_assert!(built.is_some(), "a sample cannot be built");
    all.made
}

struct Samples<'a> {
    page: &'a Page,
    made: Vec<Sample>,
}

impl Samples<'_> {
    fn put(&mut self, name: &'static str, template: &impl askama::Template) {
        self.made.push(Sample { name, html: Html::of(template) });
    }

    fn tasks(&self) -> Vec<Task> {
        tasks(self.page, &all_owed(), &texts(), TODAY)
    }

    fn lists(&mut self) -> Option<()> {
        let phrase = "xã Thăng Trường".to_owned();
        let scope = Scope { unit: UNIT.into(), phrase, choices: Vec::new() };
        let (form, texts) = (FormState::new().with("unit", UNIT), texts());
        let line = |n: i8, state: &str| Line {
            stream: format!("conference/{}", item(1).id),
            unit: UNIT.into(),
            kind: "briefing".into(),
            on: day(n),
            from: 480,
            until: 690,
            title: item(2).id.to_string(),
            place: item(3).id.to_string(),
            state: state.into(),
            points: 3_280,
            version: 2,
        };
        let states = ["planned", "planned", "open", "held", "noticed", "cancelled"];
        let lines: Vec<Line> =
            [20, 3, 10, 9, 5, 4].iter().zip(states).map(|(n, state)| line(*n, state)).collect();
        let page = list::titled(self.page.clone());
        let rows = || entries(&page, &lines, &texts, TODAY);
        let (late, tally) = (self.tasks(), [3, 1, 2, 4]);
        let (page_of, form_of, scope_of) = (&page, &form, &scope);
        let shown = ListPage {
            page: page_of,
            form: form_of,
            scope: scope_of,
            hosted: rows(),
            joined: Vec::new(),
            pager: Pager { older: Some("?until=2026-01-01".to_owned()), ..Pager::default() },
            late,
            tally,
            may_plan: true,
        };
        self.put("conference-list", &shown);
        let rows = rows();
        let page = public::titled(self.page.clone());
        let all = rows.into_iter().map(|row| (row, self.tasks())).collect();
        let pager = Pager::default();
        let shown = PublicPage { page: &page, form: &form, scope: &scope, all, pager };
        self.put("resident-conferences", &shown);
        let (all, pager) = (Vec::new(), Pager::default());
        let none = PublicPage { page: &page, form: &form, scope: &scope, all, pager };
        self.put("resident-conferences-none", &none);
        let page = conclusions::titled(self.page.clone());
        for (name, shelf, all) in [
            ("conclusions", Shelf::Given, self.tasks()),
            ("conclusions-none", Shelf::Own, Vec::new()),
        ] {
            let tabs = conclusions::tabs(&page, UNIT, shelf, tally);
            let pager = Pager::default();
            let (form, scope) = (&form, &scope);
            let shown = ConclusionsPage { page: &page, form, scope, shelf, tabs, all, pager };
            self.put(name, &shown);
        }
        Some(())
    }

    fn one(&mut self, name: &'static str, conference: &Conference, asks: &[Ask]) {
        let officer = Officer::sample(self.page, item(40).id, &[Post::Leader]);
        let (page, texts) = (one::titled(self.page.clone(), NAME), texts());
        let shown = OnePage {
            place: "Hội trường Ủy ban nhân dân xã".into(),
            agenda: vec![("Tình hình quý I".into(), page.t("hn-role-chair").into_owned())],
            before: self.tasks(),
            papers: one::papers(&page, conference, &texts),
            questions: one::asked(&page, asks, &texts, true),
            conclusions: self.tasks(),
            sums: sums(),
            deeds: one::deeds(&page, &officer, conference, TODAY),
            done: "open",
            page: &page,
            conference,
            name: NAME.into(),
            today: TODAY,
        };
        self.put(name, &shown);
    }

    fn ones(&mut self) -> Option<()> {
        let ask = |state: &str, why: &str, answerer: &str| Ask {
            stream: format!("inquiry/{}", item(1).id),
            point: "Thôn Mẫu".into(),
            role: "village".into(),
            words: item(8).id.to_string(),
            state: state.into(),
            why: why.into(),
            answerer: answerer.into(),
            answer: item(9).id.to_string(),
        };
        let asks = [
            ask("asked", "", ""),
            ask("taken", "", ""),
            ask("answered", "", "chair"),
            ask("deferred", Deferred::Time.word(), ""),
        ];
        let planned = conference(Vec::new())?;
        let open = conference(vec![paper(), Event::Opened {}])?;
        let (opened, closed) = (Event::Opened {}, Event::Closed {});
        let noticed = vec![opened, closed, Event::Noticed { words: item(9) }, Event::Published {}];
        self.one("conference-planned", &planned, &[]);
        self.one("conference-open", &open, &asks);
        self.one("conference-noticed", &conference(noticed)?, &asks);
        self.screens(&open);
        self.reports(&open);
        self.conclusion()
    }

    fn screens(&mut self, conference: &Conference) {
        let spot = |name: &str, takes: &str, line: &str, times| Row {
            unit: UNIT.into(),
            name: name.into(),
            takes: takes.into(),
            present: [2, 14, 5, 9, 1],
            all: 31,
            line: line.into(),
            times,
            at: (times > 0).then(|| at(8)),
        };
        let spots = vec![
            spot("Xã Thăng Trường", "yes", "ok", 2),
            spot("Xã Mẫu", "yes", "lost", 1),
            spot("Xã Nháp", "yes", "", 0),
            spot("Xã Thử", "no", "", 0),
            spot("Xã Ví Dụ", "", "", 0),
        ];
        for (name, spots, live) in
            [("conference-screen", spots, true), ("conference-screen-none", Vec::new(), false)]
        {
            let form = FormState::new();
            let page = points::titled(self.page.clone(), conference, NAME);
            let shown = PointsPage {
                page: &page,
                form: &form,
                conference,
                name: NAME.into(),
                spots,
                sums: sums(),
                which: Which::All,
                pager: Pager { older: Some("?after=60".into()), ..Pager::default() },
                live,
            };
            self.put(name, &shown);
        }
    }

    fn reports(&mut self, conference: &Conference) {
        let said = Reported {
            conference: conference.id.clone(),
            unit: UNIT.into(),
            present: [2, 14, 5, 9, 1],
            line: Wire::Ok,
            key: "k".into(),
        };
        let last = Point {
            takes: Some(true),
            reports: vec![(said, at(8))],
            version: 1,
            ..Point::default()
        };
        let names = (conference.id.as_str(), NAME);
        let state = conference.state.word().to_owned();
        let (host, name) = (UNIT.to_owned(), "Xã Thăng Trường".to_owned());
        let title = item(2).id.to_string();
        let seat = Seat { state, on: TODAY, host, name, title };
        for (name, point, closed) in [
            ("conference-report", Point::default(), false),
            ("conference-report-late", last, false),
            ("conference-report-closed", Point::default(), true),
        ] {
            let form = report::fresh(&point);
            let page = report::titled(self.page.clone(), names);
            let (title, next) = (page.t("refusal-point-newer"), page.t("refusal-point-newer-next"));
            let late = page.notice(Mark::Late, title, next);
            let last = if point.reports.is_empty() { Html::default() } else { late };
            let shown = ReportPage {
                page: &page,
                form: &form,
                conference: names,
                unit: UNIT,
                seat: &seat,
                point: &point,
                key: KEY,
                last,
                sent: false,
                closed: if closed {
                    page.t("refusal-point-not-now").into_owned()
                } else {
                    String::new()
                },
                confirms: !closed,
            };
            self.put(name, &shown);
        }
    }
}

fn sums() -> Sums {
    Sums {
        points: 3_280,
        reported: 3_102,
        lost: 7,
        yes: 3_240,
        no: 12,
        present: [9_840, 41_000, 12_300, 10_900, 788],
        facts: 0,
    }
}
