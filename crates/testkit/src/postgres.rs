//! A PostgreSQL cluster of this test process: started once, ended with the process.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tempfile::TempDir;

struct Cluster {
    port: u16,
    _folder: TempDir,
}

/// How the folder of a cluster begins.
const PREFIX: &str = "dantin-pg";

static CLUSTER: OnceLock<Cluster> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// Whether the server's programs are on this machine.
pub fn installed() -> bool {
    programs().is_some()
}

/// The newest installed version's folder of programs (Debian's layout).
fn programs() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("postgres").exists())
        .collect();
    found.sort();
    found.pop()
}

/// The address of a new, empty database.
///
/// # Panics
/// When the cluster cannot be started.
pub fn fresh_database() -> String {
    let cluster = CLUSTER.get_or_init(start);
    let name = format!("test{}", DATABASES.fetch_add(1, Ordering::SeqCst));
    sql(cluster.port, "postgres", &format!("CREATE DATABASE {name}"));
    format!("postgres://dantin@127.0.0.1:{}/{name}", cluster.port)
}

/// Cuts every connection of a database, as a failing server would.
pub fn cut_connections(url: &str) {
    let (port, name) = parts(url);
    let cut =
        format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    sql(port, "postgres", &cut);
}

/// Lets no new connection into a database, or lets them in again.
pub fn set_reachable(url: &str, reachable: bool) {
    let (port, name) = parts(url);
    sql(port, "postgres", &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {reachable}"));
}

fn parts(url: &str) -> (u16, &str) {
    let (rest, name) = url.rsplit_once('/').expect("an address with a database");
    let port = rest.rsplit_once(':').expect("an address with a port").1;
    (port.parse().expect("a port"), name)
}

fn sql(port: u16, database: &str, statement: &str) {
    let port = port.to_string();
    let out = Command::new("psql")
        .args(["-X", "-q", "-h", "127.0.0.1", "-p", &port, "-U", "dantin", database])
        .args(["-v", "ON_ERROR_STOP=1", "-c", statement])
        .output()
        .expect("psql runs");
    assert!(out.status.success(), "{statement}: {}", String::from_utf8_lossy(&out.stderr));
}

fn start() -> Cluster {
    let bin = programs().expect("PostgreSQL is installed");
    sweep(&std::env::temp_dir());
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir().expect("a folder");
    let root = is_root();
    if root {
        run(Command::new("chown").args(["postgres:postgres"]).arg(folder.path()));
    }
    let data = folder.path().join("data");
    let mut initdb = as_server(&bin.join("initdb"), root);
    initdb.args(["-A", "trust", "-U", "dantin", "-E", "UTF8", "--locale=C", "--no-sync", "-D"]);
    run(initdb.arg(&data));
    let port = free_port();
    serve(&bin, &data, folder.path(), port, root);
    Cluster { port, _folder: folder }
}

/// Removes what earlier processes left: a static is never dropped, so a cluster's folder outlives
/// it. A folder with the lock file of a server is in use; so may one be that was made just now.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let old = entry
            .metadata()
            .and_then(|meta| meta.modified())
            .is_ok_and(|changed| changed.elapsed().is_ok_and(|age| age > Duration::from_secs(60)));
        if ours && old && !entry.path().join("data/postmaster.pid").exists() {
            // Another user's folder stays; it is theirs to sweep.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// PostgreSQL refuses to run as root, so root hands it to the user that Debian's package makes.
fn as_server(program: &Path, root: bool) -> Command {
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
    command
}

/// The server asks the kernel to be told when the thread that started it is gone; that thread
/// sleeps until the test process ends, however it ends.
fn serve(bin: &Path, data: &Path, socket: &Path, port: u16, root: bool) {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if root {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg(bin.join("postgres")).arg("-D").arg(data);
    command.arg("-k").arg(socket).args(["-p", &port.to_string()]);
    command.args(["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    std::thread::spawn(move || {
        let mut server = command.spawn().expect("PostgreSQL starts");
        let _ = server.wait();
        loop {
            std::thread::park();
        }
    });
    for _ in 0..100 {
        let ready = Command::new(bin.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status();
        if ready.is_ok_and(|status| status.success()) {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("PostgreSQL did not become ready");
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").port()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().expect("id runs");
    String::from_utf8_lossy(&id.stdout).trim() == "0"
}

fn run(command: &mut Command) {
    let out = command.output().expect("the program runs");
    assert!(out.status.success(), "{command:?}: {}", String::from_utf8_lossy(&out.stderr));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_folders_without_a_server_are_swept() {
        let folder = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::UNIX_EPOCH;
        let make = |name: &str, held: bool, aged: bool| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.join("data")).unwrap();
            if held {
                std::fs::write(path.join("data/postmaster.pid"), "1").unwrap();
            }
            if aged {
                std::fs::File::open(&path).unwrap().set_modified(old).unwrap();
            }
            path
        };
        let left = make("dantin-pgA", false, true);
        let kept = [
            make("dantin-pgB", true, true),
            make("dantin-pgC", false, false),
            make("other", false, true),
        ];
        sweep(folder.path());
        assert!(!left.exists());
        assert!(kept.iter().all(|path| path.exists()));
    }
}
