//! A sample of each page: invented days, places and words, in the states that a page can be in.

use accounts::{Act, Scope};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::Id;
use store::{Stream, VaultId, loose};
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::areas::{self, AreasPage, Village};
use super::list::{self, ListPage};
use super::need::{self, NeedPage};
use super::step::{self, Doing};
use super::twins::{self, TwinPage, TwinsPage};
use super::{Known, Offer, plan, raise, twin};
use crate::arrows::{NeedStep, VisitStep};
use crate::facts::{Fate, NeedEvent, Raised};
use crate::kind::{Heard, Post, Withdrawn};
use crate::need::Need;
use crate::store::{Area, Ask, Pair, Trip};

const UNIT: &str = "20836";
const TODAY: Date = day(20);
const KEY: &str = "00000000000000000000000000000000";

const fn day(day: i8) -> Date {
    Date::constant(2026, 3, day)
}

fn id(n: u8) -> Id {
    Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10])
}

fn item(n: u8) -> VaultId {
    VaultId { id: id(n), commitment: String::new() }
}

fn known() -> Known {
    let pairs = |all: &[(&str, &str)]| {
        all.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect()
    };
    Known {
        texts: pairs(&[
            ("việc", "Nghe dân nói về mương và đèn đường"),
            ("xong", "Đã xem mương với trưởng thôn; hai điều dân nêu."),
            ("mương", "Mương thôn Mẫu đầy cỏ, nước không về ruộng."),
            ("đèn", "Đèn ở ngõ 3 tắt đã một tuần."),
            ("thay", "Đã thay bóng ngay trong buổi."),
            ("máy", "02350000000"),
            ("nghĩa", "Giúp làm đường, dọn mương, đèn ngõ; mỗi tháng một ngày ở thôn."),
        ]),
        villages: pairs(&[("mẫu", "Thôn Mẫu"), ("nháp", "Thôn Nháp"), ("phòng", "Phòng Kinh tế")]),
        names: pairs(&[("a", "Trần Thị Thử")]),
    }
}

fn trips() -> Vec<Trip> {
    let trip = |on: Date, village: &str, state: &str| Trip {
        stream: format!("roots/{}", id(1)),
        village: village.into(),
        post: "deputy".into(),
        account: "a".into(),
        on,
        purpose: "việc".into(),
        state: state.into(),
        ..Trip::default()
    };
    let mut all = vec![
        trip(day(27), "nháp", "planned"),
        trip(day(20), "mẫu", "planned"),
        trip(day(13), "nháp", "planned"),
        trip(day(6), "mẫu", "held"),
        trip(day(4), "nháp", "cancelled"),
    ];
    "xong".clone_into(&mut all[3].done);
    "disaster".clone_into(&mut all[4].why);
    "phòng".clone_into(&mut all[3].office);
    all
}

fn ask(words: &str, until: Option<Date>, state: &str, closed: Option<Date>) -> Ask {
    Ask {
        stream: format!("need/{}", id(2)),
        village: "mẫu".into(),
        heard: "visit".into(),
        matter: "water".into(),
        words: words.into(),
        on: day(6),
        owner: "office".into(),
        until,
        state: state.into(),
        closed_on: closed,
        said: if closed.is_some() { "thay".into() } else { String::new() },
        ..Ask::default()
    }
}

fn scope() -> Scope {
    Scope { unit: UNIT.into(), phrase: "xã Thăng Trường".into(), choices: Vec::new() }
}

/// A sample of each page, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    let mut all = Vec::new();
    lists(page, &mut all);
    needs(page, &mut all);
    pairs(page, &mut all);
    forms(page, &mut all);
    all
}

fn put(all: &mut Vec<Sample>, name: &'static str, template: &impl askama::Template) {
    all.push(Sample { name, html: Html::of(template) });
}

