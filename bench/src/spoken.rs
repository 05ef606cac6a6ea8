//! A nation's year of receptions and dialogues, all of it at one unit: the worst case for every
//! list; and a clerk who writes down what is said while the hall watches.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use jiff::ToSpan as _;
use jiff::civil::Date;
use kernel::{Actor, Id};
use meetings::facts::{Event as Said, Made, Planned as Meeting, PromiseEvent, QuestionEvent};
use meetings::kind as speech;
use receptions::facts::{self as visits, Event, Planned, Presence, VisitEvent};
use receptions::kind as reception;
use store::{Change, Fact, Sealed, Store, Stream, VaultId};

use crate::Done;
use crate::load::{self, Client};
use crate::national::page;
use crate::officer::{self, Browser};
use crate::program::{Place, Served};
use crate::report::Report;
use crate::small::verify;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Turns of one year (the country's, 2024) and dialogues (one province's, times the provinces).
pub const TURNS: u64 = 261_566;
const DIALOGUES: u64 = 466 * 34;
/// Questions of a dialogue.
const QUESTIONS: u64 = 3;
/// How many streams one commit holds.
const GROUP: usize = 240;
/// People in the hall, each with the screen on a telephone.
const WATCHERS: usize = 500;
/// How often a screen asks again, as its page says.
const EVERY: Duration = Duration::from_secs(10);
/// Lines that the clerk writes down.
const LINES: u64 = 200;

/// Every page of receptions and dialogues whose work could grow with their number.
const PAGES: &[(&str, &str)] = &[
    ("receptions, officers", "/can-bo/tiep-dan"),
    ("receptions, public", "/lich-tiep-dan"),
    ("register of receptions", "/can-bo/tiep-dan/so"),
    ("desk of a reception", "/can-bo/tiep-dan/phien/{session}/ban"),
    ("a visit", "/can-bo/tiep-dan/luot/{visit}"),
    ("dialogues, officers", "/can-bo/doi-thoai"),
    ("dialogues, public", "/doi-thoai"),
    ("a dialogue, officers", "/can-bo/doi-thoai/buoi/{dialogue}"),
    ("a dialogue, public", "/doi-thoai/{dialogue}"),
    ("promises", "/cam-ket"),
    ("today", "/can-bo/hom-nay"),
    ("leader's page", "/can-bo/lanh-dao"),
];

/// Fills a folder, serves it, opens its pages, and lets a hall watch.
pub async fn run(report: &mut Report, postgres: bool, turns: u64) -> Done {
    let place = Place::new(postgres).await?;
    let keys = fill(&place, turns).await?;
    let served = place.serve().await?;
    report.below("start on that folder", served.took.as_secs_f64(), "s", 1.0);
    let mut client = Client::connect(served.address).await?;
    let browser = officer::sign_in(&mut client, &place.demo.accounts[0]).await?;
    pages(report, &served, &browser, &keys).await?;
    hall(report, &served, &mut client, browser, &keys).await?;
    report.below("resident after all", served.resident(), "MiB", 256.0);
    served.stop().await?;
    verify(&place).await
}

/// The addresses of things of the year.
struct Keys {
    session: String,
    visit: String,
    dialogue: String,
    /// The dialogue that goes on now.
    open: String,
}

/// Writes facts with their words, many streams at once.
struct Filler {
    store: Store,
    actor: Actor,
    waiting: Vec<Change>,
}

impl Filler {
    fn seal(&self, words: &mut Vec<(Sealed, String)>, text: &str) -> Result<VaultId, Fault> {
        let sealed = self.store.seal("text", text.as_bytes())?;
        let reference = sealed.reference.clone();
        words.push((sealed, String::new()));
        Ok(reference)
    }

