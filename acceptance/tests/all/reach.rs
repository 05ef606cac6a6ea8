//! How far a post reaches: to its own unit, to all units here, or nowhere; and how long.

use acceptance::House;
use acceptance::house::{PROVINCE, UNIT};
use accounts::permissions::{Reach, reach};
use accounts::{Access, Act, Post};
use kernel::Actor;
use petitions::desk::{self, Filing, Person};
use petitions::kind::{AnswerBy, Channel, Kind};
use site::slices::Route;
use testkit::engines;
use units::Gazetteer;

/// Another commune of the province.
fn elsewhere() -> String {
    let gazetteer = Gazetteer::shared();
    let province = gazetteer.current(PROVINCE).expect("the province");
    let communes = gazetteer.children(province.id(), None);
    let other = communes.iter().map(|unit| unit.id().code()).find(|code| code != UNIT);
    other.expect("a second commune")
}

/// Every route of a petition that asks for an act. A question belongs to the office that was
/// asked, not to the petition's unit: who may answer it is told in the stories of `day`.
fn routes() -> Vec<(&'static str, &'static str, Act)> {
    let all = site::slices().into_iter().flat_map(|slice| (slice.routes)());
    all.filter(|(_, path, _)| path.contains("{code}") && !path.contains("{n}"))
        .filter_map(|(method, path, access): Route| match access {
            Access::Act(act) => Some((method, path, act)),
            Access::Public | Access::SignedIn | Access::Token(_) => None,
        })
        .collect()
}

async fn file(house: &House, unit: &str) -> String {
    let filing = Filing {
        kind: Kind::Feedback,
        unit: unit.to_owned(),
        letters: "TT".into(),
        matter: "water".into(),
        village: String::new(),
        channel: Channel::Desk,
        answer_by: AnswerBy::Sms,
        words: "Mương bị lấp.".into(),
        place: String::new(),
        person: Person { phone: "0900000118".into(), ..Person::default() },
        more: petitions::desk::More::default(),
    };
    let filed = desk::file(house.store(), &Actor::Resident, filing, None).await;
    filed.expect("a petition").petition.received.code
}

#[tokio::test]
async fn each_post_reaches_as_far_as_its_cells_say() {
    let routes = routes();
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        let (own, other) = (file(&house, UNIT).await, file(&house, &elsewhere()).await);
        for post in Post::ALL {
            let login = format!("mot.{}", post.code());
            house.account("Người Một Chức", &login, &[(post, UNIT)]).await;
            let mut officer = house.sign_in(&login).await;
            let form = [("_seal".to_owned(), officer.get("/can-bo/toi").await.hidden("_seal"))];
            for (method, path, act) in &routes {
                let cell = reach(*act, post);
                for (code, may) in [(&own, cell != Reach::No), (&other, cell == Reach::All)] {
                    let path = path.replace("{code}", code).replace("{which}", "receipt");
                    let path = path.replace("{kind}", "pdf");
                    let got = match *method {
                        "GET" => officer.get(&path).await,
                        _ => officer.post(&path, &form).await,
                    };
                    let told = format!("{method} {path} ({act}) as {}", post.code());
                    assert_eq!(got.status != 403, may, "{told}: {}", got.status);
                    assert!(got.status < 500, "{told}: {}", got.body);
                }
            }
        }
        house.end().await;
    }
}

