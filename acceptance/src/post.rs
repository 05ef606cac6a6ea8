//! A real mail server of other people's making, as a child process on the loopback address; it is
//! told how to behave through a file. `script/smtp` brings it.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::program::root;

/// The server. Dropping it ends it.
pub struct Post {
    child: Child,
    folder: TempDir,
    /// Where it listens.
    pub port: u16,
}

/// A letter as another program's parser reads it.
#[derive(Clone, Debug)]
pub struct Letter(pub Value);

impl Post {
    /// Starts one; `None`, with a line that says so, when it was not brought.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// Starts one that takes letters over STARTTLS only, with this certificate and key.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_with(certificate_and_key: &[&str]) -> Option<Self> {
        let python = root().join("target/smtp/bin/python");
        if !python.exists() {
            eprintln!("skipped: there is no mail server; run script/smtp");
            return None;
        }
        let folder = tempfile::tempdir().expect("a folder");
        let (child, port) = spawn(&folder, 0, certificate_and_key);
        Some(Self { child, folder, port })
    }

    /// How it behaves from now on; see `acceptance/mail/server.py`.
    ///
    /// # Panics
    /// When it cannot be told.
    pub fn behave(&self, mode: &str) {
        let path = self.folder.path().join("mode");
        std::fs::write(path, mode).expect("it is told");
    }

    /// Ends the server; letters stay.
    pub fn close(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// The address for the setting `smtp`.
    pub fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// All letters, in the order in which they came.
    ///
    /// # Panics
    /// When one cannot be read.
    pub fn letters(&self) -> Vec<Letter> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let mut paths: Vec<PathBuf> =
            paths.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
        paths.sort();
        let read = |path: PathBuf| {
            let text = std::fs::read_to_string(path).expect("a letter");
            Letter(serde_json::from_str(&text).expect("a letter"))
        };
        paths.into_iter().map(read).collect()
    }
}

fn spawn(folder: &TempDir, port: u16, more: &[&str]) -> (Child, u16) {
    let mut command = Command::new(root().join("target/smtp/bin/python"));
    command.arg(root().join("acceptance/mail/server.py")).arg(folder.path()).args(more);
    command.env("PORT", port.to_string()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("the mail server starts");
    let mut line = String::new();
    let out = child.stdout.take().expect("its output");
    BufReader::new(out).read_line(&mut line).expect("its port");
    let port = line.trim().parse().unwrap_or_else(|_| panic!("no port in “{line}”"));
    (child, port)
}

impl Drop for Post {
    fn drop(&mut self) {
        self.close();
    }
}

impl Letter {
    /// A header, decoded.
    pub fn header(&self, name: &str) -> &str {
        let headers = self.0["headers"].as_array().into_iter().flatten();
        let mut found = headers.filter(|pair| pair[0].as_str() == Some(name));
        found.next().and_then(|pair| pair[1].as_str()).unwrap_or_default()
    }

    /// The text, decoded.
    pub fn body(&self) -> &str {
        self.0["body"].as_str().unwrap_or_default()
    }

    /// The bytes as they came.
    pub fn raw(&self) -> &str {
        self.0["raw"].as_str().unwrap_or_default()
    }
}
