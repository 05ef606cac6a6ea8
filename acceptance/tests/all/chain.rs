//! Chain letters: many letters of one text joined to one case in one act, with a look before and a
//! way back; each stays a letter of its own; on both engines.

use acceptance::{Browser, House};
use accounts::Post;
use testkit::engines;

use super::steps;

const PAGE: &str = "/can-bo/cung-viec";
const TEXT: &str = "Đề nghị xã cho biết bao giờ sửa cầu treo đầu thôn, trẻ em đi học phải đi vòng \
    bốn cây số, mùa mưa nước lên không ai dám qua";

async fn letter(house: &House, ending: &str) -> String {
    steps::code(&steps::feedback(&mut house.visitor(), &format!("{TEXT} {ending}")).await)
}

/// Sends the list's form with these letters.
async fn choose(officer: &mut Browser, lead: &str, codes: &[&str], go: &str) -> acceptance::Page {
    let page = officer.get(&format!("{PAGE}?vao={lead}")).await;
    let mut typed = vec![("same", "chain"), ("go", go)];
    typed.extend(codes.iter().map(|code| ("case", *code)));
    officer.send_form(&page, PAGE, &typed).await
}

#[tokio::test]
async fn many_letters_of_one_text_are_joined_after_a_look_and_taken_out_again() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let lead = letter(&house, "hộ số 1").await;
        let others = [letter(&house, "hộ số 2").await, letter(&house, "hộ số 3").await];
        let far = steps::code(&steps::feedback(&mut house.visitor(), "Đèn tắt.").await);
        // Suggested on the officer's screen only, and only what is alike.
        let case = chair.get(&format!("/can-bo/don/{lead}")).await;
        case.says(200, &format!("{PAGE}?vao={lead}"));
        let list = chair.get(&format!("{PAGE}?vao={lead}")).await;
        for other in &others {
            list.says(200, &format!("value=\"{other}\""));
        }
        list.never(&[&format!("value=\"{far}\"")]);
        let nothing = choose(&mut chair, &lead, &[], "preview").await;
        nothing.says(422, "Chưa chọn việc nào.");
        // A look writes nothing, and says who reads what and which clocks end.
        let both = [others[0].as_str(), others[1].as_str()];
        let look = choose(&mut chair, &lead, &both, "preview").await;
        look.says(200, "Sẽ nhập 2 trong 2 đơn").says(200, "hết theo dõi riêng");
        look.says(200, "Không người gửi nào thấy tên, lời hay mã đơn của người khác.");
        let joined = "SELECT COUNT(*) FROM petitions WHERE lead <> ''";
        assert_eq!(house.number(joined).await, 0);
        let done = chair.send_form(&look, PAGE, &[("go", "do")]).await;
        done.says(200, "Đã nhập 2 trong 2 đơn");
        assert_eq!(house.number(joined).await, 2);
        let register = chair.get("/can-bo/so-don").await;
        register.says(200, &others[0]).says(200, &others[1]).says(200, &lead);
        chair.get("/can-bo/so-don?only=cases").await.says(200, &lead).never(&both);
        let open = "SELECT COUNT(*) FROM duties WHERE closed_on IS NULL";
        let owed = house.number(open).await;
        // One of them is worked on meanwhile: it stays, the other is taken out again.
        steps::step(&mut chair, both[1], "note", &[("words", "Đã gọi cho người gửi.")]).await;
        let undone = chair.send_form(&done, PAGE, &[("go", "undo")]).await;
        undone.says(200, "Đã bỏ nhập 1 trong 2 đơn").says(200, "Người khác vừa ghi một việc");
        assert_eq!(house.number(joined).await, 1);
        assert!(house.number(open).await > owed, "its own clocks run again");
        house.end().await;
    }
}

#[tokio::test]
async fn a_code_that_was_not_suggested_is_typed_and_a_joined_letter_leads_nobody() {
    let house = House::open(engines()[0]).await;
    let mut chair = house.chair().await;
    let lead = letter(&house, "hộ số 1").await;
    let other = steps::code(&steps::feedback(&mut house.visitor(), "Cầu hỏng.").await);
    let page = chair.get(&format!("{PAGE}?vao={lead}")).await;
    let wrong = [("codes", "TT-x"), ("same", "duplicate")];
    chair.send_form(&page, PAGE, &wrong).await.says(422, "TT-x");
    let typed = [("codes", other.as_str()), ("same", "duplicate")];
    let look = chair.send_form(&page, PAGE, &typed).await;
    look.says(200, "Sẽ nhập 1 trong 1 đơn");
    chair.send_form(&look, PAGE, &[("go", "do")]).await.says(200, "Đã nhập 1 trong 1 đơn");
    let joined = chair.get(&format!("{PAGE}?vao={other}")).await;
    joined.says(409, &lead);
    let (_, mut handler) = house.officer("Trần Thị Thử", "thu.tran", Post::Auditor).await;
    assert_eq!(handler.get(&format!("{PAGE}?vao={lead}")).await.status, 403);
    house.end().await;
}
