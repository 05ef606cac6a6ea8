//! The law changes while the program runs: open dates move and say so, closed ones stand.

use acceptance::House;
use acceptance::house::UNIT;
use accounts::Post;
use serde_json::{Value, json};
use testkit::engines;

#[tokio::test]
async fn a_new_day_off_moves_what_is_open_and_leaves_what_is_closed() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        let (closed, open) = (file(&house, &token).await, file(&house, &token).await);
        let mut chair = house.chair().await;
        let case = format!("/can-bo/don/{closed}");
        let typed = [("kind", "feedback"), ("matter", "roads")];
        chair.fill(&format!("{case}/classify"), &typed).await;
        let away = [("note", "Điện lực Thăng Bình.")];
        let gone = chair.fill(&format!("{case}/forward"), &away).await;
        gone.goes(&format!("{case}?xong=forward"));
        let before = (duties(&house, &closed).await, duties(&house, &open).await);

        let (_, mut jurist) = house.officer("Đỗ Thử", "do.thu", Post::Jurist).await;
        let day = [
            ("date", "25/02/2026"),
            ("kind", "holiday"),
            ("name", "Ngày nghỉ thử"),
            ("source", "Quyết định thử"),
        ];
        let set = jurist.fill("/can-bo/lich-nghi", &day).await;
        assert_eq!(set.status, 303, "{}", set.body);
        assert!(set.location.starts_with("/can-bo/lich-nghi?nam=2026&doi="), "{}", set.location);

        let after = (duties(&house, &closed).await, duties(&house, &open).await);
        assert_eq!(before.0, after.0, "what is closed stands");
        let due = |duties: &Value| duties[0]["due"].as_str().expect("a day").to_owned();
        assert!(due(&after.1) > due(&before.1), "{} → {}", due(&before.1), due(&after.1));
        let moves = house.number("SELECT COUNT(*) FROM duty_moves").await;
        assert!(moves >= 1, "{moves} moves");
        let of = |code: &str| format!("SELECT COUNT(*) FROM duty_moves WHERE code = '{code}'");
        assert_eq!(house.number(&of(&closed)).await, 0);
        assert_eq!(house.number(&of(&open)).await, moves);
        chair.get("/can-bo/han-doi").await.says(200, "Ngày nghỉ thử").says(200, &open);

        // It was a mistake: taken back, the dates are what they were.
        let shown = jurist.get("/can-bo/lich-nghi?nam=2026").await;
        let back = "/can-bo/lich-nghi?nam=2026";
        let typed = [("do", "remove"), ("gone", "2026-02-25"), ("gone_source", "")];
        let refused = jurist.send_form(&shown, back, &typed).await;
        refused.says(422, "value=\"2026-02-25\" selected");
        let typed = [("do", "remove"), ("gone", "2026-02-25"), ("gone_source", "Công văn thử")];
        let gone = jurist.send_form(&shown, back, &typed).await;
        assert_eq!(gone.status, 303, "{}", gone.body);
        assert_eq!(duties(&house, &open).await, before.1);
        chair.get("/can-bo/han-doi").await.says(200, "bỏ ngày 25/02/2026 (Công văn thử)");
        house.end().await;
    }
}

#[tokio::test]
async fn a_year_that_was_worked_out_is_announced_once() {
    let house = House::open(store::Engine::Sqlite).await;
    let (_, mut jurist) = house.officer("Đỗ Thử", "do.thu", Post::Jurist).await;
    let path = "/can-bo/lich-nghi?nam=2028";
    let shown = jurist.get(path).await;
    shown.says(200, "Dự kiến");
    let typed = [("do", "confirm"), ("announced", "2028"), ("announced_source", "Thông báo thử")];
    let done = jurist.send_form(&shown, path, &typed).await;
    assert_eq!(done.status, 303, "{}", done.body);
    jurist.get(path).await.says(200, "Đã quyết định").never(&["Dự kiến", "announced_source"]);
    let again = jurist.send_form(&shown, path, &typed).await;
    again.says(422, "class=\"errs\"");
    house.end().await;
}

#[tokio::test]
async fn a_rule_that_changes_moves_what_is_open_and_the_page_says_why() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        let open = file(&house, &token).await;
        let before = duties(&house, &open).await;
        let rule = before[0]["rule"].as_str().expect("a rule").to_owned();
        let law = house.store().laws().now().clone();
        let today = house.store().clock().today();
        let mut changed = law.rulebook.in_force(&rule, today).expect("in force").clone();
        changed.value = changed.value.map(|days| days + 5);
        let change = rulebook::LawChange::RuleSet(Box::new(changed));
        let fact = store::Fact::new(store::laws::CHANGED, 1, &change);
        house.store().change_law(&kernel::Actor::System("test"), fact).await.expect("it is law");
        let after = duties(&house, &open).await;
        let due = |duties: &Value| duties[0]["due"].as_str().expect("a day").to_owned();
        assert!(due(&after) > due(&before), "{} → {}", due(&before), due(&after));
        let mut chair = house.chair().await;
        let moves = chair.get("/can-bo/han-doi").await;
        moves.says(200, &open).says(200, &format!("{rule} có hiệu lực mới từ"));
        house.end().await;
    }
}

