//! The program: one binary, one folder. This file reads the command line and hands over.

mod commands;
mod demo;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

/// Returns memory to the system after a burst, where the system's own allocator keeps it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = commands::Cli::parse().command;
    if command.is_server() {
        without_huge_pages();
    }
    start_log(command.is_server());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(commands::run(command)),
        Err(error) => Err(format!("the threads could not be started: {error}")),
    };
    match done {
        Ok(code) => code,
        Err(told) => {
            eprintln!("dantin: {told}");
            ExitCode::FAILURE
        }
    }
}

/// Begins again, once, as the same process with huge pages switched off: with them an idle server
/// holds 15 MiB more (66 instead of 51 MiB), and the allocator asks only when a process begins.
/// Where this fails, the server runs on as it is.
fn without_huge_pages() {
    use std::os::unix::process::CommandExt as _;
    const SETTING: &str = "MIMALLOC_ALLOW_THP";
    if std::env::var_os(SETTING).is_some() {
        return;
    }
    if let Ok(own) = std::env::current_exe() {
        let error = std::process::Command::new(own)
            .args(std::env::args_os().skip(1))
            .env(SETTING, "0")
            .exec();
        eprintln!("dantin: going on with huge pages: {error}");
    }
}

/// A message for people and fields for queries, as JSON lines on the standard error of a server.
/// `DANTIN_LOG` narrows or widens it, as in `DANTIN_LOG=debug`.
fn start_log(server: bool) {
    use tracing_subscriber::EnvFilter;
    let default = if server { "info" } else { "warn" };
    let filter = EnvFilter::try_from_env("DANTIN_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match server {
        true => log.json().init(),
        false => log.init(),
    }
}
