//! After an answer: since when a decision is in force, what was carried out of it and who reads
//! that, and what an asker says aloud.

use acceptance::{Browser, House};
use accounts::Post;
use jiff::civil::date;
use petitions::petition::State;
use testkit::engines;

use super::steps;

const NAME: &str = "Phan Thị Giả Định";
const DONE: &str = "Đã trả lại lối đi và cắm mốc ngày 17/03/2026.";

/// A letter of this kind up to its answer: code and secret words.
async fn answered(house: &House, chair: &mut Browser, kind: &str) -> (String, String) {
    let what = [("kind", kind), ("matter", "land")];
    let how = [
        ("words", "Thu hồi lối đi sai diện tích."),
        ("answer", "oneself"),
        ("name", NAME),
        ("address", "Số nhà 41708, thôn Gò Dài"),
    ];
    let mut asker = house.visitor();
    let review = steps::to_review(&mut asker, &what, &how).await;
    let receipt = steps::send(&mut asker, &review).await;
    let code = steps::code(&receipt);
    steps::step(chair, &code, "classify", &what).await;
    steps::step(chair, &code, "accept", &[]).await;
    steps::step(chair, &code, "verify", &[("result", "Đã đo lại.")]).await;
    let mut answer = vec![("answer", "Trả lại lối đi.")];
    if kind == "complaint" {
        answer.push(("finding", "right"));
    }
    steps::step(chair, &code, "decide", &answer).await;
    steps::step(chair, &code, "send", &[("by", "oneself")]).await;
    (code, receipt.secret())
}

async fn opened(house: &House, (code, secret): (&str, &str)) -> Browser {
    let mut asker = house.visitor();
    let opened = asker.fill("/don", &[("code", code), ("secret", secret)]).await;
    opened.goes(&format!("/don/{code}/cua-toi"));
    asker
}

/// Which of these narrowings of the register list the letter.
async fn listed(chair: &mut Browser, code: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for effect in ["waiting", "in_force", "to_do"] {
        let page = chair.get(&format!("/can-bo/so-don?effect={effect}")).await;
        assert_eq!(page.status, 200, "{}", page.body);
        if page.body.contains(&format!("class=\"code\">{code}<")) {
            found.push(effect);
        }
    }
    found
}

#[tokio::test]
async fn a_decision_takes_effect_is_carried_out_and_everybody_reads_what_was_done() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let (code, secret) = answered(&house, &mut chair, "complaint").await;
        let case = format!("/can-bo/don/{code}");
        let page = chair.get(&case).await;
        page.says(200, "chưa có hiệu lực, đến hết ngày 16/03/2026");
        page.says(200, "chưa đến lúc: quyết định chưa có hiệu lực");
        assert_eq!(listed(&mut chair, &code).await, ["waiting"]);
        // A kept filter and a file of the register know the narrowing too.
        chair.get("/can-bo/so-don/xuat?effect=waiting").await.says(200, "hiệu lực quyết định");
        let kept = chair.get("/can-bo/so-don/bo-loc?effect=waiting").await;
        kept.says(200, "Chưa có hiệu lực");

        house.day(date(2026, 3, 17));
        let mut chair = house.chair().await;
        let page = chair.get(&case).await;
        page.says(200, "có hiệu lực từ ngày 17/03/2026").says(200, "chưa ghi việc thực hiện");
        assert_eq!(listed(&mut chair, &code).await, ["in_force", "to_do"]);
        // What was done is for everybody, and is looked at like an answer.
        let path = format!("{case}/carry_out");
        let named = "Đã gọi bà Giả Định đến nhận mốc.";
        let form = chair.get(&path).await;
        form.never(&["name=\"looked\""]);
        let held = chair.send_form(&form, &path, &[("how", named)]).await;
        held.says(422, "“Giả Định”").says(422, named).says(422, "name=\"looked\"");
        held.says(422, "Điều 7 Luật Bảo vệ dữ liệu cá nhân");
        let done = chair.send_form(&held, &path, &[("how", DONE)]).await;
        done.goes(&format!("{case}?xong=carry_out"));
        chair.get(&case).await.says(200, "đã ghi thực hiện ngày 17/03/2026").says(200, DONE);
        assert_eq!(listed(&mut chair, &code).await, ["in_force"]);
        everybody_reads(&house, (&code, &secret)).await;
        house.end().await;
    }
}

