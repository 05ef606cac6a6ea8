//! A clerk at a laptop in the hall of a dialogue: who spoke, what was asked, answered and promised,
//! by keyboard alone and through a lost line.

use e2e::browser::Browser;
use e2e::house::House;
use meetings::desk::{self, Asked, Plan};
use meetings::dialogue::Command;
use meetings::kind::{Cause, Form};

use super::desk::until;
use super::{journey, sign_in, sound};

/// The most keys beside the words of a line: who spoke is one key, each field a Tab, sending two.
const MOST_KEYS: usize = 12;
const TAB: &str = "\u{e004}";
const SEND: &str = "\u{e009}\u{e007}";

/// Begins a dialogue of today; where it is written down.
async fn begin(house: &House) -> String {
    let (store, actor) = (&house.app.store, kernel::Actor::System("e2e"));
    let on = store.clock().today();
    let plan = Plan {
        unit: "20836".to_owned(),
        form: Form::Onsite,
        cause: Cause::Yearly,
        on,
        from: 6 * 60,
        until: 18 * 60,
        place: "Nhà văn hóa trung tâm xã".to_owned(),
        content: "Đường thôn và nước sạch".to_owned(),
        part: "Đến trực tiếp".to_owned(),
        call: None,
    };
    let key = desk::plan(store, &actor, &plan).await.expect("a plan");
    for command in [Command::Announce(on, vec![meetings::kind::Media::Radio]), Command::Open] {
        let read = desk::dialogue(store, &key).await.expect("it is read").expect("it is there");
        let seen = read.it.version;
        desk::step(store, &actor, read, seen, Asked::Plain(command)).await.expect("a step");
    }
    format!("/can-bo/doi-thoai/buoi/{key}/ghi")
}

/// Goes on to a field, counting each Tab.
async fn to(browser: &Browser, keys: &mut usize, css: &str) {
    for _ in 0..6 {
        *keys += 1;
        browser.keys(TAB).await;
        if browser.focused(css).await {
            return;
        }
    }
    panic!("Tab does not reach {css}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clerk_writes_down_a_line_of_a_dialogue_in_few_keys_and_through_a_lost_line() {
    let Some((_alone, house, browser)) = journey().await else { return };
    browser.size(1280, 900).await;
    sign_in(&browser, &house, "chutich").await;
    let live = begin(&house).await;
    browser.go(&live).await;
    sound(&browser).await;
    assert!(browser.focused("#words").await, "the first field waits for the question");
    let mut keys = 0;
    browser.keys("Đèn đường thôn Nháp tắt đã lâu.").await;
    to(&browser, &mut keys, "#answer").await;
    browser.keys("Xã sẽ thay bóng trong tháng này.").await;
    to(&browser, &mut keys, "#what").await;
    browser.keys("Thay mười hai bóng đèn đường thôn Nháp").await;
    to(&browser, &mut keys, "#owner").await;
    browser.keys("Phó").await;
    to(&browser, &mut keys, "#by").await;
    let by = house.app.store.clock().today().saturating_add(jiff::ToSpan::days(30));
    browser.keys(&by.strftime("%d/%m/%Y").to_string()).await;
    browser.leave(SEND).await;
    keys += 2;
    println!("{keys} keys beside the words");
    assert!(keys <= MOST_KEYS, "{keys} keys beside the words");
    assert!(browser.words("aside").await.contains("Đèn đường thôn Nháp tắt"), "it stands beside");
    sound(&browser).await;

    let before = questions(&house).await;
    browser.line(false).await;
    for words in ["Nước sạch đến thôn Mẫu khi nào?", "Bãi rác mới đặt ở đâu?"]
    {
        browser.fill("#words", words).await;
        browser.keys(SEND).await;
        until(&browser, "#giu p", "Đang mất mạng").await;
    }
    assert_eq!(browser.prop("#words", "value").await, "", "the next one can be written down");
    assert_eq!(questions(&house).await, before);
    browser.line(true).await;
    until(&browser, "#giu p", "Đã gửi hết").await;
    assert_eq!(questions(&house).await, before + 2, "each once");
    let kept = browser.run("return JSON.stringify(localStorage)").await;
    assert!(!kept.to_string().contains("Mẫu"), "nothing stays on the device: {kept}");
    browser.go("/cam-ket").await;
    let words = browser.words("main").await;
    assert!(words.contains("Thay mười hai bóng đèn"), "what was promised is public: {words}");
    browser.close().await;
}

async fn questions(house: &House) -> i64 {
    let sql = "SELECT COUNT(*) FROM questions";
    house.app.store.rows(sql, Vec::new()).await.expect("a count")[0].int(0).expect("a number")
}
