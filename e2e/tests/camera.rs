//! The officers' page at the counter with a camera: what is held before it is read and judged,
//! what is no receipt is refused with the reason, and where the camera may not be used a picture is
//! still in reach. A film stands in for what a camera sees.

use std::io::Cursor;
use std::path::{Path, PathBuf};

use e2e::browser::Browser;
use e2e::house::House;
use image::{GrayImage, ImageFormat, Luma};
use serde_json::json;

use super::desk::until;
use super::receipt::receipt;
use super::{commune, sign_in, sound};

const PATH: &str = "/can-bo/kiem-dau";
/// What the film shows: a sheet that is held before a camera of an old telephone.
const WIDTH: u32 = 1_440;
const HEIGHT: u32 = 1_080;
/// The light margin of a square, in its own dots.
const QUIET: usize = 4;
/// How wide a dot of it is at the most: who holds a small square holds it no nearer.
const MOST_DOTS: usize = 10;
const FOREIGN: &str = "Ô vuông này không phải dấu kiểm chứng.";
const OWN: &str = "Dòng này hiện vẫn ở đúng chỗ trong nhật ký của cơ quan.";

/// A sheet with the square of a text in its middle.
fn sheet(text: &str) -> GrayImage {
    let code = ledger::pages::square(text).expect("it fits");
    let (width, colors) = (code.width(), code.to_colors());
    let dots = (HEIGHT as usize / (width + 2 * QUIET)).min(MOST_DOTS);
    let side = width * dots;
    let left = (WIDTH as usize - side) / 2;
    let top = (HEIGHT as usize - side) / 2;
    let place = |at: u32, from: usize| {
        (at as usize).checked_sub(from).map(|at| at / dots).filter(|at| *at < width)
    };
    GrayImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let dot = place(x, left).zip(place(y, top)).map(|(x, y)| colors[y * width + x]);
        Luma([dot.map_or(225, |dot| dot.select(60, 225))])
    })
}

/// A film of a sheet that is held still. It takes the place of the one before at once: a camera
/// that still runs goes on with that one.
fn show(film: &Path, sheet: &GrayImage) {
    let head = format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n");
    let colour = vec![128; (WIDTH * HEIGHT / 2) as usize];
    let mut bytes = head.into_bytes();
    for _ in 0..2 {
        bytes.extend_from_slice(b"FRAME\n");
        bytes.extend_from_slice(sheet.as_raw());
        bytes.extend_from_slice(&colour);
    }
    let next = film.with_extension("next");
    std::fs::write(&next, bytes).expect("the film is written");
    std::fs::rename(&next, film).expect("it is shown");
}

/// A browser whose camera is a film; whether its user lets the page look.
async fn camera(house: &House, film: &Path, leave: bool) -> Browser {
    let answer = if leave { "" } else { "=deny" };
    let more = [
        "--use-fake-device-for-media-stream".to_owned(),
        format!("--use-fake-ui-for-media-stream{answer}"),
        format!("--use-file-for-fake-video-capture={}", film.display()),
    ];
    Browser::open_with(&house.address, &more).await
}

/// Opens the camera on the page and waits until it sees something.
async fn look(browser: &Browser) {
    browser.click("#may-anh button").await;
    until(browser, "#may-anh button + button", "Chụp").await;
}

/// What the page says of what is held before the camera.
async fn shot(browser: &Browser, film: &Path, sheet: &GrayImage) -> String {
    show(film, sheet);
    look(browser).await;
    browser.follow("#may-anh button + button").await;
    browser.words("main").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receipt_before_the_camera_is_judged_and_anything_else_is_refused() {
    let Some((_alone, house)) = commune().await else { return };
    let receipt = receipt(&house).await;
    let square = receipt.square().expect("it fits");
    let good = format!("ĐÚNG. Đã nhận đơn: mã {}", receipt.record.code);
    let folder = tempfile::tempdir().expect("a folder");
    let film = folder.path().join("phim.y4m");
    show(&film, &sheet(&square));
    let browser = camera(&house, &film, true).await;
    // A browser that cannot look for squares by itself: most of them.
    browser.before_each_page("delete window.BarcodeDetector").await;
    sign_in(&browser, &house, "tiepdan").await;
    browser.go(PATH).await;
    sound(&browser).await;
    let told = shot(&browser, &film, &sheet(&square)).await;
    assert!(told.contains(&good) && told.contains(OWN), "{told}");
    assert_eq!(browser.prop("#text", "value").await, "", "it does not stay for whoever comes next");
    sound(&browser).await;
    let told = shot(&browser, &film, &sheet("https://xa.example")).await;
    assert!(told.contains(FOREIGN) && !told.contains("ĐÚNG"), "{told}");
    let blank = GrayImage::from_pixel(WIDTH, HEIGHT, Luma([225]));
    let told = shot(&browser, &film, &blank).await;
    assert!(told.contains("Không đọc được ô vuông trong ảnh"), "{told}");

    // One that can: it says what is no receipt, looks on, and takes the first that is one.
    let finds = "window.held = ['https://xa.example'];
      window.BarcodeDetector = class {
        static async getSupportedFormats() { return ['qr_code']; }
        async detect() { return window.held.map((rawValue) => ({ rawValue })); }
      };";
    browser.before_each_page(finds).await;
    browser.go(PATH).await;
    look(&browser).await;
    until(&browser, "#may-anh [role=status]:not([hidden])", FOREIGN).await;
    let hold = format!(
        "const other = document.createElement('button');
         other.id = 'other';
         other.textContent = 'other';
         other.onclick = () => {{ window.held = [{}]; }};
         document.querySelector('main').prepend(other);",
        json!(square)
    );
    browser.run(&hold).await;
    browser.follow("#other").await;
    let told = browser.words("main").await;
    assert!(told.contains(&good) && told.contains(OWN), "{told}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_camera_may_not_be_used_a_picture_is_still_in_reach() {
    let Some((_alone, house)) = commune().await else { return };
    let receipt = receipt(&house).await;
    let picture = sheet(&receipt.square().expect("it fits"));
    let folder = tempfile::tempdir().expect("a folder");
    let film = folder.path().join("phim.y4m");
    show(&film, &picture);
    let browser = camera(&house, &film, false).await;
    sign_in(&browser, &house, "tiepdan").await;
    browser.go(PATH).await;
    browser.click("#may-anh button").await;
    until(&browser, "#may-anh [role=status]:not([hidden])", "Không mở được máy ảnh").await;
    assert_eq!(browser.words("#may-anh button + button").await, "", "there is nothing to take");
    sound(&browser).await;
    browser.choose("#files", &png(&picture, folder.path())).await;
    browser.follow("main form button.btn:not([type])").await;
    let told = browser.words("main").await;
    let good = format!("ĐÚNG. Đã nhận đơn: mã {}", receipt.record.code);
    assert!(told.contains(&good) && told.contains(OWN), "{told}");
    browser.close().await;
}

/// The sheet as a picture in a file.
fn png(sheet: &GrayImage, folder: &Path) -> PathBuf {
    let (mut bytes, file) = (Cursor::new(Vec::new()), folder.join("anh.png"));
    sheet.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
    std::fs::write(&file, bytes.into_inner()).expect("it is written");
    file
}