#[tokio::test]
async fn a_confirmation_that_is_refused_keeps_what_was_typed_in_its_own_row() {
    for engine in engines() {
        let house = House::open(engine).await;
        let (_, mut jurist) = house.officer("Đỗ Thử", "do.thu", Post::Jurist).await;
        let page = jurist.get("/can-bo/luat").await;
        let row = page.form("/can-bo/luat", &[("source", "")]);
        let hidden = |name: &str| row.iter().find(|(n, _)| n == name).expect(name).1.clone();
        let (id, from) = (hidden("id"), hidden("valid_from"));
        let long = format!("Công báo số {}", "9".repeat(300));
        for (source, told) in [("", "Xin ghi căn cứ"), (" ", "Xin ghi căn cứ"), (&long, &long)]
        {
            let typed = [("id", id.as_str()), ("valid_from", &from), ("source", source)];
            let refused = jurist.send_form(&page, "/can-bo/luat", &typed).await;
            refused.says(422, told).says(422, "class=\"errs\"");
            // One row stands open, and it is the one that was meant.
            assert_eq!(refused.body.matches("<details open>").count(), 1, "{}", refused.body);
            let open = refused.between("<details open>", "</details>");
            assert!(open.contains(&format!("name=\"id\" value=\"{id}\"")), "{open}");
        }
        let typed = [("id", "KN.none"), ("valid_from", &from), ("source", "Công báo số 1")];
        let unknown = jurist.send_form(&page, "/can-bo/luat", &typed).await;
        unknown.says(422, "KN.none").never(&["<details open>"]);
        let typed = [("id", id.as_str()), ("valid_from", &from), ("source", "Công báo số 1")];
        let done = jurist.send_form(&page, "/can-bo/luat", &typed).await;
        done.goes(&format!("/can-bo/luat?van-ban={}&xong=1", instrument(&page)));
        house.end().await;
    }
}

#[tokio::test]
async fn a_ground_that_nobody_confirmed_says_so_until_a_jurist_does() {
    const MARK: &str = "Chưa đối chiếu với văn bản";
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        let mut chair = house.chair().await;
        let body = json!({ "kind": "complaint", "unit": UNIT, "text": "Quyết định thu hồi sai." });
        let filed = house.visitor().post_json("/api/v1/petitions", Some(&token), &[], &body).await;
        let code = filed.json()["code"].as_str().expect("a code").to_owned();
        let typed = [("kind", "complaint"), ("matter", "land")];
        super::steps::step(&mut chair, &code, "classify", &typed).await;
        let refuse = format!("/can-bo/don/{code}/refuse");
        // A ground that stands from memory says so.
        let form = chair.get(&refuse).await;
        let marks = |page: &acceptance::Page| page.body.matches(MARK).count();
        let before = marks(&form);
        assert!(before >= 1, "{}", form.body);

        let (_, mut jurist) = house.officer("Đỗ Thử", "do.thu", Post::Jurist).await;
        let page = jurist.get("/can-bo/luat?van-ban=LKN").await;
        page.says(200, "KN11.9").says(200, "name=\"id\" value=\"KN11.9\"");
        let typed = [("id", "KN11.9"), ("valid_from", "2012-07-01"), ("source", "Công báo số 1")];
        let done = jurist.send_form(&page, "/can-bo/luat", &typed).await;
        done.goes("/can-bo/luat?van-ban=LKN&xong=1");
        let page = jurist.get("/can-bo/luat?van-ban=LKN").await;
        page.says(200, "KN11.9").never(&["name=\"id\" value=\"KN11.9\""]);
        assert_eq!(marks(&chair.get(&refuse).await), before - 1);
        jurist.get("/can-bo/luat?van-ban=LTCD").await.says(200, "TD9.4");
        house.end().await;
    }
}

#[tokio::test]
async fn a_day_off_that_is_refused_keeps_what_was_typed() {
    let house = House::open(store::Engine::Sqlite).await;
    let (_, mut jurist) = house.officer("Đỗ Thử", "do.thu", Post::Jurist).await;
    let typed =
        [("date", "31/02/2026"), ("kind", "swap_off"), ("name", "Nghỉ gộp"), ("source", "")];
    let refused = jurist.fill("/can-bo/lich-nghi", &typed).await;
    refused.says(422, "value=\"31/02/2026\"").says(422, "value=\"Nghỉ gộp\"");
    refused.says(422, "value=\"swap_off\" selected");
    house.end().await;
}

/// The instrument whose rules a page shows.
fn instrument(page: &acceptance::Page) -> String {
    let open = page.body.split("<a href=\"/can-bo/luat?van-ban=").skip(1);
    let open = open.filter(|tab| tab.split('>').next().is_some_and(|a| a.contains("aria-current")));
    open.map(|tab| tab.split('"').next().unwrap_or_default().to_owned()).next().expect("a tab")
}

async fn file(house: &House, token: &str) -> String {
    let body = json!({ "kind": "feedback", "unit": UNIT, "text": "Đèn đường hỏng." });
    let filed = house.visitor().post_json("/api/v1/petitions", Some(token), &[], &body).await;
    assert_eq!(filed.status, 201, "{}", filed.body);
    filed.json()["code"].as_str().expect("a code").to_owned()
}

async fn duties(house: &House, code: &str) -> Value {
    house.visitor().get(&format!("/api/v1/petitions/{code}")).await.json()["duties"].clone()
}
