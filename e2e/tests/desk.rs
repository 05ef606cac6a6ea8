//! A walk-in and a letter on paper at the reception desk, by keyboard alone. What is pressed is
//! counted: the desk must stay within a minute of an unhurried typist.

use e2e::browser::Browser;

use super::{journey, sign_in, sound};

/// The most keys beside the words themselves: Tab, arrows, Enter.
const MOST_KEYS: usize = 34;
/// The most keys in all. A minute holds so many at some three keys a second, the pace of someone
/// who looks up at the person in front of them.
const MOST_IN_ALL: usize = 200;

/// Whoever types, and how often they pressed.
struct Hands<'a> {
    browser: &'a Browser,
    words: usize,
    keys: usize,
}

const TAB: &str = "\u{e004}";
const RIGHT: &str = "\u{e014}";

impl Hands<'_> {
    async fn write(&mut self, text: &str) {
        self.words += text.chars().count();
        self.browser.keys(text).await;
    }

    async fn press(&mut self, key: &str) {
        self.keys += 1;
        self.browser.keys(key).await;
    }

    /// Goes on with Tab to a field, counting.
    async fn to(&mut self, css: &str) {
        for _ in 0..20 {
            self.press(TAB).await;
            if self.browser.focused(css).await {
                return;
            }
        }
        panic!("Tab does not reach {css}");
    }

    async fn send(&mut self) {
        self.keys += 2;
        self.browser.enter().await;
        let (words, keys) = (self.words, self.keys);
        println!("{words} letters, {keys} other keys");
        assert!(keys <= MOST_KEYS, "{keys} keys beside the words");
        assert!(words + keys <= MOST_IN_ALL, "{} keys in all", words + keys);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_takes_a_letter_by_keyboard_within_a_minute() {
    let Some((_alone, house, browser)) = journey().await else { return };
    browser.size(1280, 900).await;
    sign_in(&browser, &house, "chutich").await;
    let mut hands = Hands { browser: &browser, words: 0, keys: 1 };
    // One key from the inbox: N. It is a link, and works as one too.
    browser.go("/can-bo/nhan-don").await;
    sound(&browser).await;
    assert!(browser.focused("#name").await, "the first field waits for the name");
    hands.write("Phan Thị Giả Định").await;
    hands.press(TAB).await;
    hands.write("0900000118").await;
    hands.to("#words").await;
    hands.write("Đèn đường trước nhà văn hóa thôn tắt ba đêm nay, trẻ em đi học về tối.").await;
    hands.to("#matter").await;
    hands.write("Chi").await;
    hands.to("button[value=print]").await;
    hands.send().await;
    assert!(browser.words("main").await.contains("Giấy tiếp nhận đơn"), "the receipt is shown");
    sound(&browser).await;

    // A letter on paper that came on an earlier day.
    let mut hands = Hands { browser: &browser, words: 0, keys: 1 };
    hands.to("main a[href='/can-bo/nhan-don']").await;
    browser.enter().await;
    hands.write("Lê Thị Ví Dụ").await;
    hands.to("[name=came]").await;
    hands.press(RIGHT).await;
    hands.to("#on").await;
    hands.write("02/03/2026").await;
    hands.to("#words").await;
    hands.write("Mương thoát nước bị lấp, mưa là ngập sân các nhà bên cạnh.").await;
    hands.to("button[value=print]").await;
    hands.send().await;
    assert!(browser.words("main").await.contains("Giấy tiếp nhận đơn"), "the receipt is shown");
    browser.close().await;
}

/// The page says this within what the browser needs to answer; a page that never does fails.
pub async fn until(browser: &Browser, css: &str, words: &str) {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const there = () => [...document.querySelectorAll({css:?})]
           .some((el) => !el.hidden && el.textContent.includes({words:?}));
         if (there()) return done(true);
         const eye = new MutationObserver(() => {{
           if (there()) {{ eye.disconnect(); done(true); }} }});
         eye.observe(document, {{ subtree: true, childList: true, attributes: true }});"
    );
    assert_eq!(browser.run_async(&script).await, true, "{words}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_received_by_keyboard_within_a_minute_and_through_a_lost_line() {
    let Some((_alone, house, browser)) = journey().await else { return };
    browser.size(1280, 900).await;
    sign_in(&browser, &house, "tiepdan").await;
    let desk = begin(&house).await;
    browser.go(&desk).await;
    sound(&browser).await;
    let mut hands = Hands { browser: &browser, words: 0, keys: 1 };
    assert!(browser.focused("#name").await, "the first field waits for the name");
    hands.write("Phan Thị Giả Định").await;
    hands.press(TAB).await;
    hands.write("0900000118").await;
    hands.to("#words").await;
    hands.write("Hỏi vì sao hồ sơ đất nộp đã ba tháng chưa có kết quả.").await;
    hands.to("#matter").await;
    hands.write("Đất").await;
    hands.to("button[value=next]").await;
    hands.send().await;
    until(&browser, "main", "Đã vào sổ").await;
    sound(&browser).await;

    let before = visits(&house).await;
    browser.line(false).await;
    for name in ["Hồ Văn Nháp", "Lê Thị Ví Dụ"] {
        browser.fill("#name", name).await;
        browser.fill("#words", "Đèn đường tắt.").await;
        browser.click("button[value=next]").await;
        until(&browser, "#giu p", "Đang mất mạng").await;
    }
    assert_eq!(browser.prop("#name", "value").await, "", "the next visitor can be written down");
    assert_eq!(visits(&house).await, before);
    browser.line(true).await;
    until(&browser, "#giu p", "Đã gửi hết").await;
    assert_eq!(visits(&house).await, before + 2, "each once");
    let kept = browser.run("return JSON.stringify(localStorage)").await;
    assert!(!kept.to_string().contains("Nháp"), "nothing stays on the device: {kept}");
    browser.close().await;
}

/// Begins a reception of today; the address of its desk.
pub async fn begin(house: &e2e::house::House) -> String {
    use receptions::kind::{Form, Host, Sort};
    let (store, actor) = (&house.app.store, kernel::Actor::System("e2e"));
    let on = store.clock().today();
    let plan = receptions::desk::Plan {
        unit: "20836".to_owned(),
        sort: Sort::Regular,
        host: Host::Office,
        form: Form::Onsite,
        days: vec![on],
        from: 7 * 60,
        until: 17 * 60,
        place: String::new(),
    };
    receptions::desk::plan(store, &actor, &plan).await.expect("a plan");
    let key = format!("20836-{}-0700-regular-office", on.to_string().replace('-', ""));
    let read = receptions::desk::read_session(store, &key).await.expect("it is read");
    let presence = receptions::facts::Presence::InPerson;
    let open = receptions::session::Command::Open(presence);
    receptions::desk::act(store, &actor, read.expect("it is there"), 1, open).await.expect("begun");
    format!("/can-bo/tiep-dan/phien/{key}/ban")
}

pub async fn visits(house: &e2e::house::House) -> i64 {
    let sql = "SELECT COUNT(*) FROM visits WHERE no > 0";
    house.app.store.rows(sql, Vec::new()).await.expect("a count")[0].int(0).expect("a number")
}
