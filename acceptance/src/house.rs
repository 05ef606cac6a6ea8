//! An installation as residents and officers meet it: opened on a fresh database, served on a real
//! port, under a clock that stands still until the story moves it.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use accounts::totp::Factor;
use accounts::{App, Held, NewAccount, Person, Post};
use jiff::civil::{Date, Time};
use jiff::{SignedDuration, Timestamp};
use kernel::{Actor, Id};
use site::Settings;
use store::{Engine, Store};
use testkit::Place;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::browser::Browser;

/// The commune of the stories.
pub const UNIT: &str = "20836";
/// The province above it.
pub const PROVINCE: &str = "48";
/// Everybody's password in the stories.
pub const PASSWORD: &str = "bốn con trâu qua sông";

/// A served installation.
pub struct House {
    /// Folder, database and clock.
    pub place: Place,
    /// What handlers share.
    pub app: Arc<App>,
    /// Its public log, at rest until a story runs it.
    pub log: ledger::Log,
    /// Where it listens.
    pub address: SocketAddr,
    /// The first account: leader and administrator. Nobody before the first start.
    pub chair: Option<Id>,
    stop: oneshot::Sender<()>,
    served: JoinHandle<()>,
    visitors: AtomicU8,
    /// The second factors that were set up, by login.
    factors: Mutex<BTreeMap<String, String>>,
}

impl House {
    /// A house that serves the commune and has one account.
    pub async fn open(engine: Engine) -> Self {
        Self::open_for(engine, UNIT).await
    }

    /// A house that serves another unit.
    pub async fn open_for(engine: Engine, unit: &str) -> Self {
        Self::open_as(engine, unit, true).await
    }

    /// A house that is a game, or one that is real.
    pub async fn open_as(engine: Engine, unit: &str, simulated: bool) -> Self {
        let mut house = Self::empty(Place::new(engine)).await;
        let chair = person("Lê Ví Dụ", "vi.du");
        let opened = house.app.open_instance(unit, simulated, chair, PASSWORD).await;
        house.chair = Some(opened.expect("the first account is opened"));
        house
    }

    /// A house that serves another unit, under an operator's settings.
    pub async fn open_under(engine: Engine, unit: &str, settings: &Settings) -> Self {
        let mut house = Self::empty_under(Place::new(engine), settings).await;
        let chair = person("Lê Ví Dụ", "vi.du");
        let opened = house.app.open_instance(unit, true, chair, PASSWORD).await;
        house.chair = Some(opened.expect("the first account is opened"));
        house
    }

    /// A house as it is before its first start, or as a place was left.
    pub async fn empty(place: Place) -> Self {
        Self::empty_under(place, &Settings::default()).await
    }

    /// The same under an operator's settings.
    pub async fn empty_under(place: Place, settings: &Settings) -> Self {
        let store = place.open(site::schema()).await.expect("the store opens");
        let site = site::open(store, settings).await.expect("the site opens");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (stop, stopped) = oneshot::channel::<()>();
        let served = tokio::spawn(site::serve::run(listener, site.router, async {
            let _ = stopped.await;
        }));
        let visitors = AtomicU8::new(1);
        let (app, log, factors) = (site.app, site.log, Mutex::default());
        Self { place, app, log, address, chair: None, stop, served, visitors, factors }
    }

    /// Ends it as SIGTERM would; proves that journal, vault and views agree; gives the place back.
    pub async fn end(self) -> Place {
        let _ = self.stop.send(());
        let _ = self.served.await;
        self.app.store.verify().await.expect("journal, vault and views agree");
        self.app.store.close().await;
        self.place
    }

    /// Its store.
    pub fn store(&self) -> &Store {
        &self.app.store
    }

    /// Somebody with an address of their own, unknown so far.
    pub fn visitor(&self) -> Browser {
        let n = self.visitors.fetch_add(1, Ordering::SeqCst);
        Browser::new(Ipv4Addr::new(127, 0, n, 1), self.address)
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: i64) {
        let now = self.place.clock.now();
        self.place.clock.set(now + SignedDuration::from_secs(seconds));
    }

    /// Moves the clock to 09:00 on a day.
    pub fn day(&self, day: Date) {
        self.place.clock.set(at(day, 9));
    }

    /// A new account with these posts at these units, since the beginning of 2026.
    pub async fn account(&self, name: &str, login: &str, posts: &[(Post, &str)]) -> Id {
        let from = Date::constant(2026, 1, 5);
        let held = |(post, unit): &(Post, &str)| Held {
            post: *post,
            unit: (*unit).to_owned(),
            from,
            until: None,
        };
        let new =
            NewAccount { person: person(name, login), posts: posts.iter().map(held).collect() };
        let actor = Actor::System("acceptance");
        let account = self.app.open_account(&actor, new).await.expect("an account is opened");
        let set = self.app.set_password(&actor, account, PASSWORD, false, "").await;
        set.expect("a password is set");
        account
    }

    /// A new officer with one post at the commune, signed in.
    pub async fn officer(&self, name: &str, login: &str, post: Post) -> (Id, Browser) {
        let account = self.account(name, login, &[(post, UNIT)]).await;
        (account, self.sign_in(login).await)
    }

    /// The chair, signed in.
    pub async fn chair(&self) -> Browser {
        self.sign_in("vi.du").await
    }

    /// Signs in with password and second factor, which is set up the first time.
    pub async fn sign_in(&self, login: &str) -> Browser {
        let mut browser = self.visitor();
        let typed = [("login", login), ("password", PASSWORD)];
        let entered = browser.fill("/dang-nhap", &typed).await;
        let page = browser.get(&entered.location).await;
        let known = {
            let mut factors = self.factors.lock().unwrap_or_else(PoisonError::into_inner);
            let read = || page.between("<p class=\"f\">", "</p>");
            factors.entry(login.to_owned()).or_insert_with(read).clone()
        };
        let factor = Factor::read(&known).expect("a key");
        let code = factor.code(self.place.clock.now());
        let done = browser.send_form(&page, &entered.location, &[("code", &code)]).await;
        assert_eq!(done.status, 303, "{}: {}", entered.location, done.body);
        // The same half minute's code is used up.
        self.wait(60);
        browser
    }

    /// A token for an office's program that files and follows only.
    pub async fn token(&self) -> String {
        let unit = self.app.instance().expect("an open house").unit.clone();
        self.token_of(&unit, &[]).await
    }

    /// A token that holds posts at a unit.
    pub async fn token_of(&self, unit: &str, posts: &[Post]) -> String {
        let actor = Actor::System("acceptance");
        let opened = self.app.open_token(&actor, unit, posts, Some("Một cửa")).await;
        opened.expect("a token is opened").1
    }

    /// One number that a statement gives.
    pub async fn number(&self, sql: &str) -> i64 {
        let rows = self.store().rows(sql, Vec::new()).await.expect("the statement runs");
        rows.first().map_or(0, |row| row.int(0).expect("a number"))
    }
}

/// An instant at a full hour of a day in Viet Nam.
pub fn at(day: Date, hour: i8) -> Timestamp {
    let time = Time::constant(hour, 0, 0, 0);
    kernel::clock::instant(day, time).expect("an instant")
}

fn person(name: &str, login: &str) -> Person {
    Person { name: name.into(), login: login.into(), ..Person::default() }
}
