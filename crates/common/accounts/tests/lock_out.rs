//! Guessing is slowed down; the office that is being attacked goes on working.

mod common;

use accounts::totp::Factor;
use accounts::{Entry, Person, Source};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use common::{Browser, House, house};
use kernel::Actor;
use testkit::{Place, morning};

const PASSWORD: &str = "bốn con trâu qua sông";

/// Opens the house with one officer, without pages.
async fn with_officer(house: &House) -> Factor {
    let factor = Factor::new(house.app.store.chance()).unwrap();
    let (app, actor) = (&house.app, Actor::System("test"));
    let person =
        Person { name: "Trần Thị Thử".into(), login: "thu.tran".into(), ..Person::default() };
    let account = app.open_instance("20836", true, person, PASSWORD).await.unwrap();
    app.set_totp(&actor, account, &factor).await.unwrap();
    factor
}

async fn sign_in(house: &House, browser: &mut Browser, factor: &Factor) -> StatusCode {
    let fields = [("login", "thu.tran"), ("password", PASSWORD)];
    let entered = browser.fill("/dang-nhap", &fields).await;
    if entered.status != StatusCode::SEE_OTHER {
        return entered.status;
    }
    let code = factor.code(house.place.clock.now());
    browser.fill("/dang-nhap/ma", &[("code", &code)]).await.status
}

#[tokio::test]
async fn strangers_are_slowed_and_a_known_device_is_not() {
    let house = house(Place::new(store::Engine::Sqlite)).await;
    let factor = with_officer(&house).await;
    let mut desk = Browser::new(&house);
    assert_eq!(sign_in(&house, &mut desk, &factor).await, StatusCode::SEE_OTHER);
    house.wait(60);

    // A botnet: many addresses, one wrong guess each.
    let mut slowed = 0;
    for n in 0..40 {
        let peer = Some(std::net::Ipv4Addr::new(192, 0, n, 1).into());
        let source = Source { peer, headers: HeaderMap::new() };
        match house.app.enter("thu.tran", "đoán mò lần nữa", &source).await.unwrap() {
            Entry::Wait(until) => {
                assert!(until > house.place.clock.now());
                slowed += 1;
            }
            other => assert_eq!(other, Entry::Wrong),
        }
    }
    assert!(slowed >= 9, "only {slowed} of 40 were slowed");

    let mut stranger = Browser::new(&house);
    stranger.address = [198, 51, 100, 1];
    assert_eq!(sign_in(&house, &mut stranger, &factor).await, StatusCode::TOO_MANY_REQUESTS);
    // The known device has signed out and was given another address: it is still known.
    desk.cookies.remove("dantin-session");
    desk.address = [198, 51, 100, 2];
    assert_eq!(sign_in(&house, &mut desk, &factor).await, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_stolen_or_forged_mark_is_worth_nothing() {
    let house = house(Place::new(store::Engine::Sqlite)).await;
    let factor = with_officer(&house).await;
    let mut desk = Browser::new(&house);
    sign_in(&house, &mut desk, &factor).await;
    let mark = desk.cookies.iter().find(|(name, _)| name.starts_with("dantin-device-"));
    let (name, value) = mark.unwrap();
    let guess = async |cookie: String| {
        let mut headers = HeaderMap::new();
        headers.insert("cookie", HeaderValue::from_str(&cookie).unwrap());
        let source = Source { peer: None, headers };
        house.app.enter("thu.tran", "đoán mò lần nữa", &source).await.unwrap()
    };
    // A stolen mark: it has its own few tries, and they end.
    let mut tries = 0;
    while guess(format!("{name}={value}")).await == Entry::Wrong {
        tries += 1;
    }
    assert_eq!(tries, 6, "five free, one more before the first wait");
    // Forged marks do not give new ones: they count as one and the same stranger.
    let forged = |n: u32| format!("{name}={n:032x}.{:032x}", n * 7);
    let mut tries = 0;
    while guess(forged(tries)).await == Entry::Wrong {
        tries += 1;
    }
    assert_eq!(tries, 6);
}

#[tokio::test]
async fn nobody_learns_which_logins_exist() {
    let house = house(Place::new(store::Engine::Sqlite)).await;
    with_officer(&house).await;
    let answers = async |login: &str| {
        let mut browser = Browser::new(&house);
        let mut said = Vec::new();
        for _ in 0..8 {
            let fields = [("login", login), ("password", "đoán mò lần nữa")];
            let got = browser.fill("/dang-nhap", &fields).await;
            let body = got.body.replace(login, "x");
            said.push((got.status, body[body.find("<main").unwrap()..].to_owned()));
        }
        said.into_iter().map(|(status, body)| (status, unsealed(&body))).collect::<Vec<_>>()
    };
    let known = answers("thu.tran").await;
    let statuses: Vec<u16> = known.iter().map(|(status, _)| status.as_u16()).collect();
    assert_eq!(statuses, [422, 422, 422, 422, 422, 422, 429, 429]);
    assert_eq!(known, answers("khong.co").await);
}

fn unsealed(body: &str) -> String {
    body.replace(&common::seal(body), "")
}

#[tokio::test]
async fn sessions_end_by_rest_by_age_and_by_hand() {
    let house = house(Place::new(store::Engine::Sqlite)).await;
    let factor = with_officer(&house).await;
    let mut browser = Browser::new(&house);
    sign_in(&house, &mut browser, &factor).await;
    let limits = house.app.limits;
    for _ in 0..3 {
        house.wait(limits.session_idle.as_secs() - 1);
        let got = browser.get("/can-bo/toi").await.status;
        let aged = house.place.clock.now().duration_since(morning()) >= limits.session_longest;
        assert_eq!(got == StatusCode::OK, !aged);
    }
    house.wait(60);
    sign_in(&house, &mut browser, &factor).await;
    house.wait(limits.session_idle.as_secs() + 1);
    assert_eq!(browser.get("/can-bo/toi").await.status, StatusCode::SEE_OTHER);

    let mut other = Browser::new(&house);
    sign_in(&house, &mut browser, &factor).await;
    house.wait(60);
    sign_in(&house, &mut other, &factor).await;
    let all = other.post_from("/can-bo/toi", "/can-bo/toi/thiet-bi", &[]).await;
    assert_eq!(all.location, "/dang-nhap");
    for browser in [&mut browser, &mut other] {
        assert_eq!(browser.get("/can-bo/toi").await.status, StatusCode::SEE_OTHER);
    }
    let gone = accounts::App::sweep(&house.app.store, &limits).await.unwrap();
    assert!(gone < 10, "{gone}");
}
