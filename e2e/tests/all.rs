//! Journeys in a real browser. Each has a commune and a browser of its own and runs alone, so that
//! a slow machine is slow but never wrong.

mod camera;
mod desk;
mod every_page;
mod hall;
mod office;
mod offline;
mod phone;
mod pictures;
mod receipt;
mod resident;

use e2e::browser::Browser;
use e2e::house::House;
use tokio::sync::{Mutex, MutexGuard};

static ALONE: Mutex<()> = Mutex::const_new(());

/// A commune; `None` where there is no browser, which was said.
async fn commune() -> Option<(MutexGuard<'static, ()>, House)> {
    if !e2e::ready() {
        return None;
    }
    let alone = ALONE.lock().await;
    Some((alone, House::open().await))
}

/// A commune and a browser.
async fn journey() -> Option<(MutexGuard<'static, ()>, House, Browser)> {
    let (alone, house) = commune().await?;
    let browser = Browser::open(&house.address).await;
    Some((alone, house, browser))
}

/// Nothing is wrong with the page that is shown.
async fn sound(browser: &Browser) {
    let faults = e2e::audit::faults(browser).await;
    assert!(faults.is_empty(), "{}:\n{}", browser.path().await, faults.join("\n"));
}

/// Signs an officer in, by keyboard alone.
async fn sign_in(browser: &Browser, house: &House, login: &str) {
    browser.go("/dang-nhap?next=/can-bo/hom-nay").await;
    let (password, _) = house.keys_of(login);
    browser.tab_to("#login").await;
    browser.keys(login).await;
    browser.tab_to("#password").await;
    browser.keys(&password).await;
    browser.enter().await;
    assert!(browser.focused("#code").await, "the code can be typed at once");
    sound(browser).await;
    browser.keys(&house.keys_of(login).1).await;
    browser.enter().await;
}
