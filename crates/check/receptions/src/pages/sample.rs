//! A sample of each page: invented days and people, in the states that a page can be in.

use accounts::{Officer, Post, Scope};
use duties::explain::rule_words;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Chance, Id};
use store::{Fact, Keyring, Laws, Stream, VaultId, loose};
use web::parts::{Leader, Mark};
use web::styleguide::Sample;
use web::{FormState, Html, Page};

mod rows;

use rows::{entries, lines};

use super::book::{self, BookPage};
use super::calendar::{self as calendar_page, CalendarPage};
use super::desk::{self as desk_page, DeskPage};
use super::export;
use super::month;
use super::office::{self, OfficePage};
use super::own::{self, OwnPage};
use super::plan::{self, PlanPage};
use super::register::{self, RegisterPage};
use super::session::{self, SessionPage};
use super::session_step::{self, StepPage};
use super::ticket;
use super::visit::{self, VisitPage};
use super::visit_step;
use crate::arrows::{Step, VisitStep};
use crate::desk::{Person, ReadVisit};
use crate::facts::{Began, Event, Planned, Presence, Received, VisitEvent};
use crate::kind::{Answer, Competence, Form, Host, Kind, Sort, StandIn, Way, Why};
use crate::session::Session;
use crate::store::{Entry, Filter, Totals};
use crate::visit::Visit;

const UNIT: &str = "20836";
const TODAY: Date = day(3, 10);

const fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

fn at(on: Date, hour: i8) -> Timestamp {
    let time = jiff::civil::Time::constant(hour, 5, 0, 0);
    kernel::clock::instant(on, time).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn stream(name: &str, facts: Vec<Fact>, on: Date) -> Stream {
    let mut stream = Stream::new(name);
    for (version, fact) in (1..).zip(facts) {
        stream.records.push(loose::record(name, version, fact, at(on, 8)));
    }
    stream
}

/// A reception of the chair on a day, with what happened to it.
fn reception(on: Date, events: Vec<Event>) -> Option<Session> {
    let planned = Planned {
        unit: UNIT.to_owned(),
        sort: Sort::Head,
        host: Host::Chair,
        form: Form::Onsite,
        on,
        from: 8 * 60,
        until: 11 * 60 + 30,
        place: None,
    };
    let name = format!("reception/{UNIT}-{}-0800-head-chair", on.strftime("%Y%m%d"));
    let facts = std::iter::once(Event::Planned(planned)).chain(events);
    let facts = facts.map(|event| event.to_fact()).collect();
    Session::replay(&stream(&name, facts, on)).ok().flatten()
}

fn item(n: u8) -> VaultId {
    VaultId { id: id(n), commitment: String::new() }
}

fn id(n: u8) -> Id {
    Id::from_parts(at(TODAY, 8), [n; 10])
}

fn began(session: &Session, way: Way) -> VisitEvent {
    VisitEvent::Began(Began {
        session: session.id.clone(),
        unit: UNIT.to_owned(),
        on: session.on,
        way,
        kind: (way != Way::Desk).then_some(Kind::Feedback),
        persons: 1,
        person: (way != Way::Desk).then(|| item(1)),
        words: None,
        booked: None,
    })
}

fn received(kind: Kind, persons: u32) -> VisitEvent {
    let said = kind != Kind::Denunciation;
    VisitEvent::Received(Box::new(Received {
        year: 2026,
        no: 12,
        kind,
        matter: "water".to_owned(),
        persons,
        group: persons >= 5,
        speakers: if persons >= 5 { 2 } else { 0 },
        person: said.then(|| item(2)),
        others: None,
        words: said.then(|| item(3)),
        competence: Competence::Own,
        turn_of: None,
    }))
}

fn visit_of(n: u8, events: Vec<VisitEvent>, on: Date) -> Option<ReadVisit> {
    let facts = events.iter().map(VisitEvent::to_fact).collect();
    let stream = stream(&format!("visit/{}", id(n)), facts, on);
    let visit = Visit::replay(&stream).ok().flatten()?;
    Some(ReadVisit { stream, visit })
}

/// A sample of each page, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    let Ok(laws) = loose::laws() else { return Vec::new() };
    let mut all = Samples { page, laws, keys: Keyring::new(&Chance::seeded(4)), made: Vec::new() };
    let built = all.public().and_then(|()| all.office()).and_then(|()| all.visits());
    debug_assert!(built.is_some(), "a sample cannot be built");
    all.made
}

