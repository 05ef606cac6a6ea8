//! A sample of each page: invented people and letters, in the states that a page can be in, for
//! the tests that render and audit pages and for whoever wants to look at them.

use std::collections::HashMap;
use std::sync::Arc;

use accounts::{Act, Officer, Post};
use calendar::CalendarKind;
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Actor, Chance, Id};
use rulebook::Law;
use store::{Laws, Record, Stream, VaultId};
use web::parts::Leader;
use web::styleguide::Sample;
use web::{FormState, Html, Page, Say};

use super::around::{Colleague, Scope, key};
use super::case::{self, Case, CasePage, RenewedPage, trail};
use super::desk::{DeskPage, Last, ReceivedPage, fresh};
use super::jump::JumpPage;
use super::paging::Ways;
use super::register::{RegisterPage, counted, dues, effects, only, states};
use super::rows::{self, Letter, Reader, Row};
use super::step::{StepPage, beforehand};
use super::today::{Choices, TodayPage, tabs, told};
use crate::desk::{Person, Read};
use crate::facts::{Event, Extra, Received};
use crate::kind::{AnswerBy, Channel, Finding, Kind};
use crate::pages::resident::receipt::{Paper, sheet};
use crate::petition::{Petition, State, Step};
use crate::store::{Line, Order};

mod alike;
mod days;
mod kept;
mod lost;
mod papers;
mod stories;

use stories::{DITCH, NOISE, STALL, accepted, sent};

const UNIT: &str = "20836";
const TODAY: Date = Date::constant(2026, 2, 12);

const fn day(month: i8, day: i8) -> Date {
    Date::constant(2026, month, day)
}