#[tokio::test]
async fn who_opens_a_person_is_logged_before_it_is_shown() {
    for engine in engines() {
        let house = House::open(engine).await;
        let code = file(&house, UNIT).await;
        let (_, mut reception) = house.officer("Võ Minh Họa", "hoa.vo", Post::Reception).await;
        let (_, mut auditor) = house.officer("Đặng Văn Mẫu", "mau.dang", Post::Auditor).await;
        let case = reception.get(&format!("/can-bo/don/{code}")).await;
        case.never(&["0900000118", "0900 000 118"]);
        auditor.get("/can-bo/so-truy-cap").await.says(200, "Không có lần mở nào");
        let path = format!("/can-bo/don/{code}/nguoi-gui");
        reception.send_form(&case, &path, &[]).await.says(200, "0900000118");
        let log = auditor.get("/can-bo/so-truy-cap").await;
        log.says(200, "Võ Minh Họa").says(200, &code).never(&["0900000118", "petition/"]);
        // By the code that people say, in any spelling.
        let by = |what: &str| format!("/can-bo/so-truy-cap?what={what}");
        let plain = code.to_lowercase().replace('-', "");
        auditor.get(&by(&code)).await.says(200, "Võ Minh Họa");
        auditor.get(&by(&plain)).await.says(200, "Võ Minh Họa");
        let other = self::file(&house, UNIT).await;
        auditor.get(&by(&other)).await.says(200, "Không có lần mở nào");
        house.end().await;
    }
}

/// Not only petitions: whoever looks over the log knows no streams.
#[tokio::test]
async fn the_log_names_matters_of_other_subjects_by_their_codes_too() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(jiff::civil::date(2026, 3, 2));
        let (_, mut auditor) = house.officer("Đặng Văn Mẫu", "mau.dang", Post::Auditor).await;
        let mut chair = house.chair().await;
        let visit = super::board::visitor(&mut chair).await;
        let page = chair.get(&visit).await;
        let opened = chair.send_form(&page, &format!("{visit}/nguoi"), &[]).await;
        opened.says(200, "Võ Thị Giả Định");
        let log = auditor.get("/can-bo/so-truy-cap").await;
        log.says(200, "TCD 1/2026").never(&["visit/", "Võ Thị Giả Định"]);
        for (typed, told) in [
            ("TCD%201%2F2026", "TCD 1/2026"),
            ("tcd%201%2F2026", "TCD 1/2026"),
            ("TCD%202%2F2026", "Không có lần mở nào"),
        ] {
            auditor.get(&format!("/can-bo/so-truy-cap?what={typed}")).await.says(200, told);
            let of_chair = format!("&officer={}", house.chair.unwrap());
            let both = format!("/can-bo/so-truy-cap?what={typed}{of_chair}");
            auditor.get(&both).await.says(200, told);
        }
        house.end().await;
    }
}

#[tokio::test]
async fn a_post_that_ended_allows_nothing_from_the_next_day_on() {
    for engine in engines() {
        let house = House::open(engine).await;
        let (account, mut leader) = house.officer("Hồ Văn Nháp", "nhap.ho", Post::Leader).await;
        let code = file(&house, UNIT).await;
        let classify = format!("/can-bo/don/{code}/classify");
        assert_eq!(leader.get(&classify).await.status, 200);
        let (actor, from) = (Actor::System("acceptance"), jiff::civil::date(2026, 1, 5));
        let ended = house.app.end_post(&actor, account, Post::Leader, UNIT, from).await;
        ended.expect("the post ends");
        house.wait(24 * 3600);
        let mut leader = house.sign_in("nhap.ho").await;
        leader.get(&classify).await.says(403, "Không đủ quyền");
        house.end().await;
    }
}

/// An act that no route asks for would be a row that says nothing.
#[test]
fn every_act_has_a_door() {
    let asked: Vec<Act> = site::slices()
        .into_iter()
        .flat_map(|slice| (slice.routes)())
        .filter_map(|(_, _, access): Route| match access {
            Access::Act(act) => Some(act),
            Access::Public | Access::SignedIn | Access::Token(_) => None,
        })
        .collect();
    let all = accounts::permissions::TABLE.iter().map(|row| row.act);
    let without: Vec<&str> = all.filter(|act| !asked.contains(act)).map(Act::code).collect();
    // Everybody signed in opens the page of absences, to record their own; the act is asked inside.
    assert_eq!(without, ["accounts.absence"]);
}
