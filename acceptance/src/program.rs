//! The program itself as a child process: its commands, and a server that can be killed.

use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;
use store::Engine;
use tempfile::TempDir;
pub use testkit::program::{file, root};

use crate::browser::Browser;

/// What a command printed and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// Whether the exit code was 0.
    pub well: bool,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// The JSON that it printed.
    ///
    /// # Panics
    /// When it printed something else.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The JSON of a command that ended well.
    #[track_caller]
    pub fn good(&self) -> Value {
        assert!(self.well, "{self:?}");
        self.json()
    }
}

/// Runs a command of the program.
pub fn run<I: IntoIterator<Item = S>, S: AsRef<std::ffi::OsStr>>(args: I) -> Ran {
    ran(Command::new(file()).args(args))
}

/// The program, which is told that the disk is full where a file would grow beyond that.
fn within(kibibytes: u32) -> Command {
    let script = format!("trap '' XFSZ; ulimit -S -f {kibibytes}; exec \"$0\" \"$@\"");
    let mut command = Command::new("bash");
    command.arg("-c").arg(script).arg(file());
    command
}

fn ran(command: &mut Command) -> Ran {
    let out = command.output().expect("the program runs");
    let Output { status, stdout, stderr } = out;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ran { well: status.success(), out: text(stdout), err: text(stderr) }
}

/// A folder, and a database when it is not SQLite's, for the program as a child.
pub struct Ground {
    /// The data folder.
    pub folder: TempDir,
    /// `postgres://…`
    pub database: Option<String>,
}

impl Ground {
    /// An empty one.
    pub fn new(engine: Engine) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let database = (engine == Engine::Postgres).then(testkit::postgres::fresh_database);
        Self { folder, database }
    }

    /// The folder's path.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A command on this ground, as in `["verify", "--json"]`.
    pub fn args(&self, args: &[&str]) -> Vec<String> {
        let mut all: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        all.extend(["--data".to_owned(), self.path().display().to_string()]);
        if let Some(database) = &self.database {
            all.extend(["--database".to_owned(), database.clone()]);
        }
        all
    }

    /// Runs a command on this ground.
    pub fn run(&self, args: &[&str]) -> Ran {
        run(self.args(args))
    }

    /// Runs a command with no file allowed to grow beyond so many KiB: a full disk.
    pub fn run_within(&self, kibibytes: u32, args: &[&str]) -> Ran {
        ran(within(kibibytes).args(self.args(args)))
    }

    /// Runs a command and kills it, as SIGKILL does, as soon as a line of its standard error has
    /// these words; whether it was still at work then.
    ///
    /// # Panics
    /// When it does not start.
    pub fn run_until(&self, words: &str, args: &[&str]) -> bool {
        let mut command = Command::new(file());
        command.args(self.args(args)).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let lines = BufReader::new(child.stderr.take().expect("its errors")).lines();
        let said = lines.map_while(Result::ok).any(|line| line.contains(words));
        let _ = child.kill();
        let ended = child.wait().expect("it ends");
        // What is killed has no exit code.
        said && ended.code().is_none()
    }

    /// Takes in a register kept before: its text, and the map of its columns. What was told of it.
    pub fn import(&self, map: &str, text: &str) -> Value {
        let (map_file, file) = (self.path().join("map.toml"), self.path().join("so.csv"));
        std::fs::write(&map_file, map).expect("the map is written");
        std::fs::write(&file, text).expect("the register is written");
        let (map, file) = (map_file.display().to_string(), file.display().to_string());
        let args = ["import", "petitions", "--json", "--unit", "20836", "--map", &map];
        self.run(&[&args[..], &["--encoding", "unicode", &file]].concat()).good()
    }

    /// Makes the demonstration; what it printed.
    pub fn demo(&self, petitions: usize) -> Value {
        self.run(&["demo", "--json", "--petitions", &petitions.to_string()]).good()
    }

    /// Serves this ground on a free port.
    pub fn serve(&self) -> Served {
        Served::start(Command::new(file()).args(self.serve_args()))
    }

    /// Serves this ground and lets it write everything that it logs into a file.
    ///
    /// # Panics
    /// When the file cannot be made.
    pub fn serve_logging(&self, log: &Path) -> Served {
        let mut command = Command::new(file());
        command.args(self.serve_args()).env("DANTIN_LOG", "debug");
        let log = std::fs::File::create(log).expect("a file for the log");
        Served::start_with(&mut command, log.into())
    }

    /// Serves this ground, and has it trust this certificate of a mail server.
    pub fn serve_trusting(&self, certificate: &Path) -> Served {
        let mut command = Command::new(file());
        Served::start(command.env("SSL_CERT_FILE", certificate).args(self.serve_args()))
    }

    /// Serves this ground with no file allowed to grow beyond so many KiB: a full disk, without
    /// the rights that mounting a small one takes.
    pub fn serve_within(&self, kibibytes: u32) -> Served {
        Served::start(within(kibibytes).args(self.serve_args()))
    }

    fn serve_args(&self) -> Vec<String> {
        self.args(&["serve", "--listen", "127.0.0.1:0"])
    }
}

/// Runs a witness over this folder, for the log with this key.
pub fn witness(folder: &Path, name: &str, log: &str) -> Served {
    let mut command = Command::new(file());
    command.args(["witness", "--listen", "127.0.0.1:0", "--name", name, "--log", log, "--data"]);
    Served::start(command.arg(folder))
}

/// A serving child. Dropping it kills it.
pub struct Served {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    /// The line with which it said that it is ready.
    pub ready: String,
}

impl Served {
    fn start(command: &mut Command) -> Self {
        Self::start_with(command, Stdio::null())
    }

    fn start_with(command: &mut Command, log: Stdio) -> Self {
        command.stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().expect("the program starts");
        let out = child.stdout.take().expect("its output");
        let mut ready = String::new();
        BufReader::new(out).read_line(&mut ready).expect("its first line");
        let address = ready
            .split("http://")
            .nth(1)
            .and_then(|rest| rest.split([' ', '\n', '/']).next())
            .and_then(|address| address.parse().ok());
        let address = address.unwrap_or_else(|| panic!("no address in “{ready}”"));
        Self { child, address, ready }
    }

    /// A browser before it.
    pub fn visitor(&self) -> Browser {
        Browser::new(Ipv4Addr::LOCALHOST, self.address)
    }

    /// The process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Lifts the limit that a server was started [within](Ground::serve_within).
    pub fn make_room(&self) {
        let pid = self.child.id().to_string();
        let done = Command::new("prlimit").args(["--fsize=unlimited:", "--pid", &pid]).status();
        assert!(done.is_ok_and(|status| status.success()), "the limit is lifted");
    }

    /// Ends it at once, as SIGKILL does, and waits until it is gone.
    pub fn kill(mut self) {
        self.child.kill().expect("it can be killed");
        let _ = self.child.wait();
    }

    /// Asks it to end, as an operator does; whether it ended well.
    pub fn stop(mut self) -> bool {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.is_ok_and(|status| status.success()), "SIGTERM is sent");
        self.child.wait().is_ok_and(|status| status.success())
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
