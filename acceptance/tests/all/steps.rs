//! What several stories do: a letter through the three steps of the page, a step of an officer.

use acceptance::house::UNIT;
use acceptance::{Browser, House, Page};
use petitions::desk::{self, Read};
use serde_json::json;

/// The road for filing.
pub const FILE: &str = "/gui-don";

/// The first two steps filled in, up to the review.
pub async fn to_review(asker: &mut Browser, what: &[(&str, &str)], how: &[(&str, &str)]) -> Page {
    let first = asker.get(FILE).await;
    let mut typed = vec![("go", "2")];
    typed.extend(what);
    let second = asker.send_form(&first, FILE, &typed).await;
    let mut typed = vec![("go", "3")];
    typed.extend(how);
    asker.send_form(&second, FILE, &typed).await
}

/// Sends what stands in the review.
pub async fn send(asker: &mut Browser, review: &Page) -> Page {
    asker.send_form(review, FILE, &[("go", "send")]).await
}

/// Files plain feedback on the page; its receipt.
pub async fn feedback(asker: &mut Browser, words: &str) -> Page {
    let review = feedback_review(asker, words).await;
    send(asker, &review).await
}

/// Files so many letters of a kind through the API, as an office does; their codes.
pub async fn filed(house: &House, kind: &str, many: usize) -> Vec<String> {
    let token = house.token().await;
    let mut codes = Vec::new();
    for n in 0..many {
        let text = format!("Việc thử số {n} ở thôn Gò Dài.");
        let body = json!({ "kind": kind, "unit": UNIT, "text": text });
        let mut office = house.visitor();
        let filed = office.post_json("/api/v1/petitions", Some(&token), &[], &body).await;
        assert_eq!(filed.status, 201, "{}", filed.body);
        codes.push(filed.json()["code"].as_str().expect("a code").to_owned());
    }
    codes
}

/// The code of a receipt.
pub fn code(receipt: &Page) -> String {
    receipt.between("href=\"/don/", "/cua-toi")
}

/// Does a step on a case and is back at the case.
pub async fn step(officer: &mut Browser, code: &str, step: &str, typed: &[(&str, &str)]) {
    let case = format!("/can-bo/don/{code}");
    let done = officer.fill(&format!("{case}/{step}"), typed).await;
    done.goes(&format!("{case}?xong={step}"));
}

/// The petition with this code as the store has it.
pub async fn read(house: &House, code: &str) -> Read {
    let digits = petitions::code::digits(code);
    let stream = petitions::store::by_digits(house.store(), &digits).await.expect("a statement");
    let read = desk::read(house.store(), &stream.expect("a petition")).await;
    read.expect("it is read").expect("it is there")
}

/// Words of the vault.
pub async fn words(house: &House, id: kernel::Id) -> String {
    let opened = house.store().words(id).await.expect("the vault opens").expect("an item");
    opened.text().expect("it is not erased")
}

/// Feedback up to its review.
pub async fn feedback_review(asker: &mut Browser, words: &str) -> Page {
    let what = [("kind", "feedback"), ("matter", "water")];
    to_review(asker, &what, &[("words", words), ("answer", "oneself")]).await
}