fn lists(page: &Page, all: &mut Vec<Sample>) {
    let (scope, known, form) = (scope(), known(), FormState::new().with("unit", UNIT));
    let open =
        [ask("mương", Some(day(30)), "open", None), ask("mương", Some(day(10)), "open", None)];
    let closed = [
        ask("đèn", None, "done", Some(day(6))),
        ask("mương", Some(day(10)), "done", Some(day(12))),
        ask("mương", Some(day(10)), "withdrawn", Some(day(9))),
    ];
    let names = [("resident-grassroots", false, true), ("resident-grassroots-none", false, false)];
    for (name, office, full) in names.into_iter().chain([("grassroots-office", true, true)]) {
        let page = list::titled(page.clone(), office);
        let may = |_: Act| office;
        let trips = if full { trips() } else { Vec::new() };
        let asked = |from: &[Ask]| {
            let from = if full { from } else { &[] };
            from.iter().map(|one| list::asked(&page, one, &known, (may, TODAY))).collect()
        };
        let going = |trip| list::going(&page, trip, &known, (may, TODAY));
        let shown = ListPage {
            figures: list::figures(&page, &trips, TODAY),
            visits: trips.iter().map(going).collect(),
            open: asked(&open),
            open_next: if full { "?open=next".to_owned() } else { String::new() },
            closed: asked(&closed),
            closed_next: if full { "?closed=next".to_owned() } else { String::new() },
            page: &page,
            form: &form,
            scope: &scope,
            office,
            may_plan: office,
            month: day(1),
        };
        put(all, name, &shown);
    }
    let area = Area {
        stream: format!("liaison/{}", id(3)),
        post: "specialist".into(),
        account: "a".into(),
        from: day(2),
        weekday: 4,
        opens: 480,
        closes: 660,
        phone: "máy".into(),
        ..Area::default()
    };
    for (name, office) in [("resident-grassroots-areas", false), ("grassroots-areas", true)] {
        let page = areas::titled(page.clone(), office);
        let here = areas::tended(&page, &area, &known, |_| office);
        let twins = areas::twins(&[twinned("active")], "mẫu", &known);
        let village = |name: &str, tended, twins| Village { name: name.into(), tended, twins };
        let villages = vec![
            village("Thôn Mẫu", vec![here], twins),
            village("Thôn Nháp", Vec::new(), Vec::new()),
        ];
        let (page, form, scope) = (&page, &form, &scope);
        put(all, name, &AreasPage { page, form, scope, office, may_plan: office, villages });
    }
}

fn needs(page: &Page, all: &mut Vec<Sample>) {
    let owed = Fate::Owed { owner: Post::Office, unit: UNIT.into(), until: day(10) };
    let finished = NeedEvent::Finished { on: day(12), evidence: item(5) };
    let gone = NeedEvent::Withdrawn { on: day(9), why: Withdrawn::Money, words: item(5) };
    for (name, fate, after) in [
        ("resident-grassroots-need-open", owed.clone(), None),
        ("resident-grassroots-need-late", owed.clone(), Some(finished)),
        ("resident-grassroots-need-withdrawn", owed, Some(gone)),
        ("resident-grassroots-need-at-once", Fate::Done(item(6)), None),
    ] {
        let raised = Raised {
            unit: UNIT.into(),
            village: format!("{UNIT}-01"),
            heard: Heard::Visit,
            of: "roots/x".into(),
            office: None,
            on: day(6),
            matter: "water".into(),
            words: item(4),
            person: None,
            fate,
        };
        let mut stream = Stream::new(format!("need/{}", id(2)));
        let events = std::iter::once(NeedEvent::Raised(raised)).chain(after);
        for (version, event) in (1..).zip(events) {
            let fact = event.to_fact();
            let record = loose::record(&stream.name, version, fact, Timestamp::UNIX_EPOCH);
            stream.records.push(record);
        }
        let Ok(Some(one)) = Need::replay(&stream) else { continue };
        let page = need::titled(page.clone(), &one);
        let known = known();
        let shown = NeedPage {
            words: known.text("mương"),
            said: if one.closed_on.is_some() { known.text("thay") } else { String::new() },
            why: one.why.map(|_| page.t("cs-withdrawn-money").into_owned()).unwrap_or_default(),
            status: need::status(&page, &one, TODAY),
            facts: need::facts(&page, &one, "Thôn Mẫu"),
            page: &page,
        };
        put(all, name, &shown);
    }
}

fn twinned(state: &str) -> Pair {
    Pair {
        stream: format!("twin/{}", id(4)),
        office: "phòng".into(),
        from: day(2),
        until: Some(day(if state == "active" { 31 } else { 10 })),
        aim: "nghĩa".into(),
        state: state.into(),
        why: if state == "active" { String::new() } else { "finished".into() },
        villages: vec!["mẫu".into(), "nháp".into()],
    }
}

