//! A telephone: a photograph filed without script, a line that is lost, a map under finger and
//! keys, and what a screen reader is told.

use std::path::PathBuf;

use e2e::browser::Browser;
use e2e::house::House;
use kernel::Actor;
use testkit::photo::{SMALL, photo};
use units::outline;

use super::pictures::take;
use super::resident::{open, receipt};
use super::{journey, sound};

const WORDS: &str = "Mương trước nhà văn hóa bị lấp, mưa xuống là nước tràn vào sân.";

/// The second step, reached with the pointer.
async fn second(browser: &Browser) {
    browser.go("/gui-don").await;
    browser.click("input[name=kind][value=feedback]").await;
    browser.click("#matter option[value=water]").await;
    browser.follow("button[name=go][value='2']").await;
}

fn picture(folder: &tempfile::TempDir) -> PathBuf {
    let path = folder.path().join("IMG_0417.JPG");
    std::fs::write(&path, photo(SMALL)).expect("a file");
    path
}

async fn draw(house: &House) {
    let text = r#"{"type":"Polygon","coordinates":[[[108.30,15.72],[108.33,15.70],[108.40,15.71],
        [108.41,15.76],[108.38,15.80],[108.31,15.79],[108.30,15.72]]]}"#;
    let drawn = outline::read(text).expect("an outline");
    let (store, actor) = (&house.app.store, Actor::System("operator"));
    outline::draw(store, &actor, "20836", &drawn).await.expect("it is recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_photograph_is_filed_without_script_on_a_small_telephone() {
    let Some((_alone, house, browser)) = journey().await else { return };
    draw(&house).await;
    let folder = tempfile::tempdir().expect("room");
    browser.size(360, 740).await;
    browser.scripts(false).await;
    second(&browser).await;
    browser.fill("#words", WORDS).await;
    browser.click("input[name=answer][value=oneself]").await;
    browser.choose("#files", &picture(&folder)).await;
    browser.follow("button[name=go][value=attach]").await;
    assert!(browser.words("main").await.contains("Ảnh 1"), "the picture waits");
    // The map is a button: a touch is sent, and comes back as coordinates and a mark.
    browser.follow("input[name=map]").await;
    let spot = browser.prop("#spot", "value").await;
    assert!(spot.starts_with("15.7"), "{spot}");
    assert_eq!(browser.prop("#words", "value").await, WORDS);
    take(&browser, "phone-how-360", true).await;
    browser.follow(".btn[name=go][value='3']").await;
    assert!(browser.words("main").await.contains("1 tệp"), "the review names the file");
    take(&browser, "phone-review-360", true).await;
    browser.follow("button[name=go][value=send]").await;
    let (code, secret) = receipt(&browser).await;
    assert!(browser.words(".sheet").await.contains("1 tệp"));
    take(&browser, "phone-receipt-360", true).await;
    open(&browser, &code, &secret).await;
    take(&browser, "phone-own-360", true).await;
    browser.follow("a[href$='/tep/1']").await;
    let wide = browser.run("return document.images[0].naturalWidth").await;
    assert_eq!(wide, 64, "the picture that is kept can be looked at");
    browser.scripts(true).await;
    browser.go(&format!("/don/{code}/cua-toi")).await;
    sound(&browser).await;
    browser.size(1280, 900).await;
    take(&browser, "phone-own-1280", true).await;
    sound(&browser).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_a_lost_line_and_can_be_erased() {
    let Some((_alone, _house, browser)) = journey().await else { return };
    browser.size(360, 740).await;
    second(&browser).await;
    browser.fill("#words", WORDS).await;
    browser.click("input[name=answer][value=oneself]").await;
    let note = browser.words("#giu").await;
    assert!(note.contains("giữ trên máy này"), "what is kept is said: {note}");
    browser.line(false).await;
    browser.click(".btn[name=go][value='3']").await;
    let note = browser.words("#giu").await;
    assert!(note.contains("Đang mất mạng"), "{note}");
    take(&browser, "phone-offline-360", false).await;
    assert_eq!(browser.prop("#words", "value").await, WORDS);
    browser.line(true).await;
    // The page was closed meanwhile: another visit finds the letter again.
    browser.go("/gui-don").await;
    take(&browser, "phone-found-360", false).await;
    sound(&browser).await;
    browser.follow("[data-do=resume]").await;
    assert_eq!(browser.prop("#words", "value").await, WORDS);
    browser.follow(".btn[name=go][value='3']").await;
    browser.follow("button[name=go][value=send]").await;
    receipt(&browser).await;
    let kept = "return localStorage.getItem('dantin-don')";
    assert!(browser.run(kept).await.is_null(), "what was sent is not kept");

    second(&browser).await;
    browser.fill("#words", WORDS).await;
    assert!(browser.run(kept).await.is_string());
    browser.click("[data-do=erase]").await;
    assert!(browser.run(kept).await.is_null(), "erased when asked");
    browser.fill("#place", "Sau chợ").await;
    assert!(browser.run(kept).await.is_null(), "and not kept again");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_map_follows_finger_and_arrow_keys() {
    let Some((_alone, house, browser)) = journey().await else { return };
    draw(&house).await;
    browser.size(360, 740).await;
    second(&browser).await;
    browser.click("#map").await;
    let touched = browser.prop("#spot", "value").await;
    assert!(touched.starts_with("15.7"), "{touched}");
    assert!(browser.words("#here-said").await.contains(&touched), "the mark is told");
    browser.tab_to("#map").await;
    browser.keys("\u{e013}").await;
    let north = browser.prop("#spot", "value").await;
    let degrees = |spot: &str| spot.split(", ").next().unwrap().parse::<f64>().unwrap();
    assert!(degrees(&north) > degrees(&touched), "{north} lies north of {touched}");
    take(&browser, "phone-map-360", false).await;
    sound(&browser).await;
    browser.close().await;
}

/// Headings go down one level at a time from one first heading; what can be filled in or pressed
/// has a name; the page has its main part and its navigation.
async fn reads_well(browser: &Browser) {
    let path = browser.path().await;
    let said = browser.aloud().await;
    let of = |role: &str| said.iter().filter(|(r, ..)| r == role).collect::<Vec<_>>();
    let levels: Vec<u64> = of("heading").iter().map(|heading| heading.2).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{path}: {levels:?}");
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{path}: a heading is left out in {levels:?}");
    }
    for role in ["textbox", "combobox", "radio", "button", "link", "searchbox", "heading"] {
        for (_, name, _) in of(role) {
            assert!(!name.trim().is_empty(), "{path}: a {role} without a name");
        }
    }
    assert_eq!(of("main").len(), 1, "{path}");
    assert!(!of("navigation").is_empty(), "{path}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_resident_s_pages_read_well_aloud() {
    let Some((_alone, house, browser)) = journey().await else { return };
    draw(&house).await;
    browser.size(360, 740).await;
    browser.go("/").await;
    reads_well(&browser).await;
    second(&browser).await;
    reads_well(&browser).await;
    let live = "return [...document.querySelectorAll('[role=status]')].length";
    assert!(browser.run(live).await.as_u64() >= Some(2), "what changes is told");
    browser.fill("#words", WORDS).await;
    browser.click("input[name=answer][value=oneself]").await;
    browser.follow(".btn[name=go][value='3']").await;
    reads_well(&browser).await;
    browser.follow("button[name=go][value=send]").await;
    reads_well(&browser).await;
    let (code, secret) = receipt(&browser).await;
    browser.go("/don").await;
    reads_well(&browser).await;
    open(&browser, &code, &secret).await;
    reads_well(&browser).await;
    browser.follow("button[value=ask-withdraw]").await;
    reads_well(&browser).await;
    take(&browser, "phone-withdraw-360", true).await;
    browser.go(&format!("/don/{code}")).await;
    reads_well(&browser).await;
    browser.close().await;
}