    async fn put(
        &mut self,
        stream: String,
        facts: Vec<Fact>,
        words: Vec<(Sealed, String)>,
    ) -> Result<(), Fault> {
        let mut change = Change::new(Stream::new(stream), facts);
        change.words = words;
        self.waiting.push(change);
        match self.waiting.len() >= GROUP {
            true => self.flush().await,
            false => Ok(()),
        }
    }

    async fn flush(&mut self) -> Result<(), Fault> {
        let changes = std::mem::take(&mut self.waiting);
        self.store.commit(&self.actor, changes).await?;
        Ok(())
    }
}

async fn fill(place: &Place, turns: u64) -> Result<Keys, Fault> {
    let store = place.store().await?;
    let (unit, today) = (place.demo.unit.clone(), store.clock().today());
    let mut filler = Filler { store, actor: Actor::System("bench"), waiting: Vec::new() };
    let days: Vec<Date> = (1..=330).filter_map(|n| today.checked_sub(n.days()).ok()).collect();
    let (session, visit) = receptions(&mut filler, &unit, &days, turns).await?;
    let count = (DIALOGUES * turns).div_ceil(TURNS);
    let dialogue = dialogues(&mut filler, &unit, &days, count).await?;
    let open = going_on(&mut filler, &unit, today).await?;
    filler.flush().await?;
    filler.store.refresh_statistics().await?;
    filler.store.close().await;
    Ok(Keys { session, visit, dialogue, open })
}

/// One reception a day, with its visitors; the keys of the last of each.
async fn receptions(
    filler: &mut Filler,
    unit: &str,
    days: &[Date],
    turns: u64,
) -> Result<(String, String), Fault> {
    let each = turns.div_ceil(days.len() as u64);
    let (mut left, mut last) = (turns, (String::new(), String::new()));
    for on in days.iter().rev() {
        let key = format!("{unit}-{}-0700-regular-office", on.strftime("%Y%m%d"));
        let planned = Planned {
            unit: unit.to_owned(),
            sort: reception::Sort::Regular,
            host: reception::Host::Office,
            form: reception::Form::Onsite,
            on: *on,
            from: 420,
            until: 1020,
            place: None,
        };
        let opened = Event::Opened { presence: Presence::InPerson };
        let facts = [Event::Planned(planned), opened, Event::Closed {}];
        let name = format!("reception/{key}");
        filler.put(name.clone(), facts.iter().map(Event::to_fact).collect(), Vec::new()).await?;
        for _ in 0..each.min(left) {
            let no = i64::try_from(turns - left)? + 1_000;
            last = (key.clone(), visit(filler, unit, &name, *on, no).await?);
            left -= 1;
        }
    }
    Ok(last)
}

/// One visitor with one matter, answered but for one in fifty; its key.
async fn visit(
    filler: &mut Filler,
    unit: &str,
    session: &str,
    on: Date,
    no: i64,
) -> Result<String, Fault> {
    let id = Id::new(filler.store.now(), filler.store.chance());
    let name = format!("visit/{id}");
    let mut words = Vec::new();
    let began = visits::Began {
        session: session.to_owned(),
        unit: unit.to_owned(),
        on,
        way: reception::Way::Desk,
        kind: None,
        persons: 1,
        person: None,
        words: None,
        booked: None,
    };
    let received = visits::Received {
        year: on.year(),
        no,
        kind: reception::Kind::Feedback,
        matter: "land".to_owned(),
        persons: 1,
        group: false,
        speakers: 0,
        person: None,
        others: None,
        words: Some(filler.seal(&mut words, &format!("Hỏi hồ sơ đất số {no}."))?),
        competence: reception::Competence::Own,
        turn_of: None,
    };
    let answered =
        VisitEvent::Answered { how: reception::Answer::Accepted, on, words: None, until: None };
    let mut events = vec![VisitEvent::Began(began), VisitEvent::Received(Box::new(received))];
    events.extend((no % 50 != 0).then_some(answered));
    let number = format!("visitno/{unit}-{}-{no}", on.year());
    let given = Fact::new(visits::NUMBERED, 1, &visits::Numbered { visit: name.clone() });
    filler.put(name, events.iter().map(VisitEvent::to_fact).collect(), words).await?;
    filler.put(number, vec![given], Vec::new()).await?;
    Ok(id.to_string())
}

