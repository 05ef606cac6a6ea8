//! A demonstration commune, served by the program's own code on the loopback address; beside its
//! pages, every sample of every page under `/mau/{name}`.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use accounts::App;
use accounts::totp::Factor;
use axum::Router;
use axum::response::Html;
use axum::routing::get;
use kernel::{Chance, Clock};
use serde_json::Value;
use store::Options;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use web::{Page, SignedIn};

/// A page whose script leaves a mark where scripts run; served without the site's own layers, which
/// would forbid it.
const PROBE: &str =
    "<!doctype html><title>…</title><p id=\"mark\">no</p><script>mark.textContent = 'yes'</script>";

/// A served commune. It ends with the value.
pub struct House {
    /// Where it is served: `http://127.0.0.1:40000`.
    pub address: String,
    /// What its handlers share.
    pub app: Arc<App>,
    made: Value,
    at: SocketAddr,
    router: Router,
    serving: Option<Serving>,
    _folder: TempDir,
}

/// A server, and how it is told to end.
struct Serving {
    stop: oneshot::Sender<()>,
    ended: JoinHandle<()>,
}

/// Serves on a socket until it is told to end.
fn serve(listener: TcpListener, router: Router) -> Serving {
    let (stop, stopped) = oneshot::channel::<()>();
    let ended = tokio::spawn(site::serve::run(listener, router, async move {
        let _ = stopped.await;
    }));
    Serving { stop, ended }
}

impl House {
    /// Makes a commune with some petitions and serves it.
    ///
    /// # Panics
    /// When the program cannot be built, or the commune cannot be made or served.
    pub async fn open() -> Self {
        let folder = tempfile::tempdir().expect("room for a folder");
        let data = folder.path().join("data");
        let made = demonstration(&data);
        let options = Options { data: data.clone(), database: None, exclusive: true, readers: 4 };
        let store = site::open_store(options, Clock::System, Chance::System).await;
        let settings = site::Settings::read(&data).expect("the demonstration's settings");
        let site = site::open(store.expect("a store"), &settings).await.expect("a site");
        let router = site.router.merge(samples(&site.app)).route("/mau-script", get(Html(PROBE)));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let at = listener.local_addr().expect("an address");
        let address = format!("http://{at}");
        let serving = Some(serve(listener, router.clone()));
        Self { address, app: site.app, made, at, router, serving, _folder: folder }
    }

    /// Nobody answers at its address any more: the line is lost, for whoever asks.
    ///
    /// # Panics
    /// When it does not end.
    pub async fn go_away(&mut self) {
        let Some(Serving { stop, ended }) = self.serving.take() else { return };
        let _ = stop.send(());
        ended.await.expect("it ends");
    }

    /// It answers again, at the same address.
    ///
    /// # Panics
    /// When somebody else took the address.
    pub async fn come_back(&mut self) {
        let listener = TcpListener::bind(self.at).await.expect("its own address");
        self.serving = Some(serve(listener, self.router.clone()));
    }

    /// Password and six digits of this moment of an officer of the demonstration.
    ///
    /// # Panics
    /// When the demonstration has no such officer.
    pub fn keys_of(&self, login: &str) -> (String, String) {
        let all = self.made["accounts"].as_array().expect("accounts");
        let one = all.iter().find(|one| one["login"] == login).expect("the officer");
        let text = |field: &str| one[field].as_str().expect("a text").to_owned();
        let factor = Factor::read(&text("totp_secret")).expect("a second factor");
        (text("password"), factor.code(Clock::System.now()))
    }
}

/// Builds the program as this test was built, and lets it fill `data`.
fn demonstration(data: &Path) -> Value {
    let out = Command::new(testkit::program::file())
        .args(["demo", "--petitions", "60", "--json", "--data"])
        .arg(data)
        .output()
        .expect("the program runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("what the demonstration made")
}

/// Samples by name.
type Named = BTreeMap<&'static str, String>;

/// All samples of one language, as an officer or a resident meets them. Made once: a page that is
/// asked for by name needs not that all others are made anew.
#[derive(Default)]
struct Kept(Mutex<HashMap<(&'static str, bool), Arc<Named>>>);

impl Kept {
    fn all(&self, page: &Page, officer: bool) -> Arc<Named> {
        let mut kept = self.0.lock().expect("nobody fails while making samples");
        let make = || {
            let all = site::samples(page).into_iter();
            Arc::new(all.map(|sample| (sample.name, sample.html.to_string())).collect())
        };
        kept.entry((page.lang().code(), officer)).or_insert_with(make).clone()
    }
}

fn samples(app: &Arc<App>) -> Router {
    let kept = Arc::new(Kept::default());
    let show = async move |axum::extract::Path(name): axum::extract::Path<String>, page: Page| {
        let officer = !name.starts_with("resident");
        if officer {
            let (name, post, session) = ("Lê Ví Dụ".into(), "lãnh đạo".into(), "sample".into());
            page.visit().sign_in(SignedIn { name, post, session });
        }
        let all = kept.all(&page, officer);
        if name == "all" {
            return Html(all.keys().map(|name| format!("{name}\n")).collect());
        }
        Html(all.get(name.as_str()).cloned().unwrap_or_default())
    };
    // The site has the one answer for what is not found.
    let router = Router::new().route("/mau/{name}", get(show));
    web::layer(router, app.face.clone()).reset_fallback()
}
