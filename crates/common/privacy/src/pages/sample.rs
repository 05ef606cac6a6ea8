//! A sample of each page: invented people and matters, in the states that a page can be in.

use accounts::{Act, Scope};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use rulebook::Law;
use store::{Laws, Stream, VaultId, loose};
use web::parts::{Mark, Pager};
use web::styleguide::Sample;
use web::{FormState, Html, Page, Say};

use super::look::{LookPage, Shown, ShownItem};
use super::one::Opened;
use super::step::Doing;
use super::{correct, expired, list, new, notice, one, step};
use crate::desk::Read;
use crate::facts::{Event, Received};
use crate::keep;
use crate::kind::{By, End, Form, Kind, Paper};
use crate::request::Request;
use crate::store::{Line, Over};

const UNIT: &str = "20836";
/// A commune that went into it.
const BEFORE: &str = "20839";
const TODAY: Date = day(20);
const KEY: &str = "00000000000000000000000000000000";

const fn day(day: i8) -> Date {
    Date::constant(2026, 3, day)
}

fn at(day: Date) -> Timestamp {
    let time = jiff::civil::Time::constant(9, 0, 0, 0);
    kernel::clock::instant(day, time).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn id(n: u8) -> Id {
    Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10])
}

fn item(n: u8) -> VaultId {
    VaultId { id: id(n), commitment: String::new() }
}

/// A request to which so much happened.
fn read(kind: Kind, more: Vec<Event>) -> Option<Read> {
    let name = format!("data_request/{}", id(1));
    let received = Received {
        unit: UNIT.into(),
        kind,
        on: day(16),
        paper: Paper::Identity,
        by: By::Own,
        person: item(1),
        words: Some(item(2)),
    };
    let events = std::iter::once(Event::Received(received)).chain(more);
    let mut stream = Stream::new(name.clone());
    for (version, event) in (1..).zip(events) {
        let day = day(15 + i8::try_from(version).unwrap_or(1));
        stream.records.push(loose::record(&name, version, event.to_fact(), at(day)));
    }
    let it = Request::replay(&stream).ok()??;
    Some(Read { stream, it })
}

fn lines() -> [Vec<Line>; 2] {
    let line = |n: u8, kind: &str, state: &str, due: Option<Date>, closed: Option<Date>| Line {
        stream: format!("data_request/{}", id(n)),
        unit: if n == 2 { BEFORE.into() } else { UNIT.into() },
        kind: kind.into(),
        state: state.into(),
        received_on: day(10),
        due,
        closed_on: closed,
    };
    let open = vec![
        line(1, "erase", "received", Some(day(12)), None),
        line(2, "copy", "acknowledged", Some(day(25)), None),
    ];
    [open, vec![line(3, "view", "finished", None, Some(day(18)))]]
}

fn lists(page: &Page, scope: &Scope) -> Vec<Sample> {
    let page = list::titled(page.clone());
    let form = FormState::new().with("unit", UNIT);
    let html = |open: &[Line], closed: &[Line]| {
        let older = closed.first().map(|_| "?xong=1".to_owned());
        let lines = (open, closed, Pager { older, ..Pager::default() });
        Html::of(&list::page_of(&page, (&form, scope), lines, TODAY, true))
    };
    let [open, closed] = lines();
    vec![
        Sample { name: "data-list", html: html(&open, &closed) },
        Sample { name: "data-list-empty", html: html(&[], &[]) },
    ]
}

fn ones(page: &Page, laws: &Laws) -> Option<Vec<Sample>> {
    let ended = vec![
        Event::Acknowledged { on: day(17) },
        Event::Extended { days: 10, why: item(3), on: day(18) },
        Event::Handed { form: Form::Text, matters: 2, on: day(19) },
        Event::Applied { matters: 1, items: 2, on: day(20) },
        Event::Finished {
            how: End::Partly,
            ground: Some("Thông tư 10/2022/TT-BNV".into()),
            words: Some(item(4)),
            on: day(20),
        },
    ];
    let opened = Opened {
        person: r#"{"name":"Phan Thị Thử","phone":"0900000118","address":"Thôn Mẫu"}"#.into(),
        words: "Tôi muốn xóa tên trong các phản ánh đã gửi.".into(),
        told: "Đã xóa tên; hồ sơ khiếu nại còn phải giữ.".into(),
    };
    let sample = |name, read: &Read, may: bool| {
        let page = one::titled(page.clone(), read);
        let done = page.notice(Mark::Done, page.with("n", 2).t("dl-done-erased"), "");
        let known = (&opened, laws, TODAY);
        let shown = one::page_of(&page, read, known, |_: Act| may, done);
        Sample { name, html: shown.map(|shown| Html::of(&shown)).unwrap_or_default() }
    };
    Some(vec![
        sample("data-one", &read(Kind::Restrict, Vec::new())?, true),
        sample("data-one-ended", &read(Kind::Erase, ended)?, false),
    ])
}

