//! A resident's journeys: on a small telephone without script, and without a mouse.

use e2e::browser::Browser;
use fantoccini_keys::{DOWN, SPACE};

use super::{journey, sound};

/// Keys by the code points of the WebDriver standard.
mod fantoccini_keys {
    pub const DOWN: &str = "\u{e015}";
    pub const SPACE: &str = " ";
}

const WORDS: &str = "Mương thoát nước trước nhà văn hóa bị lấp, mưa xuống là nước tràn vào sân.";

/// Code and four words of the receipt that is shown.
pub async fn receipt(browser: &Browser) -> (String, String) {
    let code = browser.prop("a.btn[href$='/cua-toi']", "href").await;
    let code = code.rsplit('/').nth(1).expect("a code").to_owned();
    (code, browser.all(".secret li").await.join(" "))
}

/// Files a feedback in three steps with the pointer.
pub async fn file(browser: &Browser) -> (String, String) {
    browser.go("/gui-don").await;
    browser.click("input[name=kind][value=feedback]").await;
    browser.click("#matter option[value=water]").await;
    browser.follow("button[name=go][value='2']").await;
    browser.fill("#words", WORDS).await;
    browser.fill("#place", "Trước nhà văn hóa thôn Bến Cồn").await;
    browser.click("input[name=answer][value=oneself]").await;
    browser.follow(".btn[name=go][value='3']").await;
    assert!(browser.words("main").await.contains(WORDS), "the review shows what was said");
    browser.follow("button[name=go][value=send]").await;
    receipt(browser).await
}

/// Opens one's own petition with code and four words.
pub async fn open(browser: &Browser, code: &str, secret: &str) {
    browser.go("/don").await;
    browser.fill("#code", code).await;
    browser.fill("#secret", secret).await;
    browser.follow("main form button").await;
    assert_eq!(browser.path().await, format!("/don/{code}/cua-toi"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resident_files_and_follows_on_a_small_telephone_without_script() {
    let Some((_alone, _house, browser)) = journey().await else { return };
    browser.size(360, 740).await;
    browser.go("/mau-script").await;
    assert_eq!(browser.words("#mark").await, "yes", "the mark is left where scripts run");
    browser.scripts(false).await;
    browser.go("/mau-script").await;
    assert_eq!(browser.words("#mark").await, "no", "and only there");
    let (code, secret) = file(&browser).await;
    assert_eq!(secret.split(' ').count(), 4, "{secret}");
    open(&browser, &code, &secret).await;
    assert!(browser.words("main").await.contains(WORDS), "the resident reads their own words");
    let days = browser.all(".clock, .cal, details, table").await;
    assert!(!days.is_empty(), "the days of the term are explained");
    browser.scripts(true).await;
    for path in ["/gui-don".to_owned(), format!("/don/{code}"), format!("/don/{code}/cua-toi")] {
        browser.go(&path).await;
        assert_eq!(browser.status().await, 200, "{path}");
        sound(&browser).await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_complaint_without_a_name_is_mended_and_filed_by_keyboard() {
    let Some((_alone, _house, browser)) = journey().await else { return };
    browser.size(1280, 900).await;
    browser.go("/gui-don").await;
    browser.tab_to("input[name=kind]").await;
    browser.keys(SPACE).await;
    while !browser.focused("input[name=kind][value=complaint]").await {
        browser.keys(DOWN).await;
    }
    browser.tab_to("#matter").await;
    browser.keys(DOWN).await;
    browser.tab_to("button[name=go][value='2']").await;
    browser.enter().await;
    browser.tab_to("#words").await;
    browser.keys(WORDS).await;
    browser.tab_to("input[name=answer]").await;
    while !browser.focused("input[name=answer][value=desk]").await {
        browser.keys(DOWN).await;
    }
    browser.tab_to("#address").await;
    browser.keys("Thôn Bến Cồn").await;
    browser.tab_to(".btn[name=go][value='3']").await;
    browser.enter().await;

    assert!(browser.focused(".errs").await, "the focus is on the summary of faults");
    assert_eq!(browser.prop("#words", "value").await, WORDS, "what was typed is kept");
    assert_eq!(browser.prop("#address", "value").await, "Thôn Bến Cồn");
    sound(&browser).await;
    browser.tab_to(".errs a[href='#name']").await;
    browser.keys("\u{e007}").await;
    assert!(browser.focused("#name").await, "the summary leads to the field");
    browser.keys("Người Thử Nghiệm").await;
    browser.tab_to(".btn[name=go][value='3']").await;
    browser.enter().await;
    browser.tab_to("button[name=go][value=send]").await;
    browser.enter().await;
    let (code, secret) = receipt(&browser).await;
    assert!(!code.is_empty() && secret.split(' ').count() == 4, "{code}: {secret}");
    sound(&browser).await;
    // On paper each page of it says what it is: the commune of these journeys is simulated.
    let shown = "const mark = document.querySelector('.game'), style = getComputedStyle(mark);
      return [style.display, style.position, mark.textContent].join(' ')";
    assert_eq!(browser.run(shown).await, "none static MÔ PHỎNG / SIMULATED");
    browser.paper(true).await;
    assert_eq!(browser.run(shown).await, "block fixed MÔ PHỎNG / SIMULATED");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_works_out_a_deadline_and_sees_each_day() {
    let Some((_alone, _house, browser)) = journey().await else { return };
    browser.size(360, 740).await;
    browser.go("/tinh-han").await;
    browser.click("#rule option[value='KN.res1']").await;
    browser.fill("#event", "16/03/2026").await;
    browser.follow("main form button").await;
    // 30 days from the day after 16/03/2026.
    let said = browser.words("main section").await;
    assert!(said.contains("15/04/2026") || said.contains("15/4/2026"), "{said}");
    browser.click("main details summary").await;
    assert!(browser.all("main details li").await.len() >= 30, "each day is listed");
    sound(&browser).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn language_and_ground_stay_as_they_were_chosen() {
    let Some((_alone, _house, browser)) = journey().await else { return };
    browser.size(360, 740).await;
    let ground = "return getComputedStyle(document.body).backgroundColor";
    browser.go("/gui-don").await;
    let light = browser.run(ground).await;
    browser.follow(".views a[lang=en]").await;
    assert_eq!(browser.path().await, "/gui-don");
    assert_eq!(browser.prop("html", "lang").await, "en");
    browser.follow(".views a[href*='dark']").await;
    assert_ne!(browser.run(ground).await, light, "the dark ground is another colour");
    browser.go("/don").await;
    assert_eq!(browser.prop("html", "lang").await, "en");
    assert_ne!(browser.run(ground).await, light);
    sound(&browser).await;
    browser.close().await;
}
