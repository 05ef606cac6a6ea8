//! Who may do what: each cell of the table and each route, asked through HTTP.

use std::collections::BTreeSet;

use acceptance::house::{PROVINCE, UNIT};
use acceptance::{Browser, House, Page};
use accounts::permissions::{Reach, reach};
use accounts::{Access, Act, Post};
use denunciations::kind::{Shelf, Sort, Way};
use kernel::Actor;
use serde_json::json;
use site::slices;
use store::Engine;

/// Every route of every slice.
fn routes() -> Vec<site::slices::Route> {
    slices().iter().flat_map(|slice| (slice.routes)()).collect()
}

/// A route's path with something real in it.
struct Real {
    code: String,
    account: String,
    entry: String,
    session: String,
    visit: String,
    village: String,
    /// A dialogue that goes on, a question of it, a promise, a call of voters.
    spoken: [String; 4],
    /// A day at the grassroots that was held, something asked there, a liaison, and a twinning.
    roots: [String; 4],
    /// A conference that goes on, a question of it, a conclusion.
    conference: [String; 3],
    /// A frozen report.
    frozen: String,
    /// A request about data.
    request: String,
}

impl Real {
    async fn new(house: &House) -> Self {
        let token = house.token().await;
        let body = json!({ "kind": "feedback", "unit": UNIT, "text": "Mương bị lấp." });
        let filed = house.visitor().post_json("/api/v1/petitions", Some(&token), &[], &body).await;
        let code = filed.json()["code"].as_str().expect("a code").to_owned();
        let account = house.account("Người Thử", "nguoi.thu", &[(Post::Handler, UNIT)]).await;
        let (session, visit) = reception(house, 30).await;
        let (entry, village) = (entry(house).await, village(house, 30).await);
        let (spoken, roots) = (dialogue(house, 30).await, roots(house).await);
        let (account, conference) = (account.to_string(), conference(house).await);
        let frozen = super::frozen::freeze(house).await;
        let request = super::privacy::request(house, privacy::kind::Kind::View).await;
        Self {
            code,
            account,
            entry,
            session,
            visit,
            village,
            spoken,
            roots,
            conference,
            frozen,
            request,
        }
    }

    fn path(&self, route: &str) -> String {
        let path = route.replace("{code}", &self.code).replace("{id}", &self.account);
        let path = path.replace("{entry}", &self.entry);
        let path = path.replace("{session}", &self.session).replace("{visit}", &self.visit);
        let path = path.replace("{village}", &self.village);
        let [dialogue, question, promise, call] = &self.spoken;
        let path = path.replace("{dialogue}", dialogue).replace("{question}", question);
        let path = path.replace("{promise}", promise).replace("{call}", call);
        let [trip, need, liaison, twin] = &self.roots;
        let path = path.replace("{trip}", trip).replace("{need}", need);
        let path = path.replace("{liaison}", liaison).replace("{twin}", twin);
        let [conference, inquiry, conclusion] = &self.conference;
        let path = path.replace("{conference}", conference).replace("{inquiry}", inquiry);
        let path = path.replace("{conclusion}", conclusion);
        let path = path.replace("{frozen}", &self.frozen).replace("{request}", &self.request);
        path.replace("{token}", "khong-co")
            .replace("{pass}", "khong-co")
            .replace("{hash}", "0")
            .replace("{name}", "x.css")
            .replace("{n}", "1")
            .replace("{which}", "receipt")
            .replace("{kind}", "pdf")
    }
}

/// A denunciation and anonymous information under the same key: their numbers run alike.
async fn entry(house: &House) -> String {
    let on = house.store().clock().today();
    let new = denunciations::desk::Entry {
        unit: UNIT.to_owned(),
        on,
        sort: Sort::First,
        way: Way::Paper,
        shelf: Shelf::Clerk,
        slot: 1,
    };
    let actor = Actor::System("acceptance");
    let entry = denunciations::desk::enter(house.store(), &actor, &new).await.expect("an entry");
    let one = denunciations::desk::enter_anonymous(house.store(), &actor, UNIT, on).await;
    let key = denunciations::desk::key(&entry.id).to_owned();
    assert_eq!(denunciations::desk::key(&one.expect("another").id), key);
    key
}

