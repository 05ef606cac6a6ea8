//! The program as a file, built by the cargo that runs the test.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The crates whose wishes decide how what they share is compiled. Chosen alone, `dantin` would
/// ask for fewer features than the tests beside it, and a hundred crates would be compiled twice.
const SELECTION: [&str; 4] = ["dantin", "acceptance", "bench", "e2e"];

/// The program's file: built once, by the same cargo and profile as this test.
///
/// # Panics
/// When it does not build.
pub fn file() -> &'static Path {
    static FILE: OnceLock<PathBuf> = OnceLock::new();
    FILE.get_or_init(|| {
        let test = std::env::current_exe().expect("this test has a file");
        let folder = test.parent().and_then(Path::parent).expect("target/debug/deps/…");
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let mut build = Command::new(cargo);
        // What cargo told this test of its own crate is not for another cargo: build scripts that
        // read it would run again, and all that stands on them would be compiled once more.
        let told = std::env::vars_os().map(|(name, _)| name);
        told.filter(|name| is_of_a_crate(&name.to_string_lossy())).for_each(|name| {
            build.env_remove(name);
        });
        build.args(["build", "--quiet", "--bin", "dantin"]);
        build.args(SELECTION.iter().flat_map(|name| ["--package", name]));
        if folder.ends_with("release") {
            build.arg("--release");
        }
        if let Some(target) = folder.parent() {
            build.arg("--target-dir").arg(target);
        }
        build.current_dir(root());
        let status = build.status().expect("cargo runs");
        assert!(status.success(), "dantin does not build");
        folder.join("dantin")
    })
}

fn is_of_a_crate(name: &str) -> bool {
    ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]
        .iter()
        .any(|start| name.starts_with(start))
        || name == "OUT_DIR"
}

/// The root of the repository.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("crates/testkit lies two below the root")
}
