//! What a command prints: a sentence for a person, or JSON for a program.

use std::io::{ErrorKind, Write as _};
use std::process::ExitCode;

use serde::Serialize;

/// How a command ends: its exit code, or what went wrong in one sentence.
pub type Done = Result<ExitCode, String>;

/// Prints `value` as JSON, or `sentence`.
pub fn tell<T: Serialize>(json: bool, value: &T, sentence: impl FnOnce() -> String) -> Done {
    let line = match json {
        true => serde_json::to_string(value).map_err(|e| e.to_string())?,
        false => sentence(),
    };
    print(&line)?;
    Ok(ExitCode::SUCCESS)
}

/// Says how far a command has come, on the standard error: nobody's answer, and read by nobody when
/// it cannot be written.
pub fn progress(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Prints a line. A reader who has seen enough (`… | head`) may leave: that is no failure.
fn print(line: &str) -> Result<(), String> {
    match writeln!(std::io::stdout(), "{line}") {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.to_string()),
        _ => Ok(()),
    }
}

/// Prints a failure; as JSON it is `{"error": …}` on the standard output, for the program that
/// asked, and the exit code is 1 all the same.
pub fn fail(json: bool, error: &dyn std::fmt::Display) -> Done {
    if !json {
        return Err(error.to_string());
    }
    print(&serde_json::json!({ "error": error.to_string() }).to_string())?;
    Ok(ExitCode::FAILURE)
}
