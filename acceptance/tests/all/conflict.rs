//! Two officers at once: one wins, the other sees what happened and loses no word.

use acceptance::House;
use accounts::Post;
use testkit::engines;

use super::steps;

#[tokio::test]
async fn of_two_who_act_at_once_the_second_sees_the_first_and_keeps_what_was_typed() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let (_, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let code = steps::code(&steps::feedback(&mut house.visitor(), "Mương bị lấp.").await);
        let case = format!("/can-bo/don/{code}");
        steps::step(&mut handler, &code, "classify", &[("kind", "feedback"), ("matter", "water")])
            .await;
        steps::step(&mut chair, &code, "accept", &[]).await;
        let path = format!("{case}/verify");
        let (first, second) = (handler.get(&path).await, chair.get(&path).await);
        let (one, two) = tokio::join!(
            handler.send_form(&first, &path, &[("result", "Đã ra hiện trường.")]),
            chair.send_form(&second, &path, &[("result", "Đất lấp 12 m, cần máy xúc.")]),
        );
        let (lost, who, typed) = match (one.status, two.status) {
            (303, 409) => (two, "Trần Thị Thử", "Đất lấp 12 m, cần máy xúc."),
            (409, 303) => (one, "Lê Ví Dụ", "Đã ra hiện trường."),
            other => panic!("{other:?}: exactly one of two must win"),
        };
        lost.says(409, "Có việc mới trên đơn này").says(409, who).says(409, typed);
        let facts = house.number("SELECT COUNT(*) FROM journal WHERE kind = 'petition.verified'");
        assert_eq!(facts.await, 1);

        // One after the other: the loser's form knows the case as it is now.
        let decide = format!("{case}/decide");
        let late = chair.get(&decide).await;
        let (_, mut second_leader) = house.officer("Hồ Văn Nháp", "nhap.ho", Post::Leader).await;
        let account = house.chair.unwrap().to_string();
        steps::step(&mut second_leader, &code, "assign", &[("to", &account)]).await;
        let answer = [("answer", "Xã nạo vét trước 20/03.")];
        let told = chair.send_form(&late, &decide, &answer).await;
        told.says(409, "Hồ Văn Nháp").says(409, "Xã nạo vét trước 20/03.");
        let done = chair.send_form(&told, &decide, &answer).await;
        done.goes(&format!("{case}?xong=decide"));
        house.end().await;
    }
}

#[tokio::test]
async fn the_asker_who_is_late_keeps_the_words_too() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let mut asker = house.visitor();
        let code = steps::code(&steps::feedback(&mut asker, "Mương bị lấp.").await);
        for (step, typed) in [
            ("classify", &[("kind", "feedback"), ("matter", "water")][..]),
            ("accept", &[]),
            ("decide", &[("answer", "Đã nạo vét.")]),
            ("send", &[("by", "oneself")]),
        ] {
            steps::step(&mut chair, &code, step, typed).await;
        }
        let own = format!("/don/{code}/cua-toi");
        let page = asker.get(&own).await;
        let no = [("go", "judge"), ("solved", "no"), ("rest", "Còn 4 mét.")];
        assert_eq!(asker.send_form(&page, &own, &no).await.status, 303);
        let yes = [("go", "judge"), ("solved", "partly"), ("rest", "Còn 2 mét.")];
        let late = asker.send_form(&page, &own, &yes).await;
        late.says(409, "Còn 2 mét.").says(409, "chưa được ghi");
        assert_eq!(asker.send_form(&late, &own, &yes).await.status, 303);
        let judged = "SELECT COUNT(*) FROM petitions WHERE solved = 'partly'";
        assert_eq!(house.number(judged).await, 1, "the newest counts");
        house.end().await;
    }
}
