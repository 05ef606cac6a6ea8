//! Who works in the program, as figures: posts that are held, persons who hold them, and those who
//! hold more than one; by unit and day, out of the facts of accounts and of nothing else.

use acceptance::house::UNIT;
use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::date;
use kernel::Actor;
use serde_json::Value;
use testkit::engines;

const REPORT: &str = "/can-bo/bao-cao";
const ASKED: &str = "form=chuc-danh&year=2026&from=01/03/2026&until=30/06/2026";
const COUNTED: &str = "SELECT COUNT(*) FROM counted WHERE indicator LIKE 'accounts.%'";

async fn figures(officer: &mut Browser) -> Value {
    let page = officer.get(&format!("{REPORT}/tep/json?{ASKED}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    page.json()["total"].clone()
}

fn all(total: &Value, columns: &[&str]) -> Vec<i64> {
    columns.iter().map(|column| total[*column]["now"].as_i64().expect(column)).collect()
}

#[tokio::test]
async fn posts_and_concurrent_posts_are_counted_from_the_facts_of_accounts() {
    for engine in engines() {
        let house = House::open(engine).await;
        house.day(date(2026, 3, 16));
        // The chair leads and administers; another officer holds one post, later two.
        let desk = house.account("Bàn Thử", "ban.thu", &[(Post::Reception, UNIT)]).await;
        let mut chair = house.chair().await;
        let held = ["held", "leader", "reception", "administrator", "holders", "concurrent"];
        assert_eq!(all(&figures(&mut chair).await, &held), [3, 1, 1, 1, 2, 1]);
        let actor = Actor::System("acceptance");
        let handler = accounts::Held {
            post: Post::Handler,
            unit: UNIT.to_owned(),
            from: date(2026, 4, 1),
            until: Some(date(2026, 5, 31)),
        };
        house.app.give_post(&actor, desk, handler).await.expect("a post is given");
        // Held in April and May, and over before the period ends.
        let total = figures(&mut chair).await;
        assert_eq!(all(&total, &held), [3, 1, 1, 1, 2, 1]);
        let april = ASKED.replace("30/06", "30/04");
        let then = chair.get(&format!("{REPORT}/tep/json?{april}")).await.json();
        assert_eq!(all(&then["total"], &held), [4, 1, 1, 1, 2, 2]);
        assert_eq!(all(&then["total"], &["handler", "begun"]), [1, 1]);
        // Each figure opens what is behind it, and who may look after accounts gets there.
        let page = chair.get(&format!("{REPORT}?{ASKED}")).await;
        page.says(200, "người giữ cùng lúc từ hai chức danh trở lên tại một đơn vị");
        let behind = format!("{REPORT}/phia-sau?{ASKED}&column=reception");
        let page = chair.get(&behind).await;
        page.says(200, &format!("/can-bo/tai-khoan/{desk}")).says(200, "TK-");
        let (_, mut auditor) = house.officer("Kiểm Tra Thử", "kiem.tra", Post::Auditor).await;
        auditor.get(&behind).await.says(200, "Tính").never(&["/can-bo/tai-khoan/"]);
        // Ended and closed: nothing is held any more, and nothing of it is lost.
        house.app.close_account(&actor, desk).await.expect("it is closed");
        let total = figures(&mut chair).await;
        assert_eq!(all(&total, &["held", "reception", "auditor", "concurrent"]), [3, 0, 1, 1]);
        let counted = house.number(COUNTED).await;
        house.store().rebuild().await.expect("views are made anew");
        assert_eq!(house.number(COUNTED).await, counted);
        house.end().await;
    }
}
