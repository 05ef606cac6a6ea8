//! An officer's journey by keyboard: today, classify, assign, accept, verify, decide, send; and
//! what the resident says of it.

use e2e::browser::Browser;

use super::{journey, resident, sign_in, sound};

/// Opens a step from the case page and comes to its form.
async fn step(browser: &Browser, code: &str, step: &str) {
    browser.go(&format!("/can-bo/don/{code}")).await;
    browser.tab_to(&format!("main a[href$='/{step}']")).await;
    browser.enter().await;
    sound(browser).await;
}

/// Sends the step's form.
async fn send(browser: &Browser, code: &str) {
    browser.tab_to("main form button.btn").await;
    browser.enter().await;
    assert_eq!(browser.path().await, format!("/can-bo/don/{code}"), "the step was taken");
    sound(browser).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_petition_is_worked_to_its_answer_by_keyboard_and_the_resident_says_not_solved() {
    let Some((_alone, house, browser)) = journey().await else { return };
    browser.size(1280, 900).await;
    let (code, secret) = resident::file(&browser).await;
    sign_in(&browser, &house, "chutich").await;
    assert_eq!(browser.path().await, "/can-bo/hom-nay");
    sound(&browser).await;

    // From today's page to the case by its code, and from there to the step: no mouse, no address.
    browser.tab_to("#q").await;
    browser.keys(&code).await;
    browser.enter().await;
    assert_eq!(browser.path().await, format!("/can-bo/don/{code}"));
    sound(&browser).await;
    browser.tab_to("main a[href$='/classify']").await;
    browser.enter().await;
    sound(&browser).await;
    let chosen = "return document.querySelector('[name=kind]:checked') !== null";
    assert_eq!(browser.run(chosen).await, true, "what the resident chose is offered");
    send(&browser, &code).await;
    step(&browser, &code, "assign").await;
    browser.tab_to("#to").await;
    browser.keys("\u{e015}").await;
    send(&browser, &code).await;
    step(&browser, &code, "accept").await;
    send(&browser, &code).await;
    step(&browser, &code, "verify").await;
    browser.tab_to("#result").await;
    browser.keys("Đã đến tận nơi; mương bị lấp khoảng mười mét.").await;
    send(&browser, &code).await;
    step(&browser, &code, "decide").await;
    browser.tab_to("#answer").await;
    browser.keys("Xã đã cho nạo vét đoạn mương bị lấp.").await;
    send(&browser, &code).await;
    step(&browser, &code, "send").await;
    send(&browser, &code).await;

    resident::open(&browser, &code, &secret).await;
    assert!(browser.words("main").await.contains("Xã đã cho nạo vét"), "the answer has arrived");
    browser.click("input[name=solved][value=no]").await;
    browser.fill("#rest", "Đoạn sau nhà kho vẫn bị lấp.").await;
    browser.follow("button[name=go][value=judge]").await;
    assert!(browser.words("main").await.contains("chưa xong"), "it is kept as the resident said");
    sound(&browser).await;
    browser.close().await;
}
