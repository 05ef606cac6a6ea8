//! What an answer may not tell everybody: who asks, by which number, from which house.

use acceptance::House;
use accounts::Post;
use testkit::engines;

use super::steps;

const NAME: &str = "Phan Thị Giả Định";
/// Typed without marks and in small letters, with other gaps, as an officer in a hurry would.
const BARE: &str = "Tra loi phan thi gia dinh, so dien thoai 0900.000.118, so nha 41708.";
const CLEAN: &str = "Đã nạo vét mương trước nhà văn hóa thôn Gò Dài.";

/// Feedback of somebody who gave name, telephone and address, accepted by the chair.
async fn accepted(house: &House, chair: &mut acceptance::Browser) -> String {
    let what = [("kind", "feedback"), ("matter", "water")];
    let how = [
        ("words", "Mương bị lấp."),
        ("place", "thôn Gò Dài"),
        ("answer", "sms"),
        ("name", NAME),
        ("phone", "0900 000 118"),
        ("address", "Số nhà 41708, thôn Gò Dài"),
    ];
    let mut asker = house.visitor();
    let review = steps::to_review(&mut asker, &what, &how).await;
    let code = steps::code(&steps::send(&mut asker, &review).await);
    steps::step(chair, &code, "classify", &[("kind", "feedback"), ("matter", "water")]).await;
    steps::step(chair, &code, "accept", &[]).await;
    code
}

async fn everybody_reads(house: &House, code: &str, words: &str, never: &[&str]) {
    let page = house.visitor().get(&format!("/don/{code}")).await;
    page.says(200, words).never(never);
    let json = house.visitor().get(&format!("/api/v1/petitions/{code}")).await;
    json.says(200, words).never(never);
}

#[tokio::test]
async fn an_answer_with_the_asker_s_name_telephone_or_house_is_mended_or_looked_at() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let code = accepted(&house, &mut chair).await;
        let decide = format!("/can-bo/don/{code}/decide");
        let form = chair.get(&decide).await;
        form.says(200, "Nội dung trả lời").never(&["name=\"looked\""]);

        // Named, with what was typed kept, and nothing recorded.
        let held = chair.send_form(&form, &decide, &[("answer", BARE)]).await;
        held.says(422, "“phan thi gia dinh”, “0900.000.118”, “so nha 41708”");
        held.says(422, BARE).says(422, "name=\"looked\"");
        held.says(422, "Điều 7 Luật Bảo vệ dữ liệu cá nhân");
        // What was found is the officer's own text: the vault's spelling is not shown.
        held.never(&[NAME, "0900 000 118"]);
        let decided = "SELECT COUNT(*) FROM journal WHERE kind = 'petition.decided'";
        assert_eq!(house.number(decided).await, 0);

        // Mended, it goes through without a word.
        let done = chair.send_form(&held, &decide, &[("answer", CLEAN)]).await;
        done.goes(&format!("/can-bo/don/{code}?xong=decide"));
        steps::step(&mut chair, &code, "send", &[("by", "sms")]).await;
        everybody_reads(&house, &code, CLEAN, &[NAME, "41708", "0900"]).await;

        // Looked at and let through, it is recorded as looked at, without the words.
        let code = accepted(&house, &mut chair).await;
        let decide = format!("/can-bo/don/{code}/decide");
        let looked = [("answer", BARE), ("looked", "1")];
        chair.fill(&decide, &looked).await.goes(&format!("/can-bo/don/{code}?xong=decide"));
        steps::step(&mut chair, &code, "send", &[("by", "sms")]).await;
        everybody_reads(&house, &code, BARE, &[NAME]).await;
        let body = "SELECT COUNT(*) FROM journal WHERE kind = 'petition.decided' AND ";
        let yes = format!("{body} body LIKE '%\"looked\":true%'");
        assert_eq!((house.number(decided).await, house.number(&yes).await), (2, 1));
        let words = format!("{body} body LIKE '%41708%'");
        assert_eq!(house.number(&words).await, 0);
        house.end().await;
    }
}

#[tokio::test]
async fn an_answer_that_nobody_looked_at_is_looked_at_when_it_is_sent() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let (_, mut desk) = house.officer("Võ Minh Họa", "hoa.vo", Post::Reception).await;
        let code = accepted(&house, &mut chair).await;
        // As an answer stands that was given before anybody looked for persons in it.
        let read = steps::read(&house, &code).await;
        let act = petitions::desk::Act::Decide(BARE.into(), None, false);
        let today = house.store().clock().today();
        let change = petitions::desk::step(house.store(), read, act, today).expect("a change");
        let actor = kernel::Actor::Account(house.chair.expect("a chair"));
        house.store().commit(&actor, vec![change]).await.expect("it is recorded");

        let path = format!("/can-bo/don/{code}/send");
        let form = desk.get(&path).await;
        let held = desk.send_form(&form, &path, &[("by", "sms")]).await;
        held.says(422, "“so nha 41708”").says(422, "name=\"looked\"");
        house.visitor().get(&format!("/don/{code}")).await.never(&["41708"]);
        let done = desk.send_form(&held, &path, &[("by", "sms"), ("looked", "1")]).await;
        done.goes(&format!("/can-bo/don/{code}?xong=send"));
        let yes = "SELECT COUNT(*) FROM journal WHERE kind = 'petition.sent' \
                   AND body LIKE '%\"looked\":true%'";
        assert_eq!(house.number(yes).await, 1);
        house.end().await;
    }
}
