//! The machine's clock is set back: nothing is dated before its own beginning.

use acceptance::House;
use accounts::Post;
use jiff::civil::date;
use testkit::engines;

use super::steps;

#[tokio::test]
async fn a_step_before_its_petition_s_receipt_is_refused() {
    for engine in engines() {
        let house = House::open(engine).await;
        let code = steps::code(&steps::feedback(&mut house.visitor(), "Mương bị lấp.").await);
        house.day(date(2026, 2, 10));
        // The chair's own post begins on the 12th; this one's is older.
        let (_, mut leader) = house.officer("Hồ Văn Nháp", "nhap.ho", Post::Leader).await;
        let path = format!("/can-bo/don/{code}/classify");
        let typed = [("kind", "complaint"), ("matter", "land")];
        let refused = leader.fill(&path, &typed).await;
        assert!((400..500).contains(&refused.status), "{}", refused.status);
        refused.says(refused.status, "Đồng hồ của máy chủ đang chỉ trước ngày nhận đơn");
        refused.says(refused.status, "value=\"complaint\" checked");
        // A letter that comes in meanwhile is not turned away.
        steps::feedback(&mut house.visitor(), "Đèn hỏng.").await.says(201, "Đã nhận đơn");
        house.store().verify().await.unwrap();
        house.day(date(2026, 2, 12));
        let mut leader = house.sign_in("nhap.ho").await;
        steps::step(&mut leader, &code, "classify", &typed).await;
        house.end().await;
    }
}