/// A dialogue that goes on at this minute, a question and a promise of it, and a call: their keys.
pub async fn dialogue(house: &House, minute: u16) -> [String; 4] {
    use meetings::desk::{self, Line, NewCall, Plan, Said};
    use meetings::kind::{Cause, Form, Role, Way};
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let on = store.clock().today();
    let plan = Plan {
        unit: UNIT.to_owned(),
        form: Form::Onsite,
        cause: Cause::Needed,
        on,
        from: 13 * 60 + minute,
        until: 17 * 60,
        place: "Nhà văn hóa".to_owned(),
        content: "Đường thôn".to_owned(),
        part: "Đến trực tiếp".to_owned(),
        call: None,
    };
    let key = desk::plan(store, &actor, &plan).await.expect("a plan");
    let read = desk::dialogue(store, &key).await.expect("it is read").expect("it is there");
    let open = desk::Asked::Plain(meetings::dialogue::Command::Open);
    desk::step(store, &actor, read, 1, open).await.expect("it begins");
    let read = desk::dialogue(store, &key).await.expect("it is read").expect("it is there");
    let said = Said {
        way: Way::Room,
        role: Role::Resident,
        matter: "roads".to_owned(),
        person: desk::Person::default(),
        words: "Khi nào sửa đường?".to_owned(),
    };
    let until = on.saturating_add(jiff::Span::new().days(30));
    let promise = ("Sửa đường".to_owned(), Some("chair".to_owned()), Some(until));
    let answer = Some((Role::Chair, "Trong tháng tới.".to_owned()));
    let line = Line { of: None, said, answer, promise: Some(promise), owner_unit: None };
    let id = store.new_id();
    let (question, _) = desk::write(store, &actor, &read.it, &line, id).await.expect("a line");
    let new = NewCall { unit: UNIT.to_owned(), voters: 4_200, on, words: "Bãi rác".to_owned() };
    let call = desk::call(store, &actor, &new, store.new_id()).await.expect("a call");
    [key, desk::key(&question).to_owned(), id.to_string(), call]
}

/// A day at the grassroots that was held, something asked there, a liaison, and an office that is
/// twinned with the village: their keys.
pub async fn roots(house: &House) -> [String; 4] {
    use grassroots::desk::{self, AskedOfVisit, Hours, NewNeed, Official, Person, Spot};
    use grassroots::kind::Post;
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let on = store.clock().today();
    let new = units::local::NewUnits {
        parent: UNIT.to_owned(),
        kind: units::local::Kind::Village,
        names: vec![format!("Thôn Cửa {}", store.new_id())],
        from: on,
    };
    let codes = units::local::add(store, &actor, &new).await.expect("a village");
    let spot = Spot { unit: UNIT.to_owned(), village: codes[0].clone() };
    let official = Official { post: Post::Deputy, account: None };
    let (who, id) = ((&spot, official), store.new_id());
    let trip = desk::plan(store, &actor, who, (on, "Xem đường"), id).await.expect("a plan");
    let read = desk::read_visit(store, &trip).await.expect("it is read").expect("it is there");
    let held = AskedOfVisit::Hold(on, "Đã xem".to_owned());
    desk::step_visit(store, &actor, read, 1, held).await.expect("it is held");
    let need = NewNeed {
        of: format!("roots/{trip}"),
        on,
        matter: "roads".to_owned(),
        words: "Đường lầy".to_owned(),
        person: Person::default(),
        done: String::new(),
        owner: Some(Post::Office),
        until: Some(on),
    };
    let need = desk::raise(store, &actor, &need, store.new_id()).await.expect("a need");
    let hours = Hours { weekday: 4, opens: 480, closes: 660, phone: "02350000000".to_owned() };
    let liaison = desk::assign(store, &actor, who, (on, &hours), store.new_id()).await;
    [trip, need, liaison.expect("a liaison"), twin(house, codes).await]
}

/// An office of its own that is twinned with these villages from today on: the key.
async fn twin(house: &House, villages: Vec<String>) -> String {
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let from = store.clock().today();
    let new = units::local::NewUnits {
        parent: UNIT.to_owned(),
        kind: units::local::Kind::Office,
        names: vec![format!("Phòng Cửa {}", store.new_id())],
        from,
    };
    let office = units::local::add(store, &actor, &new).await.expect("an office").remove(0);
    let aim = "Giúp làm đường".to_owned();
    let unit = UNIT.to_owned();
    let new = grassroots::desk::NewTwin { unit, office, villages, from, until: None, aim };
    let made = grassroots::desk::twin(store, &actor, &new, store.new_id()).await;
    made.expect("a twinning")
}

