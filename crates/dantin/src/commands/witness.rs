//! `dantin witness`: a small program for whoever vouches that the logs of others only grow. It has
//! a folder of its own and no database.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use kernel::{Chance, Clock};
use ledger::note::{Use, Verifier};
use ledger::witness::{Keeper, router};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use crate::output::Done;

/// Cosign the public logs of others as long as they only grow, until SIGTERM.
#[derive(Args)]
pub struct Witness {
    /// The folder of its key and of what it saw; made the first time.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Its name, such as an address without https://: `bao.example/dantin`.
    #[arg(long)]
    name: String,
    /// The key of a log that it knows, as the office posts it; may be given several times.
    #[arg(long, value_name = "KEY", required = true)]
    log: Vec<String>,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
}

impl Witness {
    pub async fn run(self) -> Done {
        let known = |text: &String| {
            let read = Verifier::read(text).filter(|log| log.signs == Use::Log);
            read.ok_or_else(|| format!("{text} is no key of a log"))
        };
        let logs = self.log.iter().map(known).collect::<Result<Vec<_>, _>>()?;
        let by = (Clock::System, &Chance::System);
        let keeper = Arc::new(Keeper::open(&self.data, &self.name, logs, by)?);
        let listener = TcpListener::bind(self.listen)
            .await
            .map_err(|error| format!("cannot listen on {}: {error}", self.listen))?;
        let at = listener.local_addr().map_err(|error| error.to_string())?;
        println!("witness ready on http://{at} — its key: {}", keeper.key());
        let mut term = signal(SignalKind::terminate()).map_err(|e| e.to_string())?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(|e| e.to_string())?;
        site::serve::run(listener, router(keeper), async move {
            tokio::select! { _ = term.recv() => {}, _ = interrupt.recv() => {} }
        })
        .await;
        Ok(ExitCode::SUCCESS)
    }
}
