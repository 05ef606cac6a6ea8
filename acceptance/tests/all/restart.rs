//! Ending and starting again: nothing in flight is lost, and the law stands as it was changed.

use acceptance::House;
use acceptance::program::Ground;
use acceptance::storm;
use accounts::Post;
use calendar::CalendarKind;
use jiff::civil::date;
use testkit::engines;

use super::steps;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sigterm_ends_what_is_in_flight_and_loses_nothing() {
    for engine in engines() {
        let ground = Ground::new(engine);
        let demo = ground.demo(1);
        let token = demo["token"].as_str().expect("a token").to_owned();
        let served = ground.serve();
        let mut senders = tokio::task::JoinSet::new();
        for n in 0..16 {
            let (to, token) = (served.address, token.clone());
            senders.spawn(async move { storm::file(to, &token, &format!("Đơn {n}.")).await });
        }
        // The first one is back; the others are somewhere on their way.
        let mut codes: Vec<String> = Vec::new();
        codes.extend(senders.join_next().await.and_then(Result::ok).flatten());
        let stopped = tokio::task::spawn_blocking(move || served.stop());
        codes.extend(senders.join_all().await.into_iter().flatten());
        assert!(stopped.await.expect("it was told"), "it ends well");
        let served = ground.serve();
        for code in &codes {
            let path = format!("/api/v1/petitions/{code}");
            assert_eq!(served.visitor().get(&path).await.status, 200, "{code} of {codes:?}");
        }
        assert!(served.stop());
        ground.run(&["verify", "--json"]).good();
    }
}

#[tokio::test]
async fn a_changed_law_and_a_moved_date_stand_after_a_rebuild_and_a_restart() {
    for engine in engines() {
        let house = House::open(engine).await;
        let open = steps::code(&steps::feedback(&mut house.visitor(), "Mương bị lấp.").await);
        due(&house, &open, "2026-03-05").await;
        let mut chair = house.chair().await;
        let typed = [
            ("date", "04/03/2026"),
            ("kind", "holiday"),
            ("name", "Nghỉ do bão số 1"),
            ("source", "Công điện 01/CĐ-UBND"),
        ];
        let path = "/can-bo/lich-nghi";
        chair.fill(path, &typed).await.goes(&format!("{path}?nam=2026&doi=1"));
        due(&house, &open, "2026-03-06").await;
        // The explanation names the new day off; what comes in now counts it and has not moved.
        let page = house.visitor().get(&format!("/don/{open}")).await;
        page.says(200, "Nghỉ do bão số 1");
        let later = steps::code(&steps::feedback(&mut house.visitor(), "Rác ứ.").await);
        due(&house, &later, "2026-03-06").await;
        assert_eq!(house.number("SELECT COUNT(*) FROM duty_moves").await, 1);

        // A day that is none changes nothing and is kept in the form.
        let odd = [("date", "31/02/2026"), typed[1], typed[2], typed[3]];
        chair.fill(path, &odd).await.says(422, "31/02/2026").says(422, "Nghỉ do bão số 1");
        let rows = house.store().verify().await.expect("whole").rows;
        house.store().rebuild().await.expect("rebuilt");
        assert_eq!(house.store().verify().await.expect("whole").rows, rows);

        let house = House::empty(house.end().await).await;
        due(&house, &open, "2026-03-06").await;
        let law = house.store().laws();
        let told = law.now().due_date("TD.reply", date(2026, 2, 12), CalendarKind::Office);
        assert_eq!(told, Ok(date(2026, 3, 6)));
        house.end().await;
    }
}

async fn due(house: &House, code: &str, day: &str) {
    let told = house.visitor().get(&format!("/api/v1/petitions/{code}")).await.json();
    assert_eq!(told["duties"][0]["due"], day, "{code}: {told}");
}

#[tokio::test]
async fn a_jurist_s_confirmation_is_a_fact_and_nobody_else_s_to_give() {
    for engine in engines() {
        let house = House::open(engine).await;
        let (_, mut jurist) = house.officer("Phan Thị Giả Định", "dinh.phan", Post::Jurist).await;
        let find = |house: &House| {
            let law = house.store().laws().now().clone();
            let rule = law.rulebook.rules().find(|rule| rule.id == "KN.send1").cloned();
            rule.expect("the rule")
        };
        let rule = find(&house);
        assert!(!rule.confirmed);
        let page = jurist.get("/can-bo/luat?van-ban=LKN").await;
        page.says(200, "KN.send1");
        let from = rule.valid_from.to_string();
        let typed =
            [("id", "KN.send1"), ("valid_from", &from), ("source", "Công báo số 12 năm 2012")];
        let mut chair = house.chair().await;
        let seal = chair.get("/can-bo/toi").await.hidden("_seal");
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut forged: Vec<(String, String)> = typed.iter().map(own).collect();
        forged.push(("_seal".into(), seal));
        assert_eq!(chair.post("/can-bo/luat", &forged).await.status, 403);
        let changed = "SELECT COUNT(*) FROM journal WHERE kind = 'law.changed'";
        assert_eq!(house.number(changed).await, 0);
        let done = jurist.send_form(&page, "/can-bo/luat", &typed).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(find(&house).confirmed);
        assert_eq!(house.number(changed).await, 1);
        house.end().await;
    }
}