/// A conference that goes on, whose host is its one point, a question and a conclusion: their keys.
async fn conference(house: &House) -> [String; 3] {
    use conferences::desk::{self, Asked, NewConclusion, Plan};
    use conferences::facts::Event;
    use conferences::kind::{Kind, Role};
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let on = store.clock().today();
    let plan = Plan {
        unit: UNIT.to_owned(),
        kind: Kind::Briefing,
        on,
        from: 8 * 60,
        until: 11 * 60,
        title: "Giao ban".to_owned(),
        place: "Hội trường".to_owned(),
        agenda: vec![("Tình hình".to_owned(), Role::Chair)],
    };
    let key = desk::plan(store, &actor, &plan, store.new_id()).await.expect("a plan");
    for (seen, asked) in [(1, Asked::Lines(UNIT.to_owned())), (2, Asked::Plain(Event::Opened {}))] {
        let read = desk::read(store, &key).await.expect("it is read").expect("it is there");
        desk::step(store, &actor, read, seen, asked).await.expect("a step");
    }
    let read = desk::read(store, &key).await.expect("it is read").expect("it is there");
    let to = (read.it.id.as_str(), UNIT);
    let asked = desk::ask(store, &actor, to, (Role::Chair, "Khi nào?"), store.new_id()).await;
    let new = NewConclusion {
        what: "Rà soát".to_owned(),
        owner: Some(UNIT.to_owned()),
        until: Some(on),
        open_to_all: false,
    };
    let made = desk::conclude(store, &actor, &read.it, &new, store.new_id()).await;
    [key, asked.expect("a question"), made.expect("a conclusion")]
}

/// A reception that goes on at this minute, and an appointment for it: their keys.
pub async fn reception(house: &House, minute: u16) -> (String, String) {
    use receptions::kind::{Form, Host, Sort, Way};
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let on = store.clock().today();
    let plan = receptions::desk::Plan {
        unit: UNIT.to_owned(),
        sort: Sort::Regular,
        host: Host::Office,
        form: Form::Onsite,
        days: vec![on],
        from: 8 * 60 + minute,
        until: 17 * 60,
        place: String::new(),
    };
    receptions::desk::plan(store, &actor, &plan).await.expect("a plan");
    let key = format!(
        "{UNIT}-{}-{:02}{:02}-regular-office",
        on.strftime("%Y%m%d"),
        8 + minute / 60,
        minute % 60
    );
    let read = receptions::desk::read_session(store, &key).await.expect("it is read");
    let read = read.expect("it is there");
    let request = receptions::desk::Request {
        way: Way::Phone,
        kind: None,
        persons: 1,
        person: receptions::desk::Person::default(),
        words: String::new(),
    };
    let id = store.new_id();
    let done = receptions::desk::ask(store, &actor, &read.session, &request, id).await;
    let visit = done.expect("an appointment").visit.id;
    // It begins, so that the desk has a page.
    let presence = receptions::facts::Presence::InPerson;
    let open = receptions::session::Command::Open(presence);
    receptions::desk::act(store, &actor, read, 1, open).await.expect("it begins");
    (key, receptions::desk::key(&visit).to_owned())
}

/// A village meeting of today, in a village of its own: its key.
pub async fn village(house: &House, minute: u16) -> String {
    use units::local::{Kind, NewUnits, add};
    use villages::kind::{Caller, Matter};
    let (store, actor) = (house.store(), Actor::System("acceptance"));
    let on = store.clock().today();
    let names = vec![format!("Thôn {minute}")];
    let new = NewUnits { parent: UNIT.to_owned(), kind: Kind::Village, names, from: on };
    let village = add(store, &actor, &new).await.expect("a village").remove(0);
    let call = villages::desk::Call {
        village,
        caller: Caller::Head,
        on,
        from: 19 * 60 + minute,
        place: "Nhà văn hóa".to_owned(),
        households: 10,
        parts: 1,
        scattered: false,
        posted_on: None,
        agenda: vec![villages::desk::Subject {
            matter: Matter::Other,
            title: "Việc thử".to_owned(),
            options: Vec::new(),
        }],
    };
    villages::desk::call(store, &actor, &call).await.expect("a meeting")
}

/// Asks for a route as this browser; an empty form where it is a form.
async fn ask(browser: &mut Browser, method: &str, path: &str, seal: &str) -> Page {
    match method {
        "GET" => browser.get(path).await,
        _ => browser.post(path, &[("_seal".to_owned(), seal.to_owned())]).await,
    }
}

