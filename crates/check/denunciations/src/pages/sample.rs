//! A sample of each page: invented days and numbers, in the states that a page can be in.

use accounts::{Officer, Post};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Chance, Id};
use store::{Laws, Projector, Stream, Value, loose};
use web::styleguide::Sample;
use web::{FormState, Html, Page};

use super::anonymous::{self, ListPage, OnePage};
use super::correct::{self, CorrectPage};
use super::entry::{self, EntryPage};
use super::fresh::{self, FreshPage};
use super::register::{RegisterPage, choices, dress, rows};
use super::step::{self, StepPage};
use super::{Scope, Ways, shapes};
use crate::anonymous::Anonymous;
use crate::arrows::Step;
use crate::correction::{self, Mend};
use crate::denunciation::Denunciation;
use crate::desk::Read;
use crate::facts::{Corrected, Event, Received};
use crate::kind::{Finding, GoesOn, Handling, Regime, Shelf, Sort, Way, Weight};
use crate::store::{AnonymousLine, Line};

const UNIT: &str = "20836";
const TODAY: Date = day(5, 14);

const fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

/// An entry of these facts.
fn read(no: i64, on: Date, events: Vec<Event>) -> Option<Read> {
    let received = Received {
        unit: UNIT.to_owned(),
        year: on.year(),
        no,
        on,
        sort: Sort::First,
        way: Way::Paper,
        shelf: Shelf::Clerk,
        slot: 10 + no,
        law: Regime::Ltc,
    };
    let name = format!("denunciation/{UNIT}-{}-{no}", on.year());
    let mut stream = Stream::new(&name);
    for (version, event) in (1..).zip(std::iter::once(Event::Received(received)).chain(events)) {
        stream.records.push(loose::record(&name, version, event.to_fact(), Timestamp::UNIX_EPOCH));
    }
    let entry = Denunciation::replay(&stream).ok().flatten()?;
    Some(Read { stream, entry })
}

/// Entries in the states that a page can be in, newest first.
fn entries() -> Option<Vec<Read>> {
    let accepted = |on| Event::Accepted { law: Regime::Ltc, weight: Weight::Plain, on };
    let suspended = vec![
        accepted(day(4, 10)),
        Event::Notified { on: day(4, 15) },
        Event::Extended { weight: Weight::Complex, days: 10, on: day(5, 5) },
        Event::Suspended { on: day(5, 6) },
        Event::Corrected(Corrected {
            of: 4,
            day: Some(day(5, 4)),
            number: Some(20),
            handling: None,
            on: day(5, 7),
        }),
    ];
    let resumed = vec![
        accepted(day(3, 9)),
        Event::Notified { on: day(3, 12) },
        Event::Suspended { on: day(3, 20) },
        Event::DecisionSent { on: day(3, 24) },
        Event::Resumed { on: day(4, 13) },
        Event::WentOn { why: GoesOn::Part, on: day(4, 20) },
        Event::ReportWanted { on: day(5, 11) },
    ];
    let settled = vec![
        accepted(day(1, 14)),
        Event::Notified { on: day(1, 16) },
        Event::Concluded { finding: Finding::Partly, on: day(2, 11) },
        Event::ConclusionSent { on: day(2, 12) },
        Event::Handled { on: day(2, 26) },
        Event::Published { on: day(2, 26) },
        Event::Moved { shelf: Shelf::Archive, slot: 7, on: day(4, 1) },
    ];
    Some(vec![
        read(4, day(5, 12), Vec::new())?,
        read(3, day(4, 2), suspended)?,
        read(2, day(3, 2), resumed)?,
        read(1, day(1, 6), settled)?,
    ])
}

/// The line that the register shows of an entry, made by the very projection.
fn line(read: &Read, laws: &Laws) -> Option<Line> {
    let rows = crate::meaning::Denunciations.project(&read.stream, laws).ok()?.rows;
    let entry = &read.entry;
    let due = match rows.first()?.values.get(16)? {
        Value::Int(_) => crate::meaning::pressing(&entry.debts, laws).ok()??.0.into(),
        _ => None,
    };
    Some(Line {
        stream: entry.id.clone(),
        seq: crate::meaning::seq(entry.received.year, entry.received.no),
        year: entry.received.year.into(),
        no: entry.received.no,
        received_on: entry.received.on,
        sort: entry.received.sort.word().to_owned(),
        way: entry.received.way.word().to_owned(),
        shelf: entry.shelf.word().to_owned(),
        slot: entry.slot,
        state: entry.state.word().to_owned(),
        accepted_on: entry.accepted_on,
        concluded_on: entry.concluded.map(|(_, on)| on),
        finding: entry.concluded.map_or("", |(finding, _)| finding.word()).to_owned(),
        still: entry.debts.iter().any(duties::Debt::stands_still),
        due,
        closed_on: entry.closed_on,
    })
}

