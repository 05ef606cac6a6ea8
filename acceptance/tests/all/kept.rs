//! An officer's kept filters of the register: kept, named anew, lent to the unit, dropped and kept
//! again; on both engines.

use acceptance::House;
use acceptance::house::UNIT;
use accounts::Post;
use testkit::engines;

const PAGE: &str = "/can-bo/so-don/bo-loc";
const FILTER: &str = "kind=complaint&due=late";

#[tokio::test]
async fn a_filter_is_kept_under_a_name_and_only_its_officer_sees_it_until_it_is_lent() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let (_, mut other) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        // What was typed to search for may be a name: it is not offered for keeping.
        let register = chair.get(&format!("/can-bo/so-don?q=phan+thi&{FILTER}")).await;
        let keep = register.between("class=\"quiet\" href=\"", "\"").replace("&amp;", "&");
        assert_eq!(keep, format!("{PAGE}?unit={UNIT}&{FILTER}"));
        let page = chair.get(&keep).await;
        page.says(200, "Khiếu nại").says(200, "Quá hạn");
        let nameless = chair.send_form(&page, PAGE, &[("name", " ")]).await;
        nameless.says(422, "Chưa đặt tên cho bộ lọc.").says(422, "kind=complaint");
        let named = [("name", "Khiếu nại quá hạn")];
        let kept = chair.send_form(&nameless, PAGE, &named).await;
        let there = format!("/can-bo/so-don?unit={UNIT}&{FILTER}");
        kept.goes(&there);
        chair.get(&there).await.says(200, "aria-current=\"page\">Khiếu nại quá hạn</a>");
        chair.get("/can-bo/hom-nay").await.says(200, ">Khiếu nại quá hạn</a>");
        other.get("/can-bo/so-don").await.never(&["Khiếu nại quá hạn"]);
        // Another name; lent to the unit; its colleagues see it and cannot change it.
        let list = chair.get(PAGE).await;
        let renamed = [("go", "rename"), ("name", "Trễ hạn")];
        chair
            .send_form(&list, PAGE, &renamed)
            .await
            .goes(&format!("{PAGE}?unit={UNIT}&xong=renamed"));
        let list = chair.get(PAGE).await;
        list.says(200, "Trễ hạn").never(&["Khiếu nại quá hạn"]);
        chair.send_form(&list, PAGE, &[("go", "share")]).await.says(303, "");
        other.get("/can-bo/hom-nay").await.says(200, ">Trễ hạn</a>");
        let lent = other.get(PAGE).await;
        lent.says(200, "cho dùng chung").never(&["value=\"drop\"", "value=\"unshare\""]);
        let whose = list.hidden("whose");
        let (seal, n) = (lent.between("name=\"_seal\" value=\"", "\""), list.hidden("n"));
        let fields = |go: &str| {
            let all = [("_seal", seal.as_str()), ("n", &n), ("whose", &whose), ("go", go)];
            all.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
        };
        assert_eq!(other.post(PAGE, &fields("unshare")).await.status, 403);
        other.post(PAGE, &fields("drop")).await.says(200, "");
        other.get("/can-bo/so-don").await.says(200, ">Trễ hạn</a>");
        house.end().await;
    }
}

#[tokio::test]
async fn what_was_dropped_is_kept_again_and_its_old_name_is_destroyed() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let page = chair.get(&format!("{PAGE}?{FILTER}&sort=due")).await;
        let typed = [("name", "Trễ hạn"), ("shared", "1")];
        chair.send_form(&page, PAGE, &typed).await.says(303, "");
        let list = chair.get(PAGE).await;
        let dropped = chair.send_form(&list, PAGE, &[("go", "drop")]).await;
        dropped.says(200, "Đã bỏ bộ lọc “Trễ hạn”.");
        chair.get("/can-bo/so-don").await.never(&["Trễ hạn"]);
        assert_eq!(house.number("SELECT COUNT(*) FROM register_views").await, 0);
        chair
            .send_form(&dropped, PAGE, &[])
            .await
            .goes(&format!("/can-bo/so-don?unit={UNIT}&{FILTER}&sort=due"));
        let shared = "SELECT COUNT(*) FROM register_views WHERE unit <> ''";
        assert_eq!(house.number(shared).await, 1, "it is lent as it was");
        house.end().await;
    }
}

#[tokio::test]
async fn an_officer_keeps_so_many_filters_and_is_told_how_many() {
    let house = House::open(engines()[0]).await;
    let mut chair = house.chair().await;
    for n in 0..20 {
        let page = chair.get(&format!("{PAGE}?{FILTER}")).await;
        let name = format!("Bộ lọc {n}");
        chair.send_form(&page, PAGE, &[("name", &name)]).await.says(303, "");
    }
    let page = chair.get(&format!("{PAGE}?{FILTER}")).await;
    let over = chair.send_form(&page, PAGE, &[("name", "Một bộ nữa")]).await;
    over.says(422, "Mỗi người lưu nhiều nhất 20 bộ lọc").says(422, "Một bộ nữa");
    house.end().await;
}
