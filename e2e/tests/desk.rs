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