fn scope() -> Scope {
    let unit = units::Gazetteer::shared().current(UNIT);
    let phrase = unit.map(|unit| unit.phrase()).unwrap_or_default();
    Scope { unit: UNIT.to_owned(), phrase, choices: Vec::new() }
}

/// A sample of each page, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    made(page).unwrap_or_default()
}

fn made(page: &Page) -> Option<Vec<Sample>> {
    let laws = loose::laws().ok()?;
    let entries = entries()?;
    let mut all = register(page, &laws, &entries)?;
    all.extend(forms(page, &laws, &entries));
    all.extend(cases(page, &laws, &entries));
    all.extend(anonymous_pages(page, &laws));
    Some(all)
}

fn register(page: &Page, laws: &Laws, entries: &[Read]) -> Option<Vec<Sample>> {
    let page = dress(page.clone());
    let (form, scope) = (FormState::new(), scope());
    let draw = |lines: Vec<Line>, counts: Vec<(String, i64)>| {
        let [years, states] = choices(&page, &[2026, 2025]);
        Html::of(&RegisterPage {
            page: &page,
            form: &form,
            scope: &scope,
            years,
            states,
            counts,
            rows: rows(&page, lines, TODAY),
            ways: Ways::default(),
            narrowed: false,
            may_enter: true,
        })
    };
    let lines = entries.iter().map(|read| line(read, laws)).collect::<Option<Vec<_>>>()?;
    let one = |read: &Read| (read.entry.state.word().to_owned(), 1);
    Some(vec![
        Sample {
            name: "denunciations-register",
            html: draw(lines, entries.iter().map(one).collect()),
        },
        Sample { name: "denunciations-register-empty", html: draw(Vec::new(), Vec::new()) },
    ])
}

fn forms(page: &Page, laws: &Laws, entries: &[Read]) -> Vec<Sample> {
    let scope = scope();
    let plain = fresh::beforehand(&scope, TODAY);
    let typed = plain.clone().with("slot", "12a").with("name", "x");
    let mut all = Vec::new();
    for (name, form) in [("denunciations-new", plain), ("denunciations-new-wrong", shapes(&typed))]
    {
        let page = fresh::titled(page.clone(), &form);
        all.push(Sample {
            name,
            html: Html::of(&FreshPage { page: &page, form: &form, scope: &scope }),
        });
    }
    let steps = [
        ("denunciations-step-accept", 0, Step::Accept),
        ("denunciations-step-extend", 2, Step::Extend),
        ("denunciations-step-go-on", 2, Step::GoOn),
        ("denunciations-step-conclude", 2, Step::Conclude),
        ("denunciations-step-report", 2, Step::Report),
        ("denunciations-step-move", 3, Step::Move),
    ];
    for (name, at, step) in steps {
        let Some(read) = entries.get(at) else { continue };
        let form = step::beforehand(&read.entry, step, laws, TODAY);
        let page = step::titled(page.clone(), &read.entry, step);
        let shown = StepPage::new(&page, &form, &read.entry, step, laws);
        all.push(Sample { name, html: Html::of(&shown) });
    }
    let corrections = [("denunciations-correct", 1, 4), ("denunciations-correct-late", 2, 2)];
    all.extend(corrections.into_iter().filter_map(|(name, at, of)| {
        let read = entries.get(at)?;
        let told = correction::told(&read.stream).ok()?;
        let event = &told.iter().find(|one| one.record.version == of)?.event;
        let mut form = correct::beforehand(read.entry.version, event);
        if name.ends_with("late") {
            // After the next step: the refusal that an officer sees.
            form = form.with("on", day(4, 1).strftime("%d/%m/%Y"));
            let mend = Mend { of, day: day(4, 1), number: None, handling: None };
            let refused = correction::decide(&read.entry.id, &told, mend, TODAY, laws);
            form.refuse(&refused.err()?);
        }
        let page = correct::titled(page.clone(), &read.entry);
        let shown = CorrectPage::new(&page, &form, &read.entry, event);
        Some(Sample { name, html: Html::of(&shown) })
    }));
    all
}