/// Dialogues that were held, with questions, answers and a promise; the key of the last.
async fn dialogues(
    filler: &mut Filler,
    unit: &str,
    days: &[Date],
    count: u64,
) -> Result<String, Fault> {
    let mut key = String::new();
    for n in 0..count {
        let on = days[(n as usize) % days.len()];
        key = format!("{unit}-{}-{n}", on.strftime("%Y%m%d"));
        let name = format!("dialogue/{key}");
        let mut words = Vec::new();
        let mut facts = vec![planned(filler, &mut words, unit, on)?, Said::Opened {}];
        let conclusions = filler.seal(&mut words, "Giao các bộ phận làm đúng hạn đã hứa.")?;
        facts.extend([
            Said::Closed { attended: 80 },
            Said::Concluded { words: conclusions },
            Said::Published { on, media: vec![speech::Media::Portal], open: None },
        ]);
        filler.put(name.clone(), facts.iter().map(Said::to_fact).collect(), words).await?;
        for q in 0..QUESTIONS {
            spoken(filler, unit, &name, on, q == 0 && n % 20 != 0).await?;
        }
    }
    Ok(key)
}

fn planned(
    filler: &Filler,
    words: &mut Vec<(Sealed, String)>,
    unit: &str,
    on: Date,
) -> Result<Said, Fault> {
    Ok(Said::Planned(Meeting {
        unit: unit.to_owned(),
        form: speech::Form::Onsite,
        cause: speech::Cause::Yearly,
        on,
        from: 480,
        until: 660,
        place: filler.seal(words, "Nhà văn hóa trung tâm xã")?,
        content: filler.seal(words, "Thủy lợi, đèn đường, vệ sinh môi trường")?,
        part: filler.seal(words, "Đến trực tiếp hoặc gửi câu hỏi trước.")?,
    }))
}

/// A question of the room with its answer, and a promise; kept or not.
async fn spoken(
    filler: &mut Filler,
    unit: &str,
    dialogue: &str,
    on: Date,
    kept: bool,
) -> Result<(), Fault> {
    let id = Id::new(filler.store.now(), filler.store.chance());
    let (name, mut words) = (format!("question/{id}"), Vec::new());
    let asked = meetings::facts::Asked {
        dialogue: dialogue.to_owned(),
        unit: unit.to_owned(),
        way: speech::Way::Room,
        role: speech::Role::Resident,
        matter: "water".to_owned(),
        person: None,
        words: filler.seal(&mut words, "Bao giờ nạo vét mương?")?,
        on: Some(on),
    };
    let answered = QuestionEvent::Answered {
        role: speech::Role::Chair,
        how: speech::How::Spoken,
        on,
        words: filler.seal(&mut words, "Trước vụ sau.")?,
    };
    let events = [QuestionEvent::Asked(asked), QuestionEvent::Taken { with: None }, answered];
    filler.put(name.clone(), events.iter().map(QuestionEvent::to_fact).collect(), words).await?;
    if !kept {
        return Ok(());
    }
    let mut words = Vec::new();
    let made = Made {
        unit: unit.to_owned(),
        owner: speech::Role::Office,
        owner_unit: unit.to_owned(),
        what: filler.seal(&mut words, "Nạo vét mương thôn")?,
        until: on.saturating_add(30.days()),
        said_by: speech::Role::Chair,
        said_on: on,
        place: speech::Place::Dialogue,
        dialogue: Some(dialogue.to_owned()),
        question: Some(name),
        rule: None,
        asker: None,
        also: Vec::new(),
        visit: None,
    };
    let evidence = filler.seal(&mut words, "Biên bản nghiệm thu.")?;
    let events = [PromiseEvent::Made(Box::new(made)), PromiseEvent::Kept { on, evidence }];
    let facts = events.iter().map(PromiseEvent::to_fact).collect();
    let id = Id::new(filler.store.now(), filler.store.chance());
    filler.put(format!("promise/{id}"), facts, words).await
}

