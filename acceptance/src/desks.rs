//! Officers at work in a storm, by the forms of their pages: visitors at the desk, questions to a
//! dialogue, promises, sheets of village meetings; and what must still be there, once, of all that
//! was acknowledged.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use jiff::ToSpan as _;
use kernel::Actor;
use serde_json::Value;
use store::Store;
use store::vault::Opened;
use tokio::task::JoinSet;

use crate::browser::{Browser, Page};
use crate::house::UNIT;
use crate::http::Request;
use crate::storm;

/// How each text of theirs begins: nobody else writes so.
const MARK: &str = "Vòng ";
/// How many places a village meeting has: each is one entry of one hand.
const PLACES: u8 = 8;
const PROMISES: &str = "/can-bo/cam-ket";

/// What an officer writes down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// A visitor at the desk of a reception.
    Visit,
    /// A question to a dialogue.
    Question,
    /// A promise.
    Promise,
    /// Attendance and tally of one place of a village meeting, as a device sends it.
    Sheet,
}

impl Work {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Visit, Self::Question, Self::Promise, Self::Sheet];
}

/// A form that the server said it had recorded.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it is.
    pub work: Work,
    /// What was written.
    pub text: String,
    path: String,
    fields: Vec<(String, String)>,
    /// Where the server led afterwards; empty where it showed a page at once.
    at: String,
}

/// What there is to work on.
#[derive(Clone, Debug)]
pub struct Places {
    reception: String,
    dialogue: String,
    villages: Vec<String>,
    today: String,
    later: String,
}

/// Makes a reception that is open, a dialogue that takes questions, and so many meetings of a
/// village, in a folder that nobody serves. Each `batch` has an hour of its own.
///
/// # Panics
/// When the program refuses that.
pub async fn prepare(store: &Store, batch: u16, meetings: usize) -> Places {
    let today = store.clock().today();
    let shown = |day: jiff::civil::Date| day.strftime("%d/%m/%Y").to_string();
    Places {
        reception: reception(store, 5 * 60 + batch).await,
        dialogue: dialogue(store, 5 * 60 + batch).await,
        villages: villages(store, batch, meetings).await,
        today: shown(today),
        later: shown(today.saturating_add(60.days())),
    }
}

async fn reception(store: &Store, from: u16) -> String {
    use receptions::kind::{Form, Host, Sort};
    let (on, actor) = (store.clock().today(), Actor::System("storm"));
    let plan = receptions::desk::Plan {
        unit: UNIT.to_owned(),
        sort: Sort::Regular,
        host: Host::Office,
        form: Form::Onsite,
        days: vec![on],
        from,
        until: 17 * 60,
        place: String::new(),
    };
    receptions::desk::plan(store, &actor, &plan).await.expect("a plan");
    let (day, hour, minute) = (on.strftime("%Y%m%d"), from / 60, from % 60);
    let key = format!("{UNIT}-{day}-{hour:02}{minute:02}-regular-office");
    let read = receptions::desk::read_session(store, &key).await.expect("it is read");
    let presence = receptions::facts::Presence::InPerson;
    let open = receptions::session::Command::Open(presence);
    let read = read.expect("it is there");
    receptions::desk::act(store, &actor, read, 1, open).await.expect("it begins");
    format!("/can-bo/tiep-dan/phien/{key}/ban")
}

async fn dialogue(store: &Store, from: u16) -> String {
    use meetings::kind::{Cause, Form};
    let plan = meetings::desk::Plan {
        unit: UNIT.to_owned(),
        form: Form::Onsite,
        cause: Cause::Needed,
        on: store.clock().today().saturating_add(30.days()),
        from,
        until: 17 * 60,
        place: "Nhà văn hóa".to_owned(),
        content: "Đường thôn".to_owned(),
        part: "Đến trực tiếp".to_owned(),
        call: None,
    };
    let key = meetings::desk::plan(store, &Actor::System("storm"), &plan).await.expect("a plan");
    format!("/can-bo/doi-thoai/buoi/{key}/hoi")
}

