//! A form that was never opened before the line was lost: its copy is there, without anybody's
//! name; what is written waits on the device, each visitor once; and nothing is kept once the
//! officer has signed out but what waits to be sent, which the page says.

use e2e::browser::Browser;

use super::desk::{begin, until, visits};
use super::{journey, sign_in, sound};

/// The addresses of what the device keeps, once there is a copy of `form` to be given out.
async fn kept(browser: &Browser, form: &str) -> Vec<String> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const look = async () => {{
           const kept = await caches.open('dantin-mat-mang');
           const all = (await kept.keys()).map((one) => new URL(one.url).pathname);
           const whole = all.includes({form:?}) && all.some((path) => path.endsWith('.js'));
           if (whole && navigator.serviceWorker.controller) return done(all);
           requestAnimationFrame(look);
         }};
         look();"
    );
    let all = browser.run_async(&script).await;
    let all = all.as_array().expect("a list").iter();
    all.map(|path| path.as_str().expect("a path").to_owned()).collect()
}

/// Writes a visitor down on the copy that is shown, as the `n`th who waits on the device.
async fn visitor(browser: &Browser, name: &str, n: &str) {
    browser.fill("#name", name).await;
    browser.fill("#words", "Đèn đường tắt.").await;
    browser.click("button[value=next]").await;
    until(browser, "#giu [data-count]", n).await;
    until(browser, "#giu p", "Đang mất mạng").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_was_never_opened_is_there_when_the_line_is_lost() {
    let Some((_alone, mut house, browser)) = journey().await else { return };
    browser.size(1280, 900).await;
    let desk = begin(&house).await;
    sign_in(&browser, &house, "tiepdan").await;
    // Forms, and what they are dressed in; no page that says anything of a matter.
    for path in kept(&browser, &desk).await {
        let form = ["/ban", "/ghi", "/record"].iter().any(|end| path.ends_with(end));
        assert!(form || path.starts_with("/assets/"), "{path} is kept");
    }
    house.go_away().await;
    browser.go(&desk).await;
    let page = browser.words("body").await;
    assert!(page.contains("Bản lưu trên máy này lúc"), "{page}");
    assert!(!page.contains("Võ Minh Họa"), "nobody is named in a copy: {page}");
    sound(&browser).await;
    visitor(&browser, "Hồ Văn Nháp", "1").await;
    // Opened again it is another form: nobody is written over.
    browser.go(&desk).await;
    assert_eq!(browser.prop("#name", "value").await, "");
    visitor(&browser, "Lê Thị Ví Dụ", "2").await;

    house.come_back().await;
    let before = visits(&house).await;
    browser.click("#giu [data-do=send]").await;
    until(&browser, "#giu p", "Đã gửi hết").await;
    assert_eq!(visits(&house).await, before + 2, "each once");
    let left = browser.run("return JSON.stringify(localStorage)").await;
    assert!(!left.to_string().contains("Nháp"), "nothing stays on the device: {left}");
    // With a line there is no copy, only the page itself.
    browser.go(&desk).await;
    assert!(!browser.words("body").await.contains("Bản lưu trên máy này"));

    // Half-typed when the officer signs out; and something of another form that was never sent.
    browser.fill("#name", "Phan Thị Giả Định").await;
    let draft = browser.run("return JSON.stringify(localStorage)").await.to_string();
    assert!(draft.contains("Giả Định"), "a draft is kept while one works: {draft}");
    let other =
        "localStorage.setItem('dantin-tiep:/khac:cho', JSON.stringify([{ name: 'Ví Dụ' }]))";
    browser.run(other).await;
    browser.follow("form.who button").await;
    until(&browser, "#cho:not([hidden]) p", "chưa gửi được. Số phần: 1").await;
    sound(&browser).await;
    let left = browser.run("return JSON.stringify(localStorage)").await.to_string();
    assert!(!left.contains("Giả Định"), "a draft went with the session: {left}");
    assert!(left.contains("Ví Dụ"), "what waits is not erased unasked: {left}");
    browser.click("#cho button").await;
    until(&browser, "#cho p", "Đã xóa khỏi máy này").await;
    let left = browser.run("return JSON.stringify(localStorage)").await.to_string();
    assert!(!left.contains("Ví Dụ"), "erased by hand: {left}");
    let script = "const done = arguments[arguments.length - 1];
      const look = async () => (await caches.has('dantin-mat-mang'))
        ? requestAnimationFrame(look) : done(true);
      look();";
    assert_eq!(browser.run_async(script).await, true, "nothing is kept after signing out");
    browser.close().await;
}