/// Twenty to nine in the morning of a day.
fn morning(day: Date) -> Timestamp {
    let time = jiff::civil::Time::constant(8, 41, 0, 0);
    kernel::clock::instant(day, time).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The commune of the mockups.
struct World {
    laws: Arc<Laws>,
    handler: Id,
    leader: Id,
    chance: Chance,
}

/// A letter with what became of it.
struct Story {
    code: &'static str,
    kind: Kind,
    matter: &'static str,
    words: &'static str,
    place: &'static str,
    on: Date,
}

impl World {
    fn new() -> Option<Self> {
        let chance = Chance::seeded(26);
        let id = || Id::new(morning(TODAY), &chance);
        let (handler, leader) = (id(), id());
        let body = serde_json::to_string(&Law::embedded().ok()?.canonical().ok()?).ok()?;
        let mut stream = Stream::new("law");
        stream.records.push(Record {
            stream: stream.name.clone(),
            version: 1,
            kind: store::laws::ADOPTED.to_owned(),
            form: 1,
            at: morning(day(1, 2)),
            law: 0,
            actor: Actor::System("start").to_string(),
            body,
            hash: store::journal::START,
        });
        let laws = Arc::new(Laws::replay(stream).ok()?);
        Some(Self { laws, handler, leader, chance })
    }

    fn item(&self) -> VaultId {
        let id = Id::new(morning(TODAY), &self.chance);
        VaultId { id, commitment: String::new() }
    }

    fn names(&self) -> HashMap<Id, String> {
        HashMap::from([
            (self.handler, "Trần Thị Thử".to_owned()),
            (self.leader, "Lê Ví Dụ".to_owned()),
        ])
    }

    fn colleagues(&self) -> Vec<Colleague> {
        let one = |account, name: &str, post| Colleague {
            account,
            name: name.to_owned(),
            posts: vec![(post, UNIT.to_owned())],
            away: None,
        };
        vec![
            one(self.leader, "Lê Ví Dụ", Post::Leader),
            one(self.handler, "Trần Thị Thử", Post::Handler),
        ]
    }

    /// A case whose later facts `then` makes, each by an officer on a day.
    fn case(
        &self,
        story: &Story,
        then: &[(Date, Id, Event)],
        said: &[(&VaultId, &str)],
    ) -> Option<Case> {
        let (words, place, person) = (self.item(), self.item(), self.item());
        let first = Event::Received(Box::new(Received {
            seq: 417,
            code: story.code.to_owned(),
            kind: story.kind,
            unit: UNIT.to_owned(),
            matter: story.matter.to_owned(),
            village: String::new(),
            channel: Channel::Desk,
            answer_by: AnswerBy::Sms,
            on: story.on,
            words: words.clone(),
            place: Some(place.clone()),
            person: Some(person),
            extra: Extra::default(),
        }));
        let name = crate::petition::stream_name(Id::new(morning(story.on), &self.chance));
        let mut stream = Stream::new(name);
        let first = (story.on, self.handler, first);
        for (on, who, event) in std::iter::once(&first).chain(then) {
            let fact = event.to_fact();
            stream.records.push(Record {
                stream: stream.name.clone(),
                version: stream.version() + 1,
                kind: fact.kind.to_owned(),
                form: fact.form,
                at: morning(*on),
                law: 1,
                actor: Actor::Account(*who).to_string(),
                body: fact.body,
                hash: store::journal::START,
            });
        }
        let petition = Petition::replay(&stream).ok()??;
        let read = Read { stream, petition };
        let mut opened: HashMap<Id, String> =
            said.iter().map(|(item, text)| (item.id, (*text).to_owned())).collect();
        opened.insert(words.id, story.words.to_owned());
        opened.insert(place.id, story.place.to_owned());
        Case::new(read, self.laws.clone(), opened, self.names(), TODAY).ok()
    }

    fn officer(&self, page: &Page) -> Officer {
        Officer::sample(page, self.leader, &[Post::Leader, Post::Reception])
    }
}

fn line(story: &Story, state: &str, due: Option<Date>, holder: Option<Id>, seq: i64) -> Line {
    Line {
        stream: format!("petition/{seq}"),
        seq,
        code: story.code.to_owned(),
        unit: UNIT.to_owned(),
        kind: story.kind.word().to_owned(),
        matter: story.matter.to_owned(),
        village: String::new(),
        channel: "desk".to_owned(),
        state: state.to_owned(),
        holder: holder.map(|id| id.to_string()).unwrap_or_default(),
        solved: String::new(),
        received_at: morning(story.on),
        received_on: story.on,
        open: due.is_some(),
        due,
        rule: String::new(),
        closed_on: None,
        lead: String::new(),
        cell: None,
        changed_at: morning(story.on),
    }
}

fn lines(world: &World, page: &Page) -> Vec<Row> {
    let officer = world.officer(page);
    let colleagues = world.colleagues();
    let soon = rows::soon_until(world.laws.now(), TODAY);
    let reader = Reader {
        page,
        officer: &officer,
        colleagues: &colleagues,
        villages: &[],
        today: TODAY,
        soon,
    };
    let all = [
        (&NOISE, line(&NOISE, "decided", Some(day(2, 10)), Some(world.handler), 3)),
        (&STALL, line(&STALL, "accepted", Some(day(2, 13)), Some(world.handler), 2)),
        (&DITCH, line(&DITCH, "received", Some(day(3, 5)), None, 4)),
        (&STALL, line(&STALL, "sent", None, Some(world.handler), 1)),
    ];
    let names = world.names();
    let one = |(story, line): &(&Story, Line)| {
        let words = super::around::shorten(story.words, rows::WORDS);
        let letter = Letter { words };
        rows::row(&reader, line, Some(&letter), &names)
    };
    all.iter().map(one).collect()
}

fn scope() -> Scope {
    Scope { unit: UNIT.into(), phrase: "xã Thăng Trường".into(), choices: Vec::new() }
}

fn today(world: &World, page: &Page, rows: &[Row]) -> Html {
    let counts = if rows.is_empty() { [0; 5] } else { [1, 4, 1, 1001, 1] };
    let closed = (!rows.is_empty()).then_some((day(2, 14), day(2, 22)));
    Html::of(&TodayPage {
        page,
        form: &FormState::new(),
        today: TODAY,
        scope: &scope(),
        told: told(page, &counts, closed),
        tabs: tabs(page, "all", &counts),
        kept: kept::links(world, page, false),
        tab: "all",
        filter: Choices::of(page, &world.colleagues(), &[]),
        rows,
        ways: Ways { before: None, after: (!rows.is_empty()).then(|| "#".to_owned()) },
        may_file: true,
        narrowed: false,
        sifted: false,
    })
}

fn register(world: &World, page: &Page, rows: &[Row]) -> Html {
    let mut form = FormState::new().with("q", "muong thoat");
    if rows.is_empty() {
        form = form.with("from", "31/02/2026");
        form.maybe_date("from", day(1, 1), TODAY);
    }
    Html::of(&RegisterPage {
        page,
        form: &form,
        scope: &scope(),
        filter: Choices::of(page, &world.colleagues(), &[]),
        states: states(page),
        only: only(page),
        dues: dues(page),
        effects: effects(page),
        kept: kept::links(world, page, true),
        rows,
        ways: Ways { before: Some("#".into()), after: Some("#".into()) },
        count: counted(page, if rows.is_empty() { 0 } else { 2861 }, 1_000),
        order: Order::Newest,
        narrowed: true,
        sifted: true,
        may: vec![Act::PETITIONS_FILE, Act::PETITIONS_IMPORT, Act::PETITIONS_EXPORT],
    })
}

fn case_page(page: &Page, officer: &Officer, case: &Case, person: bool) -> Html {
    let Ok(mut shown) = CasePage::new(page, officer, case) else { return Html::default() };
    shown.alike = case::alike::panel(page, officer, case, &alike::alike());
    if person {
        let person = Person {
            name: "Nguyễn Văn Mẫu".into(),
            phone: "0900 000 118".into(),
            address: "thôn Bến Cồn".into(),
            email: String::new(),
        };
        shown.person = Some(case::leaders(page, &person));
    }
    shown.done = person.then(|| page.t(key("office-done", "accept")).into_owned());
    Html::of(&shown)
}

fn step_page(world: &World, page: &Page, case: &Case, step: Step, news: bool) -> Html {
    let mut form = beforehand(step, &case.read.petition, None);
    if news {
        form = form.with("result", "Đã xem sổ thu tại Ban quản lý chợ.");
    } else if step == Step::Refuse {
        form.wrong("ground", Say::new("field-choose"));
    }
    let page = page.clone().titled(key("office-do", step.word())).redisplay(&form);
    let Ok(mut shown) = StepPage::new(&page, &form, case, step, &world.colleagues()) else {
        return Html::default();
    };
    if news {
        shown.news = trail::since(&page, case, 2, false);
    }
    Html::of(&shown)
}

/// What the form of each step asks for on the sample cases, with what only stands there once
/// somebody was asked to look.
#[cfg(test)]
pub(super) fn step_forms(page: &Page) -> Vec<(Step, String)> {
    let Some(world) = World::new() else { return Vec::new() };
    let cases = [world.case(&DITCH, &[], &[]), accepted(&world), sent(&world)];
    let cases: Vec<Case> = cases.into_iter().flatten().collect();
    let mut form = FormState::new();
    ["anew", "looked"].iter().for_each(|name| form.wrong(name, Say::new("field-choose")));
    let mut all = Vec::new();
    for step in Step::ALL {
        for case in &cases {
            let shown = StepPage::new(page, &form, case, *step, &world.colleagues());
            all.extend(shown.ok().map(|shown| (*step, shown.fields.as_str().to_owned())));
        }
    }
    all
}

fn desk_page(world: &World, page: &Page, form: &FormState, last: bool) -> Html {
    let owed = |rule: &str| {
        let due = world.laws.now().due_date(rule, TODAY, CalendarKind::Office).ok()?;
        Some(Leader::html(page.t(key("office-today-clock", rule)), page.long_tag(due)))
    };
    let secret = ["sen", "cau", "đò", "mây"].map(str::to_owned).to_vec();
    Html::of(&DeskPage {
        page: &page.clone().redisplay(form),
        form,
        action: "/can-bo/nhan-don",
        scope: &scope(),
        villages: &[],
        key: "0",
        owed: ["TD.reply", "KN.accept1"].into_iter().filter_map(owed).collect(),
        last: last.then(|| Last { code: "TT-4176-28".into(), secret, joined: Some(false) }),
    })
}

fn receipt_page(world: &World, page: &Page, channel: Channel) -> Option<Html> {
    let mut case = world.case(&DITCH, &[], &[])?;
    case.read.petition.received.channel = channel;
    let secret = &["sen", "cau", "đò", "mây"];
    let petition = &case.read.petition;
    let (place, phone) = (DITCH.place, "0900000118");
    let paper = Paper { petition, secret, village: "", place, phone, proof: "" };
    let sheet = sheet(page, &world.laws, &paper).ok()?;
    Some(Html::of(&ReceivedPage {
        page,
        sheet,
        code: DITCH.code,
        again: false,
        joined: Some(true),
    }))
}

/// A sample of each page, in the language of `page`, for the tests that render and audit them.
pub fn samples(page: &Page) -> Vec<Sample> {
    let page = page.clone().office();
    let titled = |key: &str| page.clone().titled(key);
    let Some(world) = World::new() else { return Vec::new() };
    let cases = (world.case(&DITCH, &[], &[]), accepted(&world), sent(&world));
    let (Some(new), Some(open), Some(sent)) = cases else { return Vec::new() };
    let classified = Event::Classified {
        kind: Kind::Complaint,
        matter: "service".to_owned(),
        known: Some(day(1, 12)),
        on: day(1, 27),
    };
    let Some(ready) = world.case(&STALL, &[(day(1, 27), world.handler, classified)], &[]) else {
        return Vec::new();
    };
    let officer = world.officer(&page);
    let handler = Officer::sample(&page, world.handler, &[Post::Handler]);
    let (inbox, list) = (titled("office-today-title"), titled("office-register-title"));
    let (desk, one) = (titled("office-desk-title"), titled("office-jump-title"));
    let mut wrong = fresh().with("words", "Máy bơm chạy ồn từ 3 giờ sáng.");
    wrong.wrong("phone", Say::new("field-phone-short").with("n", 1));
    let mut lost = FormState::new().with("code", "TT-0000-00");
    lost.wrong("code", Say::new("office-code-unknown").with("code", "TT-0000-00"));
    let step = |case: &Case, step, news| step_page(&world, &page, case, step, news);
    let of = |name, html| Sample { name, html };
    let renewed = RenewedPage { page: &page, case: &open, secret: ["sen", "cau", "đò", "mây"] };
    let mut all = vec![
        of("office-today", today(&world, &inbox, &lines(&world, &inbox))),
        of("office-today-empty", today(&world, &inbox, &[])),
        of("office-register", register(&world, &list, &lines(&world, &list))),
        of("office-register-empty", register(&world, &list, &[])),
        of("office-case-new", case_page(&titled("office-today-title"), &handler, &new, false)),
        of("office-case-open", case_page(&page, &officer, &open, true)),
        of("office-case-sent", case_page(&page, &officer, &sent, false)),
        of("office-classify", step(&new, Step::Classify, false)),
        of("office-assign", step(&open, Step::Assign, false)),
        of("office-file", step(&ready, Step::File, false)),
        of("office-guide", step(&ready, Step::Guide, false)),
        of("office-refuse", step(&ready, Step::Refuse, false)),
        of("office-accept", step(&ready, Step::Accept, false)),
        of("office-verify-conflict", step(&open, Step::Verify, true)),
        of("office-decide", step(&open, Step::Decide, false)),
        of("office-send", step(&sent, Step::Send, false)),
        of("office-judge", step(&sent, Step::Judge, false)),
        of("office-appeal", step(&sent, Step::Appeal, false)),
        of("office-carry-out", step(&sent, Step::CarryOut, false)),
        of("office-desk", desk_page(&world, &desk, &fresh(), true)),
        of("office-desk-wrong", desk_page(&world, &desk, &wrong, false)),
        of("office-receipt", receipt_page(&world, &desk, Channel::Desk).unwrap_or_default()),
        of("office-receipt-paper", receipt_page(&world, &desk, Channel::Paper).unwrap_or_default()),
        of("office-renewed", Html::of(&renewed)),
        of("office-jump", Html::of(&JumpPage { page: &one, form: &lost, desk: true })),
    ];
    all.extend(days::samples(&world, &page));
    all.extend(papers::samples(&world, &page));
    all.extend(kept::samples(&world, &page));
    all.extend(lost::samples(&page));
    all
}
