//! The program: one binary, one folder. This file reads the command line and hands over.

mod commands;
mod demo;
mod memory;
mod output;

use std::process::ExitCode;

use clap::Parser as _;

/// Returns memory to the system after a burst, where the system's own allocator keeps it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = commands::Cli::parse().command;
    if command.is_server() {
        memory::without_huge_pages();
    }
    start_log(command.is_server());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = match runtime {
        Ok(runtime) => runtime.block_on(commands::run(command)),
        Err(error) => Err(format!("the threads could not be started: {error}")),
    };
    match done {
        Ok(code) => code,
        // Whatever failed, and however early: a program that asked for JSON gets JSON.
        Err(told) if std::env::args().any(|word| word == "--json") => {
            output::fail(true, &told).unwrap_or(ExitCode::FAILURE)
        }
        Err(told) => {
            eprintln!("dantin: {told}");
            ExitCode::FAILURE
        }
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