async fn villages(store: &Store, batch: u16, meetings: usize) -> Vec<String> {
    use units::local::{Kind, NewUnits, add};
    use villages::desk::{Call, Subject, call};
    use villages::kind::{Caller, Matter};
    let (on, actor) = (store.clock().today(), Actor::System("storm"));
    let names = vec![format!("Thôn Bão {batch}")];
    let new = NewUnits { parent: UNIT.to_owned(), kind: Kind::Village, names, from: on };
    let village = add(store, &actor, &new).await.expect("a village").remove(0);
    let mut all = Vec::with_capacity(meetings);
    // One village, which meets many times a day: a minute each.
    for from in (0..24 * 60).take(meetings) {
        let meeting = Call {
            village: village.clone(),
            caller: Caller::Head,
            on,
            from,
            place: "Nhà văn hóa".to_owned(),
            households: 25 * u32::from(PLACES),
            parts: PLACES,
            scattered: true,
            posted_on: None,
            agenda: vec![Subject {
                matter: Matter::Other,
                title: "Việc thử".to_owned(),
                options: Vec::new(),
            }],
        };
        let key = call(store, &actor, &meeting).await.expect("a meeting");
        all.push(format!("/can-bo/hop-thon/{key}/record"));
    }
    all
}

/// An officer who is signed in, and what there is to work on.
#[derive(Clone, Debug)]
pub struct Desks {
    officer: Browser,
    places: Places,
}

/// One pair of hands, in one round.
#[derive(Clone, Debug)]
pub struct Hand {
    officer: Browser,
    places: Places,
    village: String,
    name: String,
}

impl Desks {
    /// The desks of an officer who may do all of it.
    pub fn new(officer: Browser, places: Places) -> Self {
        Self { officer, places }
    }

    /// Gives them other places to work on.
    pub fn renew(&mut self, places: Places) {
        self.places = places;
    }

    /// The server was started again, and listens there. Who was signed in still is.
    pub fn moved(&mut self, to: SocketAddr) {
        self.officer.to = to;
    }

    /// So many hands for a round; each has a village meeting of its own.
    ///
    /// # Panics
    /// When there are no village meetings.
    pub fn hands(&self, round: usize, count: usize) -> Vec<Hand> {
        let hand = |n: usize| {
            let village = (round * count + n) % self.places.villages.len();
            Hand {
                officer: self.officer.clone(),
                places: self.places.clone(),
                village: self.places.villages[village].clone(),
                name: format!("{MARK}{round}, bàn {n}"),
            }
        };
        (0..count).map(hand).collect()
    }

    /// Holds the server to what was acknowledged: each is there, and its form, sent again, is the
    /// same thing and no other.
    ///
    /// # Errors
    /// The first that is lost or came twice, with all that the server says of it.
    pub async fn held(&self, all: &[Kept]) -> Result<(), String> {
        const AT_ONCE: usize = 8;
        let mut readers = JoinSet::new();
        for part in all.chunks(all.len().div_ceil(AT_ONCE).max(1)) {
            let (desks, part) = (self.clone(), part.to_vec());
            readers.spawn(async move {
                for kept in &part {
                    desks.there(kept).await.map_err(|why| format!("{kept:?}: {why}"))?;
                }
                Ok::<_, String>(())
            });
        }
        while let Some(part) = readers.join_next().await {
            part.map_err(|error| error.to_string())??;
        }
        Ok(())
    }

    async fn there(&self, kept: &Kept) -> Result<(), String> {
        if !kept.at.is_empty() {
            let path = kept.at.trim_end_matches("/giay").split('?').next().unwrap_or_default();
            let page = got(&self.officer, Request::new("GET", path)).await?;
            // What a visitor said is opened on the page of its own act; the vault is asked for it.
            let says = kept.work == Work::Visit || page.body.contains(&kept.text);
            if page.status != 200 || !says {
                return Err(format!("acknowledged and lost: {} {}", page.status, page.body));
            }
        }
        let again = got(&self.officer, posted(&kept.path, &kept.fields)).await?;
        let same = match kept.work {
            Work::Sheet => again.status == 201 && again.body.contains("Đã ghi từ trước"),
            _ => again.status == 303 && again.location == kept.at,
        };
        match same {
            true => Ok(()),
            false => Err(format!("twice: {} {} {}", again.status, again.location, again.body)),
        }
    }

    /// The proofs of what is logged of them, which are the promises.
    ///
    /// # Errors
    /// The first that cannot be proven.
    pub async fn proofs(&self, all: &[Kept]) -> Result<Vec<String>, String> {
        let mut proofs = Vec::new();
        for kept in all.iter().filter(|kept| kept.work == Work::Promise) {
            let page = got(&self.officer, Request::new("GET", &kept.at)).await?;
            if !page.body.contains("href=\"/bien-nhan/") {
                return Err(format!("{kept:?} has no proof: {} {}", page.status, page.body));
            }
            let proof = format!("/bien-nhan/{}", page.between("href=\"/bien-nhan/", "\""));
            let proven = storm::proven(self.officer.to, &proof, &kept.text).await;
            let (text, receipt) = proven.map_err(|why| format!("{kept:?}: {why}"))?;
            match receipt.record.kind == meetings::facts::MADE {
                true => proofs.push(text),
                false => return Err(format!("{kept:?}: the proof of another: {text}")),
            }
        }
        Ok(proofs)
    }
}