fn pairs(page: &Page, all: &mut Vec<Sample>) {
    let (scope, known, form) = (scope(), known(), FormState::new().with("unit", UNIT));
    for (name, office, full) in [
        ("resident-grassroots-twins", false, true),
        ("resident-grassroots-twins-none", false, false),
        ("grassroots-twins", true, true),
    ] {
        let page = twins::titled(page.clone(), office);
        let pairs = if full { vec![twinned("active"), twinned("ended")] } else { Vec::new() };
        let may = |_: Act| office;
        let shown = TwinsPage {
            pairs: pairs.iter().map(|p| twins::paired(&page, p, &known, (may, TODAY))).collect(),
            villages: vec![("mẫu".into(), "Thôn Mẫu".into())],
            page: &page,
            form: &form,
            scope: &scope,
            office,
            may_plan: office,
        };
        put(all, name, &shown);
    }
    for (name, full) in
        [("resident-grassroots-twin", true), ("resident-grassroots-twin-new", false)]
    {
        let may = |_: Act| false;
        let one = twins::paired(page, &twinned("active"), &known, (may, TODAY));
        let page = twins::titled_one(page.clone(), &one.office, UNIT);
        let trips = if full { trips() } else { Vec::new() };
        let asks = [ask("mương", Some(day(30)), "open", None)];
        let asks = if full { &asks[..] } else { &[] };
        let shown = TwinPage {
            facts: twins::facts(&page, &one),
            figures: list::figures(&page, &trips, TODAY),
            visits: trips.iter().map(|t| list::going(&page, t, &known, (may, TODAY))).collect(),
            asked: asks.iter().map(|a| list::asked(&page, a, &known, (may, TODAY))).collect(),
            page: &page,
            one,
        };
        put(all, name, &shown);
    }
}

fn forms(page: &Page, all: &mut Vec<Sample>) {
    let offer = Offer {
        unit: UNIT.into(),
        phrase: "xã Thăng Trường".into(),
        villages: vec![("mẫu".into(), "Thôn Mẫu".into())],
        officers: vec![("a".into(), "Trần Thị Thử".into())],
        offices: vec![("phòng".into(), "Phòng Kinh tế".into())],
        twins: vec![("phòng".into(), "Phòng Kinh tế".into())],
    };
    let form = FormState::new();
    let here = plan::titled(page.clone(), &form);
    put(all, "grassroots-plan", &plan::form(&here, &form, &offer, KEY));
    let form = FormState::new().with("on", "20/03/2026");
    let here = raise::titled(page.clone(), &form);
    put(all, "grassroots-raise", &raise::form(&here, &form, "roots/x", KEY));
    let mut wrong = FormState::new().with("words", "Mương đầy cỏ").with("on", "20/03/2026");
    if let Err(refusal) = crate::need::owed(None, None, TODAY) {
        wrong.refuse(&refusal);
    }
    let here = raise::titled(page.clone(), &wrong);
    put(all, "grassroots-raise-wrong", &raise::form(&here, &wrong, "roots/x", KEY));
    let form = areas::beforehand(page, TODAY);
    let here = areas::titled_new(page.clone(), &form);
    put(all, "grassroots-assign", &areas::form(&here, &form, &offer, KEY));
    let form = FormState::new().with("from", "20/03/2026").with("villages", "mẫu");
    let here = twin::titled_new(page.clone(), &form);
    put(all, "grassroots-twin", &twin::form(&here, &form, &offer, KEY));
    let form = FormState::new().with("on", "20/03/2026");
    let here = twin::titled_part(page.clone(), &form);
    put(all, "grassroots-part", &twin::part_form(&here, &form, (KEY, 1)));
    for (name, doing) in [
        ("grassroots-hold", Doing::Visit(VisitStep::Hold)),
        ("grassroots-cancel", Doing::Visit(VisitStep::Cancel)),
        ("grassroots-finish", Doing::Need(NeedStep::Finish)),
        ("grassroots-withdraw", Doing::Need(NeedStep::Withdraw)),
        ("grassroots-end", Doing::End),
    ] {
        let form = FormState::new().with("on", "20/03/2026");
        let here = step::titled(page.clone(), doing, &form);
        let mut shown = step::form(&here, &form, doing, (KEY, 1));
        shown.overtaken = doing == Doing::End;
        put(all, name, &shown);
    }
}