struct Samples<'a> {
    page: &'a Page,
    laws: Laws,
    keys: Keyring,
    made: Vec<Sample>,
}

impl Samples<'_> {
    fn put(&mut self, name: &'static str, template: &impl askama::Template) {
        self.made.push(Sample { name, html: Html::of(template) });
    }

    fn scope() -> Scope {
        Scope { unit: UNIT.into(), phrase: "xã Thăng Trường".into(), choices: Vec::new() }
    }

    fn public(&mut self) -> Option<()> {
        let scope = Self::scope();
        let page = calendar_page::titled(self.page.clone());
        let month = month::sample(&page, &self.laws, day(3, 1), &lines(), TODAY);
        let shown = CalendarPage { page: &page, scope: &scope, month: &month };
        self.put("resident-reception-calendar", &shown);
        let none = month::sample(&page, &self.laws, day(3, 1), &[], TODAY);
        self.put("resident-reception-none", &CalendarPage { month: &none, ..shown });
        let session = reception(day(3, 17), Vec::new())?;
        let empty = book::beforehand();
        let page = book::titled(self.page.clone(), &session, false, &empty);
        let key = "00000000000000000000000000000000";
        let form = BookPage { page: &page, form: &empty, session: &session, key, phone: false };
        self.put("resident-reception-book", &form);
        let mut wrong = FormState::new().with("name", "Võ Thị Mẫu").with("persons", "0");
        wrong.phone("phone");
        wrong.number("persons", 1..=10_000);
        let page = book::titled(self.page.clone(), &session, false, &wrong);
        self.put(
            "resident-reception-book-wrong",
            &BookPage { page: &page, form: &wrong, session: &session, key, phone: false },
        );
        let off = reception(day(3, 17), vec![Event::Cancelled { why: Why::Disaster }])?;
        let read = visit_of(1, vec![began(&session, Way::Page)], day(3, 9))?;
        let page = own::titled(self.page.clone());
        for (name, session) in
            [("resident-reception-own", &session), ("resident-reception-own-off", &off)]
        {
            let ticket = ticket(&self.keys, &read.visit.id);
            let (visit, place) = (&read.visit, "Trụ sở UBND xã, phòng 2".to_owned());
            self.put(name, &OwnPage { page: &page, visit, session, pass: "a-b", ticket, place });
        }
        Some(())
    }

    fn office(&mut self) -> Option<()> {
        let scope = Self::scope();
        let officer = Officer::sample(self.page, id(40), &[Post::Leader]);
        let page = office::dress(self.page.clone());
        let month = month::sample(&page, &self.laws, day(3, 1), &lines(), TODAY);
        let form = FormState::new().with("unit", UNIT).with("month", "2026-03");
        let entries = entries();
        let owed: Vec<Entry> = entries.iter().filter(|one| one.due.is_some()).cloned().collect();
        let owed = office::tasks(&page, &owed, TODAY);
        let (scope, month) = (&scope, &month);
        let shown = OfficePage { page: &page, form: &form, scope, month, owed, may_plan: true };
        self.put("reception-office", &shown);
        let form = plan::beforehand(scope);
        let page = plan::titled(self.page.clone(), &form);
        let adhoc = rule_words(&page, self.laws.now(), "TD.adhoc", TODAY)?;
        self.put("reception-plan", &PlanPage { page: &page, form: &form, scope, adhoc });
        let in_person = Event::Opened { presence: Presence::InPerson };
        let replaced = Presence::Replaced { by: StandIn::Deputy, why: Why::Meeting };
        let open = reception(TODAY, vec![in_person])?;
        let closed =
            reception(day(3, 5), vec![Event::Opened { presence: replaced }, Event::Closed {}])?;
        let planned = reception(day(3, 17), Vec::new())?;
        for (name, session) in [
            ("reception-session-open", &open),
            ("reception-session-closed", &closed),
            ("reception-session-planned", &planned),
        ] {
            let page = session::titled(self.page.clone(), session);
            let entries = if session.takes_visits() { entries.clone() } else { Vec::new() };
            let rows = session::rows(&page, &self.keys, session, &entries, true);
            let deeds = session::deeds(&page, &officer, session, TODAY);
            let place = "Trụ sở UBND xã, phòng 2".to_owned();
            let (page, today) = (&page, TODAY);
            let shown = SessionPage { page, session, place, rows, entries, deeds, today, done: "" };
            self.put(name, &shown);
        }
        self.session_steps(&planned, &closed);
        self.desk(&open)?;
        self.register(entries);
        Some(())
    }

    fn session_steps(&mut self, planned: &Session, closed: &Session) {
        for (name, session, step) in [
            ("reception-step-open", planned, Step::Open),
            ("reception-step-correct", closed, Step::Correct),
            ("reception-step-move", planned, Step::Move),
            ("reception-step-cancel", planned, Step::Cancel),
        ] {
            let page = session_step::titled(self.page.clone(), session, step);
            let form = session_step::beforehand(session, step);
            let shown = StepPage::new(&page, &form, session, step, &self.laws);
            let html = Html::of(&shown);
            self.made.push(Sample { name, html });
        }
    }

    fn desk(&mut self, session: &Session) -> Option<()> {
        let page = office::dress(self.page.clone()).titled("td-desk");
        let key = "00000000000000000000000000000000";
        let due =
            self.laws.now().due_date(crate::visit::REPLY, TODAY, calendar::CalendarKind::Office);
        let owed = vec![Leader::html(page.t("td-owed-here"), page.long_tag(due.ok()?))];
        let group = rule_words(&page, self.laws.now(), "TD.group", TODAY)?;
        let fresh = desk_page::fresh();
        let last = page.notice(
            Mark::Done,
            page.with("code", "TCD 12/2026").t("td-desk-done"),
            page.t("td-desk-new"),
        );
        let lost = Html::default();
        let shown = DeskPage { page: &page, form: &fresh, session, key, last, lost, owed, group };
        self.put("reception-desk", &shown);
        let mut wrong = desk_page::fresh().with("name", "Võ Thị Mẫu").with("others", "Hồ Văn Nháp");
        wrong.set("persons", "12");
        wrong.number("speakers", 1..=5);
        let bad = page.clone().redisplay(&wrong);
        let last = Html::default();
        let shown = DeskPage { page: &bad, form: &wrong, last, ..shown };
        self.put("reception-desk-wrong", &shown);
        let by = page.with("who", "Võ Minh Họa").with("time", page.moment(at(TODAY, 8)));
        let text = page.with("code", "TCD 12/2026").t("td-lost-received");
        let lost = page.notice(Mark::Late, by.t("td-lost-by"), text);
        let late = desk_page::fresh().with("name", "Võ Thị Mẫu").with("turn_of", "1");
        let last = Html::default();
        let shown = DeskPage { page: &page, form: &late, lost, last, ..shown };
        self.put("reception-desk-lost", &shown);
        Some(())
    }

    fn register(&mut self, entries: Vec<Entry>) {
        let scope = Self::scope();
        let page = office::dress(self.page.clone()).titled("td-register");
        let form = FormState::new().with("unit", UNIT).with("year", "2026");
        let [years, states, kinds] = register::choices(&page, TODAY);
        let entries = entries.into_iter().filter(|entry| entry.no > 0).collect();
        let lines: Vec<Entry> = entries;
        let rows = register::rows(&page, lines.clone(), TODAY);
        let totals = Totals { turns: 61, persons: 148, cases: 52, groups: 3, ..Totals::default() };
        let shown = RegisterPage {
            page: &page,
            form: &form,
            scope: &scope,
            years,
            states,
            kinds,
            totals,
            rows,
            before: None,
            after: Some("/can-bo/tiep-dan/so?after=1".into()),
            narrowed: true,
            export: Some("/can-bo/tiep-dan/so/xuat?year=2026".into()),
        };
        self.put("reception-register", &shown);
        self.exports(&page, &scope, &lines);
    }

    /// The register on its way out: the question, and the page to print.
    fn exports(&mut self, page: &Page, scope: &Scope, lines: &[Entry]) {
        let filter = Filter { unit: UNIT.into(), year: Some(2026), ..Filter::default() };
        let form = FormState::new();
        let asking = export::titled(page.clone(), &filter);
        let asked = export::asks(&asking, &form, &scope.phrase, &filter, 61);
        self.put("reception-export", &asked);
        let w = page.w().book().words(web::Lang::Vi);
        let told = export::Told {
            person: Person { name: "Võ Thị Mẫu".into(), ..Person::default() },
            others: "Lê Thị Giả Định\nPhan Văn Mẫu".into(),
            words: "Hỏi về hồ sơ đất.".into(),
            sitting: "Chủ tịch Ủy ban nhân dân, định kỳ".into(),
        };
        let row = |(n, line)| export::row(&w, n, line, told.clone());
        let rows = (1..).zip(lines).map(row).collect();
        let printed = export::print(page, scope.phrase.clone(), &filter, TODAY, rows);
        self.put("reception-export-print", &printed);
    }

    fn visits(&mut self) -> Option<()> {
        let session = reception(TODAY, vec![Event::Opened { presence: Presence::InPerson }])?;
        let session = &session;
        let until = Some(TODAY.last_of_month());
        let how = Answer::MoreTime;
        let more = VisitEvent::Answered { how, on: TODAY, words: None, until };
        let (how, words) = (Answer::Passed, Some(item(4)));
        let done = VisitEvent::Answered { how, on: TODAY, words, until: None };
        let linked = VisitEvent::Linked { code: "TT-4176-28".into(), carried: true };
        let refused = VisitEvent::Refused { ground: "TD9.2".into() };
        let first = || began(session, Way::Desk);
        for (name, events) in [
            ("reception-visit-booked", vec![began(session, Way::Phone)]),
            ("reception-visit-received", vec![first(), received(Kind::Feedback, 12)]),
            ("reception-visit-more", vec![first(), received(Kind::Complaint, 1), more]),
            ("reception-visit-answered", vec![first(), received(Kind::Feedback, 1), done]),
            ("reception-visit-filed", vec![first(), received(Kind::Feedback, 1), linked]),
            ("reception-visit-aside", vec![first(), received(Kind::Denunciation, 1)]),
            ("reception-visit-refused", vec![first(), refused]),
        ] {
            let read = visit_of(12, events, TODAY)?;
            let html = self.visit(&read)?;
            self.made.push(Sample { name, html });
        }
        let open = visit_of(12, vec![first(), received(Kind::Feedback, 1)], TODAY)?;
        let waits = visit_of(13, vec![first()], TODAY)?;
        for (name, read, step) in [
            ("reception-visit-step-refuse", &waits, VisitStep::Refuse),
            ("reception-visit-step-leave", &waits, VisitStep::Leave),
            ("reception-visit-step-link", &open, VisitStep::Link),
            ("reception-visit-step-answer", &open, VisitStep::Answer),
        ] {
            let called = visit::called(self.page, &self.keys, &read.visit);
            let page = visit_step::titled(self.page.clone(), &read.visit, &called, step);
            let form = visit_step::beforehand(&read.visit, TODAY);
            let grounds = visit_step::grounds(&page, self.laws.now(), TODAY);
            let (page, form, visit) = (&page, &form, &read.visit);
            let shown = visit_step::StepPage {
                page,
                form,
                visit,
                name: called,
                step,
                grounds,
                overtaken: step == VisitStep::Link,
            };
            self.put(name, &shown);
        }
        Some(())
    }

    fn visit(&self, read: &ReadVisit) -> Option<Html> {
        let officer = Officer::sample(self.page, id(40), &[Post::Leader]);
        let visit = &read.visit;
        let name = visit::called(self.page, &self.keys, visit);
        let page = visit::titled(self.page.clone(), visit, &name);
        let line = visit.received.as_ref().filter(|line| line.kind != Kind::Denunciation);
        let group = line.filter(|line| line.group);
        let person = Person {
            name: "Võ Thị Mẫu".into(),
            phone: "0900000118".into(),
            address: "thôn Bến Cồn".into(),
            email: "vothimau@example.invalid".into(),
        };
        let words = line.map(|_| "Mương thoát nước trước nhà bị lấp, mưa là ngập cả xóm.");
        let told = visit.answer_words.as_ref().map(|_| "Đã chuyển Xí nghiệp cấp nước khu vực.");
        Some(Html::of(&VisitPage {
            ticket: ticket(&self.keys, &visit.id),
            words: words.unwrap_or_default().to_owned(),
            told: told.unwrap_or_default().to_owned(),
            person: group.map(|_| (person, "Hồ Văn Nháp\nTrần Thị Thử".to_owned())),
            may_see: line.is_some(),
            due: visit::due(&page, &self.laws, visit, TODAY),
            deeds: visit::deeds(&page, &officer, visit),
            trail: visit::trail(&page, read).ok()?,
            page: &page,
            visit,
            name,
            done: "",
        }))
    }
}
