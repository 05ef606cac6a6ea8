//! The forms that a browser keeps for when there is no line: named to whoever may fill them in
//! today, and to nobody else; their copies are made and given out in a browser (`e2e`).

use acceptance::House;
use accounts::Post;
use serde_json::json;
use testkit::engines;

use super::permissions::{dialogue, reception, village};

const LIST: &str = "/can-bo/mat-mang.json";

#[tokio::test]
async fn the_forms_of_today_are_named_to_whoever_may_fill_them_in() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        assert_eq!(chair.get(LIST).await.json()["forms"], json!([]));
        let (session, _) = reception(&house, 30).await;
        let village = village(&house, 30).await;
        let [dialogue, ..] = dialogue(&house, 30).await;
        let list = chair.get(LIST).await;
        list.says(200, "Bản lưu trên máy này lúc");
        let forms = list.json()["forms"].to_string();
        for form in [
            format!("/can-bo/tiep-dan/phien/{session}/ban"),
            format!("/can-bo/doi-thoai/buoi/{dialogue}/ghi"),
            format!("/can-bo/hop-thon/{village}/record"),
        ] {
            assert!(forms.contains(&form), "{form} is not in {forms}");
            chair.get(&form).await.says(200, "id=\"giu\"");
        }
        let (_, mut auditor) = house.officer("Đặng Văn Mẫu", "giam.sat", Post::Auditor).await;
        assert_eq!(auditor.get(LIST).await.json()["forms"], json!([]));
        assert_eq!(house.visitor().get(LIST).await.status, 303);
        let worker = house.visitor().get("/can-bo/mat-mang.js").await;
        assert_eq!(worker.header("content-type"), Some("text/javascript; charset=utf-8"));
        assert_eq!(worker.header("cache-control"), Some("no-cache"));
        house.end().await;
    }
}
