//! Figures to look at: each drawing stands beside its numbers, the change of units is marked, and
//! the units of a province stand as tiles.

use acceptance::House;
use acceptance::house::{PROVINCE, UNIT};
use accounts::Post;
use jiff::civil::date;
use serde_json::json;
use testkit::engines;

const LOOK: &str = "/can-bo/bao-cao/nhin";

#[tokio::test]
async fn two_years_of_months_stand_beside_their_drawing() {
    for engine in engines() {
        let house = House::open(engine).await;
        let token = house.token().await;
        for (month, many) in [(2, 3), (3, 1)] {
            house.day(date(2026, month, 13));
            for n in 0..many {
                let text = format!("Việc thử số {n}.");
                let body = json!({ "kind": "complaint", "unit": UNIT, "text": text });
                let mut office = house.visitor();
                let filed = office.post_json("/api/v1/petitions", Some(&token), &[], &body).await;
                assert_eq!(filed.status, 201, "{}", filed.body);
            }
        }
        house.day(date(2026, 3, 16));
        let mut chair = house.chair().await;
        let page = chair.get(&format!("{LOOK}?form=don-thu&show=complaints")).await;
        page.says(200, "12 tháng gần nhất: 4 đơn; 12 tháng trước đó: 0 đơn.")
            .says(200, "Cao nhất: 3 đơn, tháng 2 năm 2026.")
            .says(200, "Từ 01/07/2025: sắp xếp đơn vị hành chính.")
            .says(200, "<path class=\"mark\" d=\"M300 0V120\"/>")
            .says(200, "role=\"img\" aria-label=\"Cao nhất");
        assert_eq!(page.body.matches("<rect class=\"now\" x=").count(), 24, "{}", page.body);
        assert!(!page.body.contains("class=\"tiles\""), "a commune has no communes");
        chair.get(LOOK).await.says(200, "Nhìn số liệu");
        chair.get(&format!("{LOOK}?show=khong-co&form=don-thu")).await.says(200, "24 tháng");
        let (_, mut admin) = house.officer("Lê Ví Dụ", "du.le", Post::Administrator).await;
        admin.get(LOOK).await.says(403, "");
        house.end().await;
    }
}

#[tokio::test]
async fn the_units_of_a_province_stand_as_tiles_with_their_figures() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        house.day(date(2026, 3, 16));
        let mut chair = house.chair().await;
        let page = chair.get(&format!("{LOOK}?form=don-thu")).await;
        page.says(200, "<ol class=\"tiles\">").says(200, "Xã Thăng Trường <b>0</b>");
        page.says(200, "class=\"ink k0\"").says(200, "0: ");
        let tiles = page.body.matches("<li><a class=\"ink").count();
        let today = units::Gazetteer::shared().current(PROVINCE).unwrap();
        assert_eq!(tiles, units::Gazetteer::shared().children(today.id(), None).len());
        house.end().await;
    }
}
