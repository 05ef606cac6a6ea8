//! Not a test: takes the pictures of the front page into the folder that `PICTURES` names.
//! `script/screenshots` asks for it.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use e2e::browser::Browser;

use super::{journey, sign_in};

/// Takes a picture into the folder that `PICTURES` names; nothing when it names none.
pub async fn take(browser: &Browser, name: &str, whole: bool) {
    let Ok(folder) = std::env::var("PICTURES") else { return };
    let path = PathBuf::from(folder).join(format!("{name}.png"));
    let mut decode = Command::new("base64")
        .arg("-d")
        .stdin(Stdio::piped())
        .stdout(std::fs::File::create(path).expect("a file"))
        .spawn()
        .expect("base64 runs");
    let picture = browser.picture(whole).await;
    let mut input = decode.stdin.take().expect("its input");
    std::io::Write::write_all(&mut input, picture.as_bytes()).expect("it reads");
    drop(input);
    assert!(decode.wait().expect("it ends").success());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "takes pictures; run script/screenshots"]
async fn pictures() {
    let Some((_alone, house, browser)) = journey().await else { return };
    browser.size(1280, 900).await;
    browser.go("/gui-don").await;
    browser.click("input[name=kind][value=feedback]").await;
    browser.click("#matter option[value=water]").await;
    browser.follow("button[name=go][value='2']").await;
    let words = "Mương thoát nước trước nhà văn hóa thôn Bến Cồn bị lấp từ đầu tháng.\n\
                 Mưa xuống là nước tràn vào sân mấy nhà. Xin xã cho nạo vét trước mùa mưa.";
    browser.fill("#words", words).await;
    browser.fill("#place", "Trước nhà văn hóa thôn Bến Cồn").await;
    browser.click("input[name=answer][value=oneself]").await;
    browser.run("document.activeElement.blur(); scrollTo(0, 0)").await;
    take(&browser, "file", false).await;
    sign_in(&browser, &house, "chutich").await;
    take(&browser, "today", false).await;
    browser.close().await;
}