/// The finding, what was done and the asker's word stay on the public page.
async fn everybody_reads(house: &House, (code, secret): (&str, &str)) {
    let (path, json) = (format!("/don/{code}"), format!("/api/v1/petitions/{code}"));
    let page = house.visitor().get(&path).await;
    page.says(200, DONE).says(200, "Trả lại lối đi.").says(200, "Kết luận");
    page.says(200, "Người gửi chưa có ý kiến.").never(&[NAME, "41708"]);
    let told = house.visitor().get(&json).await.json();
    assert_eq!(told["carried_out"].as_str(), Some(DONE));
    assert_eq!((told["finding"].as_str(), told["solved"].as_str()), (Some("right"), None));
    let mut asker = opened(house, (code, secret)).await;
    let own = format!("{path}/cua-toi");
    let page = asker.get(&own).await;
    page.says(200, DONE);
    let said = asker.send_form(&page, &own, &[("go", "judge"), ("solved", "yes")]).await;
    said.goes(&format!("{own}?noi=judge"));
    house.visitor().get(&path).await.says(200, "Người gửi nói: đã xong.").says(200, DONE);
    // Erased, nothing of it is left for anybody.
    let read = steps::read(house, code).await;
    let actor = kernel::Actor::System("acceptance");
    petitions::desk::erase(house.store(), &actor, read, "LBVDLCN 14").await.expect("erased");
    house.visitor().get(&path).await.says(200, "đã xóa").never(&[DONE]);
}

#[tokio::test]
async fn what_an_asker_says_aloud_is_recorded_with_how_it_was_heard() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let (_, mut desk) = house.officer("Võ Minh Họa", "hoa.vo", Post::Reception).await;
        let (_, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Handler).await;
        let (code, secret) = answered(&house, &mut chair, "feedback").await;
        let (case, path) = (format!("/can-bo/don/{code}"), format!("/can-bo/don/{code}/judge"));
        assert_eq!(handler.get(&path).await.status, 403, "the desk hears askers");
        handler.get(&case).await.never(&[path.as_str()]);
        desk.get(&case).await.says(200, &path);
        desk.fill(&path, &[("solved", "no")]).await.says(422, "Lỗi:");
        let said = [("solved", "no"), ("heard", "phone"), ("rest", "Mốc bị nhổ.")];
        steps::step(&mut desk, &code, "judge", &said).await;
        let petition = steps::read(&house, &code).await.petition;
        assert_eq!(petition.state, State::Contested, "what is not solved is owed again");
        assert!(petition.debts.iter().any(|debt| debt.is_open() && debt.rule == "TD.reply"));
        desk.get(&case).await.says(200, "Nói qua điện thoại").says(200, "Mốc bị nhổ.");
        let public = house.visitor().get(&format!("/don/{code}")).await;
        public.says(200, "Cán bộ ghi theo lời nói qua điện thoại.").never(&["Mốc bị nhổ"]);
        let mut asker = opened(&house, (&code, &secret)).await;
        let own = format!("/don/{code}/cua-toi");
        let page = asker.get(&own).await;
        page.says(200, "Cán bộ ghi theo lời nói qua điện thoại.").says(200, "Mốc bị nhổ.");
        // At the desk the asker may take that back; what was written with the four words, nobody
        // but the asker makes better.
        let yes = [("solved", "yes"), ("heard", "desk")];
        steps::step(&mut desk, &code, "judge", &yes).await;
        assert_eq!(steps::read(&house, &code).await.petition.state, State::Sent);
        let page = asker.get(&own).await;
        asker.send_form(&page, &own, &[("go", "judge"), ("solved", "no")]).await;
        let refused = desk.fill(&path, &yes).await;
        refused.says(422, "Chính người gửi đã viết");
        assert_eq!(steps::read(&house, &code).await.petition.state, State::Contested);
        let page = house.visitor().get("/quyen-han").await;
        page.says(200, "lời người gửi nói hoặc viết tại bàn thì bàn tiếp dân ghi lại");
        house.end().await;
    }
}
