//! `dantin serve`: one process, one folder.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinSet;

use super::Place;
use crate::output::Done;

/// Serve the pages and the API until SIGTERM.
#[derive(Args)]
pub struct Serve {
    #[command(flatten)]
    place: Place,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
}

impl Serve {
    pub async fn run(self) -> Done {
        let settings = site::Settings::read(&self.place.data)?;
        let witnesses = settings.witnesses()?;
        let store = self.place.open(true).await?;
        let site = site::open(store.clone(), &settings).await.map_err(|e| e.to_string())?;
        let first = accounts::open_first_link(&store, &site.app.limits).await;
        let first = first.map_err(|error| error.to_string())?;
        let jobs = site::jobs(&site.app, &settings).await.map_err(|e| e.to_string())?.start();
        ledger::cosign::keep_only(&store, &witnesses).await.map_err(|e| e.to_string())?;
        let mut beside = JoinSet::new();
        for witness in witnesses {
            beside.spawn(ledger::cosign::run(site.log.clone(), witness));
        }
        beside.spawn(site.log.run());
        beside.spawn(crate::memory::let_go());
        let listener = TcpListener::bind(self.listen)
            .await
            .map_err(|error| format!("cannot listen on {}: {error}", self.listen))?;
        let at = listener.local_addr().map_err(|error| error.to_string())?;
        match first {
            Some(path) => println!("dantin ready on http://{at} — first start: http://{at}{path}"),
            None => println!("dantin ready on http://{at}"),
        }
        let mut term = signal(SignalKind::terminate()).map_err(|e| e.to_string())?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(|e| e.to_string())?;
        site::serve::run(listener, site.router, async move {
            tokio::select! { _ = term.recv() => {}, _ = interrupt.recv() => {} }
        })
        .await;
        jobs.stop().await;
        // At any moment: what has no leaf yet gets it after the next start.
        beside.shutdown().await;
        store.close().await;
        tracing::info!("ended; everything acknowledged is on disk");
        Ok(ExitCode::SUCCESS)
    }
}
