//! Letters that may be about one matter: an officer is told why, joins them or sets them apart,
//! and can take both back. Nobody else sees any of it, and no name plays a part.

use acceptance::{Browser, House, Page};
use testkit::engines;

use super::steps;

const TEXT: &str = "Đề nghị xã cho biết bao giờ sửa cống thoát nước đầu xóm, nước tràn vào nhà mỗi \
    khi mưa to, trẻ em đi học phải lội qua";

/// Files the text with an ending; the receipt.
async fn letter(house: &House, ending: &str) -> Page {
    steps::feedback(&mut house.visitor(), &format!("{TEXT} {ending}")).await
}

async fn press(officer: &mut Browser, code: &str, step: &str) {
    let path = format!("/can-bo/don/{code}");
    let page = officer.get(&path).await;
    let done = officer.send_form(&page, &format!("{path}/{step}"), &[]).await;
    done.goes(&format!("{path}?xong={step}"));
}

#[tokio::test]
async fn letters_that_are_alike_are_suggested_with_reasons_and_both_answers_can_be_undone() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let first = steps::code(&letter(&house, "tổ 1.").await);
        let other = steps::code(&steps::feedback(&mut house.visitor(), "Đèn tắt.").await);
        let receipt = letter(&house, "tổ 5.").await;
        let (second, secret) = (steps::code(&receipt), receipt.secret());
        let case = format!("/can-bo/don/{second}");
        let page = chair.get(&case).await;
        page.says(200, "Đơn có thể cùng vụ việc").says(200, &format!("Nhập vào {first}"));
        page.says(200, "nội dung giống 9").says(200, "đơn trước chưa xong").never(&[&other]);
        // The earlier letter is not troubled with the later one, and the public with neither.
        chair.get(&format!("/can-bo/don/{first}")).await.never(&[&second]);
        let public = format!("/don/{second}");
        house.visitor().get(&public).await.never(&[&first, "cùng vụ việc"]);

        press(&mut chair, &second, "apart").await;
        let apart = chair.get(&case).await;
        apart.never(&[&format!("Nhập vào {first}")]).says(200, "đã ghi là việc khác");
        press(&mut chair, &second, "apart").await;
        chair.get(&case).await.says(200, &format!("Nhập vào {first}"));

        press(&mut chair, &second, "link").await;
        let lead = chair.get(&format!("/can-bo/don/{first}")).await;
        lead.says(200, "1 đơn đã nhập vào vụ việc này").says(200, &second);
        let all = chair.get("/can-bo/so-don").await;
        all.says(200, &second).says(200, &first);
        chair.get("/can-bo/so-don?only=cases").await.says(200, &first).never(&[&second]);
        answer(&house, &mut chair, &first, &second, &secret).await;
        house.store().verify().await.expect("the journal and its views agree");
        house.end().await;
    }
}

/// The case is answered: the letter's own sender reads it, without learning of the other letter.
async fn answer(house: &House, chair: &mut Browser, first: &str, second: &str, secret: &str) {
    let mut asker = house.visitor();
    let typed = [("code", second), ("secret", secret)];
    asker.fill("/don", &typed).await.goes(&format!("/don/{second}/cua-toi"));
    let waiting = asker.get(&format!("/don/{second}/cua-toi")).await;
    waiting.says(200, "xử lý chung").never(&[first, "Xã sửa cống"]);
    let kind = [("kind", "feedback"), ("matter", "water")];
    steps::step(chair, first, "classify", &kind).await;
    steps::step(chair, first, "accept", &[]).await;
    steps::step(chair, first, "decide", &[("answer", "Xã sửa cống trong tháng 3.")]).await;
    asker.get(&format!("/don/{second}/cua-toi")).await.never(&["Xã sửa cống"]);
    steps::step(chair, first, "send", &[("by", "oneself")]).await;
    let answered = asker.get(&format!("/don/{second}/cua-toi")).await;
    answered.says(200, "Xã sửa cống trong tháng 3.").never(&[first]);
}

#[tokio::test]
async fn an_earlier_code_that_the_writer_names_is_looked_for_and_is_a_reason() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let first = steps::code(&steps::feedback(&mut house.visitor(), "Cầu treo mục ván.").await);
        let typed = first.to_lowercase().replace('-', " ");
        let words = format!("Đơn trước của tôi mã {typed}, đến nay chưa thấy ai xuống xem.");
        let second = steps::code(&steps::feedback(&mut house.visitor(), &words).await);
        let page = chair.get(&format!("/can-bo/don/{second}")).await;
        page.says(200, &format!("Nhập vào {first}")).says(200, "gửi nhắc mã đơn ấy");
        page.says(200, "nhiều khả năng");
        // From the case that leads, the letters that name it are found too.
        let list = chair.get(&format!("/can-bo/cung-viec?vao={first}")).await;
        list.says(200, &format!("value=\"{second}\"")).says(200, "gửi nhắc mã đơn ấy");
        // A code that nobody has, and a letter that names none, earn nothing.
        let other = "Xin hỏi đơn mã TT-0000-00 đã xử lý chưa, tôi không nhớ rõ.";
        let third = steps::code(&steps::feedback(&mut house.visitor(), other).await);
        chair.get(&format!("/can-bo/don/{third}")).await.never(&["nhắc mã đơn"]);
        house.end().await;
    }
}

#[tokio::test]
async fn erased_words_are_not_compared_any_more() {
    for engine in engines() {
        let house = House::open(engine).await;
        let mut chair = house.chair().await;
        let first = steps::code(&letter(&house, "tổ 1.").await);
        let second = steps::code(&letter(&house, "tổ 5.").await);
        let said = format!("Nhập vào {first}");
        chair.get(&format!("/can-bo/don/{second}")).await.says(200, &said);
        let read = steps::read(&house, &first).await;
        let actor = kernel::Actor::System("test");
        petitions::desk::erase(house.store(), &actor, read, "PDPL 14").await.expect("erased");
        chair.get(&format!("/can-bo/don/{second}")).await.never(&[&said]);
        house.end().await;
    }
}