impl Hand {
    /// Writes the `n`th thing down; `None` when the server went away meanwhile.
    pub(crate) async fn work(&self, n: u32) -> Option<Kept> {
        let work = Work::ALL[n as usize % Work::ALL.len()];
        let text = format!("{}, việc {n}.", self.name);
        let (from, typed) = self.form(work, n, &text);
        let path = from.split('?').next().unwrap_or_default().to_owned();
        let page = got(&self.officer, Request::new("GET", &from)).await.ok()?;
        assert_eq!(page.status, 200, "{from}: {}", page.body);
        let fields = page.form(&path, &typed);
        let done = got(&self.officer, posted(&path, &fields)).await.ok()?;
        let wanted = if work == Work::Sheet { 201 } else { 303 };
        assert_eq!(done.status, wanted, "{work:?} {path}: {}", done.body);
        Some(Kept { work, text, path, fields, at: done.location })
    }

    /// The page and what is typed there.
    fn form<'a>(
        &'a self,
        work: Work,
        n: u32,
        text: &'a str,
    ) -> (String, Vec<(&'static str, &'a str)>) {
        let places = &self.places;
        match work {
            Work::Visit => {
                let typed = vec![
                    ("name", "Phan Thị Giả Định"),
                    ("words", text),
                    ("kind", "feedback"),
                    ("matter", "water"),
                    ("competence", "own"),
                    ("persons", "1"),
                    ("then", "open"),
                ];
                (places.reception.clone(), typed)
            }
            Work::Question => {
                let typed = vec![
                    ("way", "village"),
                    ("role", "village"),
                    ("matter", "water"),
                    ("words", text),
                ];
                (places.dialogue.clone(), typed)
            }
            Work::Promise => {
                let typed = vec![
                    ("what", text),
                    ("owner", "office"),
                    ("by", places.later.as_str()),
                    ("place", "visit"),
                    ("said_by", "chair"),
                    ("on", places.today.as_str()),
                ];
                (format!("{PROMISES}/moi"), typed)
            }
            Work::Sheet => {
                let place = n / Work::ALL.len() as u32 % u32::from(PLACES) + 1;
                (format!("{}?cum={place}", self.village), sheet(text))
            }
        }
    }
}

/// What is typed for a place of 25 households.
fn sheet(chair: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("households", "25"),
        ("here", "20"),
        ("stood", "0"),
        ("chair", chair),
        ("secretary", "Võ Thị Mẫu"),
        ("elected", "18"),
        ("vote1", "hands"),
        ("v1_1", "15"),
        ("against1", "3"),
        ("silent1", "2"),
    ]
}

fn posted(path: &str, fields: &[(String, String)]) -> Request {
    let mut all = web::Fields::default();
    fields.iter().for_each(|(name, value)| all.push(name, value));
    Request::new("POST", path).body("application/x-www-form-urlencoded", all.encode())
}

/// What comes back, as long as there is a server.
async fn got(officer: &Browser, request: Request) -> Result<Page, String> {
    let path = request.path.clone();
    let answer = officer.with_cookies(request).send(officer.from, officer.to).await;
    let answer = answer.map_err(|error| format!("{path}: {error}"))?;
    let location = answer.header("location").unwrap_or_default().to_owned();
    Ok(Page { path, status: answer.status, location, body: answer.text(), answer })
}

/// How often each text of the desks stands in the vault of a folder that nobody serves.
///
/// # Errors
/// When the database does not answer.
pub async fn written(store: &Store) -> store::Result<BTreeMap<String, usize>> {
    let mut all = BTreeMap::new();
    let sql = "SELECT id FROM vault WHERE sealed IS NOT NULL";
    for row in store.rows(sql, Vec::new()).await? {
        let opened = store.words(row.parse(0)?).await?;
        let Some(text) = opened.and_then(Opened::text) else { continue };
        // Who chaired a place is kept together with who wrote there.
        let people = serde_json::from_str::<Value>(&text).ok();
        let chair = people.as_ref().and_then(|people| people["chair"].as_str());
        let text = chair.map_or(text.as_str(), |chair| chair);
        if text.starts_with(MARK) {
            *all.entry(text.to_owned()).or_insert(0) += 1;
        }
    }
    Ok(all)
}