/// The dialogue of today, begun; its key.
async fn going_on(filler: &mut Filler, unit: &str, today: Date) -> Result<String, Fault> {
    let key = format!("{unit}-{}-live", today.strftime("%Y%m%d"));
    let mut words = Vec::new();
    let facts = [planned(filler, &mut words, unit, today)?, Said::Opened {}];
    let facts = facts.iter().map(Said::to_fact).collect();
    filler.put(format!("dialogue/{key}"), facts, words).await?;
    Ok(key)
}

/// Opens every page as four people at once would.
async fn pages(report: &mut Report, served: &Served, browser: &Browser, keys: &Keys) -> Done {
    for (name, path) in PAGES {
        let path = path.replace("{session}", &keys.session).replace("{visit}", &keys.visit);
        let path = path.replace("{dialogue}", &keys.dialogue);
        let cookie = browser.header();
        let make = move |_: u64| load::get(&path, &cookie);
        page(report, served.address, name, make).await?;
    }
    Ok(())
}

/// A clerk writes line by line while everybody in the hall has the screen open.
async fn hall(
    report: &mut Report,
    served: &Served,
    client: &mut Client,
    mut browser: Browser,
    keys: &Keys,
) -> Done {
    let over = Arc::new(AtomicBool::new(false));
    let mut watchers = tokio::task::JoinSet::new();
    for n in 0..WATCHERS {
        let (over, to) = (over.clone(), served.address);
        let path = format!("/doi-thoai/{}/man-hinh?moi=co", keys.open);
        watchers.spawn(async move { watch(to, &path, n, &over).await.unwrap_or(0) });
    }
    tokio::time::sleep(EVERY / 2).await;
    let path = format!("/can-bo/doi-thoai/buoi/{}/ghi", keys.open);
    let mut took = Vec::new();
    for n in 0..LINES {
        let words = format!("Cau hoi so {n} ve muong nuoc");
        let fields = [
            ("role", "resident"),
            ("matter", "water"),
            ("words", words.as_str()),
            ("answer", "Xa nao vet truoc vu sau"),
            ("answerer", "chair"),
        ];
        let (status, time) = browser.send(client, &path, &fields).await?;
        if status != 201 {
            return Err(format!("the clerk's line {n} was answered with {status}").into());
        }
        took.push(time.as_secs_f64() * 1000.0);
        // People speak between lines.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    over.store(true, Ordering::Relaxed);
    let mut looks = 0;
    while let Some(seen) = watchers.join_next().await {
        looks += seen?;
    }
    took.sort_by(f64::total_cmp);
    let p99 = took[(took.len() * 99) / 100 - 1];
    report.below(format!("a line written down, {WATCHERS} watch, p99"), p99, "ms", 100.0);
    report.told("  screens shown meanwhile", looks as f64, "");
    Ok(())
}

/// One person's screen: asks again as often as the page says; how often it was shown.
async fn watch(
    to: std::net::SocketAddr,
    path: &str,
    n: usize,
    over: &AtomicBool,
) -> Result<u64, Fault> {
    // Nobody opens a page at the same moment as everybody else.
    tokio::time::sleep(EVERY.mul_f64(n as f64 / WATCHERS as f64)).await;
    let mut client = Client::connect(to).await?;
    let mut seen = 0;
    while !over.load(Ordering::Relaxed) {
        let answer = client.send(&load::get(path, "")).await?;
        seen += u64::from(answer.status == 200);
        let until = tokio::time::Instant::now() + EVERY;
        while tokio::time::Instant::now() < until && !over.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
    Ok(seen)
}
