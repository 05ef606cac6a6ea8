//! Figures to look at: each drawing stands beside its numbers, the change of units is marked, and
//! the units of a province stand as tiles.

use acceptance::House;
use acceptance::house::{PROVINCE, UNIT};
use accounts::Post;
use jiff::civil::date;
use petitions::kind::Kind;
use serde_json::json;
use testkit::engines;

use super::privacy::{file, filing};

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
            .says(200, "<path class=\"mark\" d=\"M420 0V120\"/>")
            .says(200, "Từ 01/01/2026 áp dụng: ")
            .says(200, "Luật Bảo vệ dữ liệu cá nhân")
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
        let gazetteer = units::Gazetteer::shared();
        let below = gazetteer.children(gazetteer.current(PROVINCE).unwrap().id(), None);
        let other = below.iter().find(|unit| unit.id().code() != UNIT).expect("another commune");
        house.day(date(2026, 2, 13));
        for unit in [UNIT, UNIT, other.id().code().as_str()] {
            let mut complaint = filing(Kind::Complaint, "Tôi không đồng ý.");
            complaint.unit = unit.to_owned();
            file(&house, complaint).await;
        }
        house.day(date(2026, 3, 16));
        let mut chair = house.chair().await;
        let page = chair.get(&format!("{LOOK}?form=don-thu&show=complaints")).await;
        page.says(200, "<ol class=\"tiles\">")
            .says(200, "12 tháng gần nhất: 3 đơn; 12 tháng trước đó: 0 đơn.")
            .says(200, "Cao nhất: 3 đơn, tháng 2 năm 2026.");
        // The more, the higher its ink; each unit once, whatever stands on it.
        let tiles: Vec<&str> = page.body.split("<li><a class=\"ink ").skip(1).collect();
        assert_eq!(tiles.len(), below.len());
        let tile = |name: &str, n: i64| {
            let mark = format!(">{name} <b>{n}</b></a>");
            let found = tiles.iter().find(|tile| tile.contains(&mark));
            *found.unwrap_or_else(|| panic!("“{mark}” is not in {}", page.body))
        };
        let own = tile("Xã Thăng Trường", 2);
        assert!(own.starts_with("k2\""), "{own}");
        assert!(tile(&other.title(), 1).starts_with("k1\""));
        assert_eq!(tiles.iter().filter(|tile| tile.starts_with("k0\"")).count(), below.len() - 2);
        let legend = [(0, below.len() - 2), (1, 1), (2, 1)];
        for (n, units) in legend {
            page.says(200, &format!("class=\"ink k{n}\""))
                .says(200, &format!("{n}: {units} đơn vị"));
        }
        // A tile leads to the same figure of its unit, which has no map.
        let href = own.split("href=\"").nth(1).and_then(|rest| rest.split('"').next());
        let theirs = chair.get(&href.expect("an address").replace("&#38;", "&")).await;
        theirs.says(200, "12 tháng gần nhất: 2 đơn").never(&["class=\"tiles\""]);
        house.end().await;
    }
}

#[tokio::test]
async fn outlines_that_an_operator_brought_become_a_map_beside_the_tiles() {
    for engine in engines() {
        let house = House::open_for(engine, PROVINCE).await;
        house.day(date(2026, 2, 13));
        let mut complaint = filing(Kind::Complaint, "Tôi không đồng ý.");
        complaint.unit = UNIT.to_owned();
        file(&house, complaint).await;
        house.day(date(2026, 3, 16));
        let mut chair = house.chair().await;
        let asked = format!("{LOOK}?form=don-thu&show=complaints");
        chair.get(&asked).await.says(200, "class=\"tiles\"").never(&["class=\"chart\""]);
        let ring = vec![[10_830_000, 1_570_000], [10_840_000, 1_570_000], [10_840_000, 1_574_000]];
        let outline = units::outline::Outline { rings: vec![ring] };
        let actor = kernel::Actor::System("acceptance");
        let drawn = units::outline::draw(house.store(), &actor, UNIT, &outline).await;
        drawn.expect("the outline is recorded");
        let page = chair.get(&asked).await;
        page.says(200, "<svg class=\"chart\" viewBox=\"0 0 ")
            .says(200, "<title>Xã Thăng Trường: 1</title>")
            .says(200, "Chưa có đường ranh của ")
            .says(200, "class=\"tiles\"");
        assert_eq!(page.body.matches("<path class=\"k1\" d=\"M").count(), 1, "{}", page.body);
        house.end().await;
    }
}
