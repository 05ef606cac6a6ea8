//! A browser as a person uses it: looks, clicks, keys. It waits for pages, never for time.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, Locator};
use http::Method;
use serde_json::{Value, json};
use tokio::time::{Instant, interval};
use url::{ParseError, Url};

use crate::driver::Driver;

/// How long a page may take.
const PAGE: Duration = Duration::from_secs(20);

/// An open browser. End it with [`Browser::close`].
pub struct Browser {
    client: Client,
    address: String,
    /// Whether scripts of pages run; each page that is opened must agree.
    scripts: AtomicBool,
    _driver: Driver,
}

/// A command of Chromium's own protocol.
#[derive(Debug)]
struct Own(&'static str, Value);

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let body = json!({ "cmd": self.0, "params": self.1 });
        (Method::POST, Some(body.to_string()))
    }
}

impl Browser {
    /// Opens a browser for the pages at `address`.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn open(address: &str) -> Self {
        Self::open_with(address, &[]).await
    }

    /// The same with more of the browser's own switches, such as a film in place of a camera.
    ///
    /// # Panics
    /// When it does not open.
    pub async fn open_with(address: &str, more: &[String]) -> Self {
        let driver = Driver::start();
        let client = driver.open(more).await;
        let scripts = AtomicBool::new(true);
        Self { client, address: address.to_owned(), scripts, _driver: driver }
    }

    /// Ends it.
    ///
    /// # Panics
    /// When it was gone already.
    pub async fn close(self) {
        self.client.close().await.expect("the browser ends");
    }

    async fn own(&self, command: &'static str, with: Value) -> Value {
        self.client.issue_cmd(Own(command, with)).await.expect(command)
    }

    /// Sets the size of what is seen, in CSS pixels.
    pub async fn size(&self, width: u32, height: u32) {
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.own("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Whether the device asks for a dark ground.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.own("Emulation.setEmulatedMedia", features).await;
    }

    /// Whether pages are laid out as on paper.
    pub async fn paper(&self, paper: bool) {
        let media = if paper { "print" } else { "" };
        self.own("Emulation.setEmulatedMedia", json!({ "media": media })).await;
    }

    /// Runs a script of the test's own in each page that is opened from now on, before the page's.
    pub async fn before_each_page(&self, script: &str) {
        self.own("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await;
    }

    /// Whether scripts of pages run. From then on each page that is opened is asked whether it is
    /// so: the browser's own word, which style sheets see too.
    pub async fn scripts(&self, run: bool) {
        self.own("Emulation.setScriptExecutionDisabled", json!({ "value": !run })).await;
        self.scripts.store(run, Ordering::SeqCst);
    }

    /// The page that was opened runs its scripts, or does not, as it was asked for.
    async fn held_to_scripts(&self) {
        let run = self.run("return matchMedia('(scripting: enabled)').matches").await;
        let wanted = self.scripts.load(Ordering::SeqCst);
        assert_eq!(run, Value::Bool(wanted), "scripts of {}", self.path().await);
    }

    /// A picture of what is seen, or of the whole page.
    ///
    /// # Panics
    /// When there is none.
    pub async fn picture(&self, whole: bool) -> String {
        let how = json!({ "format": "png", "captureBeyondViewport": whole });
        let shot = self.own("Page.captureScreenshot", how).await;
        shot["data"].as_str().expect("a picture in base 64").to_owned()
    }

    /// Runs a script of the test's own.
    ///
    /// # Panics
    /// When it fails.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.expect("the script runs")
    }

    /// Runs one that answers later, through its last argument.
    ///
    /// # Panics
    /// When it fails.
    pub async fn run_async(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.expect("the script answers")
    }

    /// Opens a path.
    ///
    /// # Panics
    /// When it does not load.
    pub async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.address)).await.expect("the page loads");
        self.held_to_scripts().await;
    }

    /// The path that is shown.
    ///
    /// # Panics
    /// When nothing is.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("an address").path().to_owned()
    }

    /// The status with which the page came.
    pub async fn status(&self) -> u64 {
        let script = "return performance.getEntriesByType('navigation')[0].responseStatus";
        self.run(script).await.as_u64().unwrap_or_default()
    }

    /// The words of an element.
    ///
    /// # Panics
    /// When there is none.
    pub async fn words(&self, css: &str) -> String {
        let found = self.client.find(Locator::Css(css)).await;
        found.unwrap_or_else(|e| panic!("{css}: {e}")).text().await.expect("its words")
    }

    /// The words of each element that matches.
    ///
    /// # Panics
    /// When the browser does not answer.
    pub async fn all(&self, css: &str) -> Vec<String> {
        let mut all = Vec::new();
        for one in self.client.find_all(Locator::Css(css)).await.expect("an answer") {
            all.push(one.text().await.expect("its words"));
        }
        all
    }

    /// A property of an element: its `value`, its `href`.
    ///
    /// # Panics
    /// When there is no such element or property.
    pub async fn prop(&self, css: &str, name: &str) -> String {
        let found = self.client.find(Locator::Css(css)).await;
        let prop = found.unwrap_or_else(|e| panic!("{css}: {e}")).prop(name).await;
        prop.expect("an answer").unwrap_or_else(|| panic!("{css} has no {name}"))
    }

    /// Types into an element.
    ///
    /// # Panics
    /// When it cannot be typed into.
    pub async fn fill(&self, css: &str, text: &str) {
        let found = self.client.find(Locator::Css(css)).await;
        let field = found.unwrap_or_else(|e| panic!("{css}: {e}"));
        field.clear().await.expect("it is cleared");
        field.send_keys(text).await.expect("it takes the text");
    }

    /// Chooses a file in a file control.
    ///
    /// # Panics
    /// When there is no such control.
    pub async fn choose(&self, css: &str, file: &std::path::Path) {
        let found = self.client.find(Locator::Css(css)).await;
        let field = found.unwrap_or_else(|e| panic!("{css}: {e}"));
        field.send_keys(&file.display().to_string()).await.expect("it takes the file");
    }

    /// Cuts the line, or joins it again.
    pub async fn line(&self, there: bool) {
        self.own("Network.enable", json!({})).await;
        let how = json!({
            "offline": !there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.own("Network.emulateNetworkConditions", how).await;
    }

    /// What a screen reader is told of the page: role, name and level of each thing in order.
    pub async fn aloud(&self) -> Vec<(String, String, u64)> {
        self.own("Accessibility.enable", json!({})).await;
        let tree = self.own("Accessibility.getFullAXTree", json!({})).await;
        let said = |node: &Value| {
            let text = |part: &str| node[part]["value"].as_str().unwrap_or_default().to_owned();
            let properties = node["properties"].as_array().into_iter().flatten();
            let level = properties.clone().find(|one| one["name"] == "level");
            let level = level.and_then(|one| one["value"]["value"].as_u64()).unwrap_or_default();
            (text("role"), text("name"), level)
        };
        let nodes = tree["nodes"].as_array().into_iter().flatten();
        nodes.filter(|node| node["ignored"] != Value::Bool(true)).map(said).collect()
    }

    /// Clicks what does not lead to another page.
    ///
    /// # Panics
    /// When it cannot be clicked.
    pub async fn click(&self, css: &str) {
        let found = self.client.find(Locator::Css(css)).await;
        found.unwrap_or_else(|e| panic!("{css}: {e}")).click().await.expect("it is clicked");
    }

    /// Clicks what leads to another page, and waits for that page.
    pub async fn follow(&self, css: &str) {
        let before = self.origin().await;
        self.click(css).await;
        self.arrive(before).await;
    }

    /// Presses keys where the focus is.
    ///
    /// # Panics
    /// When the browser does not take them.
    pub async fn keys(&self, keys: &str) {
        let here = self.client.active_element().await.expect("a place of focus");
        here.send_keys(keys).await.expect("it takes the keys");
    }

    /// Presses Enter, which leads to another page, and waits for that page.
    pub async fn enter(&self) {
        self.leave(&char::from(Key::Enter).to_string()).await;
    }

    /// Presses keys that lead to another page, and waits for that page.
    pub async fn leave(&self, keys: &str) {
        let before = self.origin().await;
        self.keys(keys).await;
        self.arrive(before).await;
    }

    /// Walks with Tab until the focus is on `css`, as a person does who has no mouse.
    ///
    /// # Panics
    /// When it is not reached within 80 steps.
    pub async fn tab_to(&self, css: &str) {
        for _ in 0..80 {
            self.tab().await;
            if self.focused(css).await {
                return;
            }
        }
        panic!("Tab does not reach {css} on {}", self.path().await);
    }

    /// Presses Tab. Where the focus is on a file control, a driver takes keys for names of files.
    async fn tab(&self) {
        if !self.focused("input[type=file]").await {
            return self.keys(&char::from(Key::Tab).to_string()).await;
        }
        for kind in ["keyDown", "keyUp"] {
            let key = json!({
                "type": kind, "key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9,
            });
            self.own("Input.dispatchKeyEvent", key).await;
        }
    }

    /// Whether the focus is on `css`.
    pub async fn focused(&self, css: &str) -> bool {
        let script = format!("return document.activeElement.matches({})", json!(css));
        self.run(&script).await == Value::Bool(true)
    }

    async fn origin(&self) -> Value {
        self.run("return performance.timeOrigin").await
    }

    /// Waits until a page other than the one born at `before` is there.
    async fn arrive(&self, before: Value) {
        let until = Instant::now() + PAGE;
        let mut tick = interval(Duration::from_millis(20));
        let script = "return document.readyState === 'complete' && performance.timeOrigin";
        loop {
            tick.tick().await;
            // Between two pages there is nothing to run a script in.
            let now = self.client.execute(script, Vec::new()).await.unwrap_or(Value::Bool(false));
            if now.is_number() && now != before {
                return self.held_to_scripts().await;
            }
            assert!(Instant::now() < until, "no page followed {}", self.path().await);
        }
    }
}