fn cases(page: &Page, laws: &Laws, entries: &[Read]) -> Vec<Sample> {
    let account = Id::new(Timestamp::UNIX_EPOCH, &Chance::seeded(7));
    let leader = Officer::sample(page, account, &[Post::Leader]);
    let names = [
        "denunciations-received",
        "denunciations-suspended",
        "denunciations-resumed",
        "denunciations-settled",
    ];
    let draw = |(name, read): (&'static str, &Read)| {
        let page = entry::titled(page.clone(), &read.entry);
        let shown = EntryPage::new(&page, &leader, read, laws, TODAY).ok()?;
        Some(Sample { name, html: Html::of(&shown) })
    };
    names.into_iter().zip(entries).filter_map(draw).collect()
}

fn anonymous_pages(page: &Page, laws: &Laws) -> Vec<Sample> {
    let scope = scope();
    let line = |no: i64, on, handling: &str, handled_on| AnonymousLine {
        stream: format!("anonymous/{UNIT}-2026-{no}"),
        seq: crate::meaning::seq(2026, no),
        year: 2026,
        no,
        received_on: on,
        handling: handling.to_owned(),
        handled_on,
    };
    let lines = vec![
        line(2, day(5, 11), "", None),
        line(1, day(2, 4), Handling::Inspected.word(), Some(day(3, 3))),
    ];
    let form = FormState::new().with("on", TODAY.strftime("%d/%m/%Y"));
    let listed = anonymous::titled(page.clone(), &form);
    let ground = anonymous::ground(page, laws);
    let (form, ways) = (&form, Ways::default());
    let list = Html::of(&ListPage {
        page: &listed,
        form,
        scope: &scope,
        lines,
        ways,
        ground: ground.clone(),
        may_enter: true,
    });
    let mut all = vec![Sample { name: "denunciations-anonymous", html: list }];
    let handled = Event::AnonymousHandled { handling: Handling::Filed, on: day(5, 12) };
    let corrected = Event::AnonymousCorrected(Corrected {
        of: 2,
        day: Some(day(5, 13)),
        number: None,
        handling: Some(Handling::Inspected),
        on: TODAY,
    });
    for (name, on, events) in [
        ("denunciations-anonymous-one", day(5, 11), vec![]),
        ("denunciations-anonymous-corrected", day(5, 11), vec![handled, corrected]),
    ] {
        all.extend(one_page(page, &ground, name, on, events));
    }
    all
}

/// One piece of information with its trail, and the page that puts its last fact right.
fn one_page(
    page: &Page,
    ground: &str,
    name: &'static str,
    on: Date,
    events: Vec<Event>,
) -> Vec<Sample> {
    let first = Event::AnonymousReceived { unit: UNIT.to_owned(), year: 2026, no: 2, on };
    let mut stream = Stream::new(format!("anonymous/{UNIT}-2026-2"));
    for (version, event) in (1..).zip(std::iter::once(first).chain(events)) {
        let fact = event.to_fact();
        let record = loose::record(&stream.name, version, fact, Timestamp::UNIX_EPOCH);
        stream.records.push(record);
    }
    let Ok(Some(one)) = Anonymous::replay(&stream) else { return Vec::new() };
    let form = FormState::new().with("on", TODAY.strftime("%d/%m/%Y"));
    let dressed = anonymous::one_titled(page.clone(), &one, &form);
    let Ok(trail) = anonymous::trail(&dressed, &stream, true) else { return Vec::new() };
    let corrected = one.handled.is_some();
    let drawn = OnePage {
        page: &dressed,
        form: &form,
        one: &one,
        ground: ground.to_owned(),
        may_enter: true,
        trail,
        corrected,
    };
    let mut all = vec![Sample { name, html: Html::of(&drawn) }];
    let Ok(told) = correction::told(&stream) else { return all };
    if let Some(last) = told.last().filter(|_| corrected) {
        let page = anonymous::correct_titled(page.clone(), &one);
        let form = correct::beforehand(one.version, &last.event);
        let shown = anonymous::correcting(&page, &form, &one, &last.event);
        let name = "denunciations-anonymous-correct";
        all.push(Sample { name, html: Html::of(&shown) });
    }
    all
}