fn forms(page: &Page, scope: &Scope, laws: &Laws) -> Option<Vec<Sample>> {
    let mut wrong = FormState::new().with("name", "Phan Thị Thử");
    wrong.wrong("seen", Say::new("dl-not-seen"));
    let fresh = new::titled(page.clone(), &wrong);
    let (read, law) = (read(Kind::Erase, Vec::new())?, laws.now());
    let empty = FormState::new();
    let step = |name, doing| {
        let shown = step::page_of(page, &empty, (doing, &read, true), (law, TODAY));
        Sample { name, html: Html::of(&shown) }
    };
    let entry = FormState::new().with("name", "Phan Thị Thử").with("phone", "0900000118");
    let correct = correct::page_of(page, &entry, (&read, "petition/1|2", "TT-4176-28"), false);
    Some(vec![
        Sample { name: "data-new", html: Html::of(&new::page_of(&fresh, &wrong, scope, KEY)) },
        step("data-extend", Doing::Extend),
        step("data-finish", Doing::Finish),
        Sample { name: "data-correct", html: Html::of(&correct) },
    ])
}

fn look(page: &Page) -> Vec<Sample> {
    let item = |what: &str, lines: &[(&str, &str)], kept: String| ShownItem {
        pick: format!("petition/{}|{}", id(1), id(2)),
        what: page.t(crate::key("dl-what", what)).into_owned(),
        lines: lines.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        kept,
        correct: (what == "person").then(|| super::ONE.to_owned()),
    };
    let ground = page.with("ground", "Thông tư 10/2022/TT-BNV").with("until", page.date(TODAY));
    let thing = Shown {
        sort: page.t(crate::key("dl-sort", "feedback")).into_owned(),
        code: "TT-4176-28".into(),
        href: "/can-bo/don/TT-4176-28".into(),
        how: page.t(crate::key("dl-how", "person")).into_owned(),
        when: page.with("began", page.date(day(10))).t("dl-when-open"),
        items: vec![
            item("person", &[("Họ và tên", "Phan Thị Thử")], String::new()),
            item("words", &[("", "Mương thôn Mẫu bị lấp.")], ground.t("dl-kept")),
        ],
    };
    let form = FormState::new().with("name", "Phan Thị Thử");
    let sample = |name, found: Option<Vec<Shown>>| {
        let at = super::ONE.to_owned();
        let shown = LookPage { page, form: &form, at, found, more: true, may_erase: true };
        Sample { name, html: Html::of(&shown) }
    };
    vec![
        sample("data-look", None),
        sample("data-look-found", Some(vec![thing])),
        sample("data-look-none", Some(Vec::new())),
    ]
}

fn over(page: &Page, scope: &Scope, laws: &Laws) -> Sample {
    let page = expired::titled(page.clone());
    let form = FormState::new().with("unit", UNIT);
    let one = Over {
        stream: format!("petition/{}", id(1)),
        unit: BEFORE.into(),
        sort: "complaint".into(),
        code: "TT-4176-28".into(),
        ended_on: Date::constant(2005, 3, 1),
    };
    let law: (&Law, Date) = (laws.now(), TODAY);
    let rules = keep::RULES.iter().map(|rule| {
        let over = std::slice::from_ref(&one);
        let over = if rule.0 == keep::COMPLAINT { over } else { &[] };
        expired::rule(&page, law, *rule, (over, true))
    });
    let rules = rules.collect();
    let html = Html::of(&expired::page_of(&page, (&form, scope), rules, Some(3)));
    Sample { name: "data-over", html }
}

/// All samples.
pub fn samples(page: &Page) -> Vec<Sample> {
    let Ok(laws) = loose::laws() else { return Vec::new() };
    let scope =
        Scope { unit: UNIT.into(), phrase: "xã Thăng Trường".into(), choices: Vec::new() };
    let mut all = lists(page, &scope);
    all.extend(ones(page, &laws).unwrap_or_default());
    all.extend(forms(page, &scope, &laws).unwrap_or_default());
    all.extend(look(page));
    all.push(over(page, &scope, &laws));
    let dressed = notice::dress(page.clone());
    let html = Html::of(&notice::page_of(&dressed, laws.now(), TODAY));
    all.push(Sample { name: "resident-privacy", html });
    all
}