#[tokio::test]
async fn every_cell_of_the_table_holds_at_every_door() {
    let house = House::open(Engine::Sqlite).await;
    let mut cells = BTreeSet::new();
    for post in Post::ALL {
        // A new petition and account for each post: what one did must not stand in another's way.
        let login = format!("thu.{}", post.code());
        let (_, mut browser) = house.officer("Cán Bộ Thử", &login, post).await;
        let token = house.token().await;
        let body = json!({ "kind": "feedback", "unit": UNIT, "text": "Mương bị lấp." });
        let filed = house.visitor().post_json("/api/v1/petitions", Some(&token), &[], &body).await;
        let code = filed.json()["code"].as_str().expect("a code").to_owned();
        let login = format!("ai.{}", post.code());
        let account = house.account("Người Thử", &login, &[(Post::Jurist, UNIT)]).await;
        let place = Post::ALL.iter().position(|one| *one == post).unwrap_or_default();
        let (session, visit) = reception(&house, place as u16).await;
        let village = village(&house, place as u16).await;
        let entry = entry(&house).await;
        let spoken = dialogue(&house, place as u16).await;
        let roots = roots(&house).await;
        let (account, conference) = (account.to_string(), conference(&house).await);
        let frozen = super::frozen::freeze(&house).await;
        let request = super::privacy::request(&house, privacy::kind::Kind::View).await;
        let real = Real {
            code,
            account,
            entry,
            session,
            visit,
            village,
            spoken,
            roots,
            conference,
            frozen,
            request,
        };
        let seal = browser.get("/can-bo/toi").await.hidden("_seal");
        for (method, route, access) in routes() {
            let Access::Act(act) = access else { continue };
            let path = real.path(route);
            let got = ask(&mut browser, method, &path, &seal).await;
            let may = reach(act, post) != Reach::No;
            let told = format!("{method} {path} ({act}) as {}: {}", post.code(), got.status);
            assert_eq!(got.status != 403, may, "{told}\n{}", got.body);
            // A place under the commune, and a file, has a code of its own, which no petition has;
            // and a petition of a program has no files.
            let own = ["/can-bo/don-vi/", "/can-bo/nhap-so/{"];
            let own = own.iter().any(|start| route.starts_with(start));
            let there =
                got.status != 404 || own || route.contains("{n}") || route.contains("{kind}");
            let well = ![401, 405, 500, 503].contains(&got.status);
            assert!(there && well, "{told}\n{}", got.body);
            cells.insert((act, post.code()));
        }
    }
    let acts: BTreeSet<Act> = cells.iter().map(|(act, _)| *act).collect();
    assert_eq!(cells.len(), acts.len() * Post::ALL.len());
    house.end().await;
}

#[tokio::test]
async fn a_post_held_elsewhere_does_not_reach_here() {
    let house = House::open(Engine::Sqlite).await;
    let real = Real::new(&house).await;
    house.account("Cán Bộ Xa", "can.xa", &[(Post::Handler, PROVINCE)]).await;
    let mut far = house.sign_in("can.xa").await;
    let seal = far.get("/can-bo/toi").await.hidden("_seal");
    let case = format!("/can-bo/don/{}", real.code);
    assert_eq!(reach(Act::PETITIONS_CLASSIFY, Post::Handler), Reach::Own);
    assert_eq!(ask(&mut far, "POST", &format!("{case}/classify"), &seal).await.status, 403);
    assert_eq!(ask(&mut far, "POST", &format!("{case}/nguoi-gui"), &seal).await.status, 403);
    house.end().await;
}

#[tokio::test]
async fn public_doors_ask_nobody_who_they_are_and_the_others_do() {
    let house = House::open(Engine::Sqlite).await;
    let real = Real::new(&house).await;
    for (method, route, access) in routes() {
        let mut visitor = house.visitor();
        let path = real.path(route);
        if let Access::Token(_) = access {
            let got = ask(&mut visitor, method, &path, "").await;
            assert_eq!(got.status, 401, "{method} {path}: {}", got.body);
            assert_eq!(got.json()["code"], "token-needed", "{method} {path}");
        } else if access != Access::Public {
            let got = ask(&mut visitor, method, &path, "").await;
            assert_eq!(got.status, 303, "{method} {path}: {}", got.body);
            assert!(got.location.starts_with("/dang-nhap"), "{method} {path}: {}", got.location);
        } else if method == "GET" && !route.starts_with("/dang-nhap") {
            let got = visitor.get(&path).await;
            assert!(!got.location.starts_with("/dang-nhap"), "{path} asks for signing in");
            assert!(![401, 403, 405, 500, 503].contains(&got.status), "{path}: {}", got.status);
        }
    }
    house.end().await;
}
