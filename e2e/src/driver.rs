//! The browser's driver: found, started on a free port, ended with its journey.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tempfile::TempDir;
use tokio::time::{Instant, interval};

/// Where Debian's packages put the two programs.
const DRIVER: &str = "/usr/bin/chromedriver";
const BROWSER: &str = "/usr/bin/chromium";

/// The first of the two programs that is not on this machine.
pub(crate) fn absent() -> Option<String> {
    let missing = |path: &&&str| !Path::new(path).exists();
    [DRIVER, BROWSER].iter().find(missing).map(|path| (*path).to_owned())
}

/// A running driver and the folder of its browser's profile.
pub struct Driver {
    child: Child,
    port: u16,
    profile: TempDir,
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Driver {
    /// Starts a driver.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Self {
        let profile = tempfile::tempdir().expect("room for a profile");
        let port = free_port();
        let child = Command::new(DRIVER)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the driver starts");
        Self { child, port, profile }
    }

    /// Opens a browser: a new profile, no screen, nothing fetched but what it is asked for; with
    /// `more` of the browser's own switches.
    ///
    /// # Panics
    /// When none opens within half a minute.
    pub async fn open(&self, more: &[String]) -> Client {
        let profile: PathBuf = self.profile.path().join("profile");
        let usual = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
        ];
        let mut args: Vec<String> = usual.map(str::to_owned).into();
        args.push(format!("--user-data-dir={}", profile.display()));
        args.extend_from_slice(more);
        let wanted = json!({ "goog:chromeOptions": { "binary": BROWSER, "args": args } });
        let wanted = wanted.as_object().cloned().unwrap_or_default();
        let address = format!("http://127.0.0.1:{}", self.port);
        let until = Instant::now() + Duration::from_secs(30);
        let mut tick = interval(Duration::from_millis(100));
        loop {
            tick.tick().await;
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(wanted.clone()).connect(&address).await {
                Ok(client) => return client,
                Err(error) => assert!(Instant::now() < until, "no browser opened: {error}"),
            }
        }
    }
}

fn free_port() -> u16 {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    socket.local_addr().expect("an address").port()
}
