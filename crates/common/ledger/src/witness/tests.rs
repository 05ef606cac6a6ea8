//! What a witness answers, whatever is asked at once and however often it was killed.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use kernel::{Chance, Clock};
use tower::ServiceExt as _;

use super::*;
use crate::note::{Signer, Use};

const NOW: u64 = 1_771_000_000;

fn log() -> Signer {
    Signer::new("dantin/log", Use::Log, &[5; 32]).expect("a name")
}

/// The root over leaves of which the one at `forked` is another.
fn root(range: merkle::Range, forked: Option<u64>) -> Hash {
    let leaf = |n: u64| merkle::leaf(&[n as u8, u8::from(forked == Some(n))]);
    merkle::fold(&(range.0..range.1).map(leaf).collect::<Vec<_>>())
}

/// Asks for a cosignature of `new` leaves from `old` on.
fn ask(old: u64, new: u64, forked: Option<u64>) -> Ask {
    let origin = log().verifier().name.clone();
    let checkpoint = Checkpoint { origin, size: new, root: root((0, new), forked) };
    let proof = merkle::consistency(old, new).into_iter().map(|range| root(range, forked));
    Ask { old, proof: proof.collect(), note: checkpoint.signed(&log()) }
}

fn keeper(folder: &std::path::Path) -> Keeper {
    let at = jiff::Timestamp::from_second(NOW as i64).expect("a moment");
    let by = (Clock::fake(at), &Chance::seeded(3));
    Keeper::open(folder, "bao.example/w", vec![log().verifier().clone()], by).expect("it opens")
}

async fn asked(keeper: &std::sync::Arc<Keeper>, body: String) -> (StatusCode, String, String) {
    let request = Request::post("/add-checkpoint").body(Body::from(body)).expect("a request");
    let answer = router(keeper.clone()).oneshot(request).await.expect("it answers");
    let (status, kind) = (answer.status(), answer.headers().get(header::CONTENT_TYPE).cloned());
    let body = to_bytes(answer.into_body(), 1 << 16).await.expect("a body");
    let kind = kind.map_or_else(String::new, |kind| kind.to_str().unwrap_or_default().to_owned());
    (status, kind, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn it_cosigns_what_goes_on_and_remembers_it_over_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    for (old, new) in [(0, 3), (3, 3), (3, 40), (40, 41)] {
        // Each time as after a crash: all it knows is on disk.
        let keeper = std::sync::Arc::new(keeper(folder.path()));
        let ask = ask(old, new, None);
        let (status, _, line) = asked(&keeper, ask.write()).await;
        assert_eq!(status, StatusCode::OK, "{old} {new}: {line}");
        let line = crate::note::Signature::read(line.trim_end()).expect("a line of a note");
        let by = Verifier::read(&keeper.key()).expect("its key");
        assert_eq!(by.signed(&ask.note.text, &line), Ok(Some(NOW)));
    }
}

#[tokio::test]
async fn it_refuses_forks_and_rollbacks_as_the_specification_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let keeper = std::sync::Arc::new(keeper(folder.path()));
    assert_eq!(asked(&keeper, ask(0, 20, None).write()).await.0, StatusCode::OK);
    let behind = asked(&keeper, ask(0, 30, None).write()).await;
    assert_eq!(behind, (StatusCode::CONFLICT, "text/x.tlog.size".into(), "20\n".into()));
    let back = asked(&keeper, ask(10, 10, None).write()).await;
    assert_eq!(back, (StatusCode::CONFLICT, "text/x.tlog.size".into(), "20\n".into()));
    let mut unknown = ask(20, 30, None);
    unknown.note.text = unknown.note.text.replace("dantin/log", "dantin/other");
    let mut unsigned = ask(20, 30, None);
    unsigned.note.text = unsigned.note.text.replace("\n30\n", "\n31\n");
    let mut unproven = ask(20, 30, None);
    unproven.proof.pop();
    let mut needless = ask(20, 20, None);
    needless.proof.push([0; 32]);
    for (ask, status) in [
        (ask(20, 20, Some(7)), StatusCode::CONFLICT),
        (ask(20, 30, Some(7)), StatusCode::UNPROCESSABLE_ENTITY),
        (unproven, StatusCode::UNPROCESSABLE_ENTITY),
        (needless, StatusCode::UNPROCESSABLE_ENTITY),
        (unknown, StatusCode::NOT_FOUND),
        (unsigned, StatusCode::FORBIDDEN),
        (Ask { old: 30, ..ask(20, 25, None) }, StatusCode::BAD_REQUEST),
    ] {
        let (found, kind, body) = asked(&keeper, ask.write()).await;
        assert_eq!(found, status, "{body}");
        assert_ne!(kind, "text/x.tlog.size");
    }
    for bad in ["", "old 1\n", "old 01\n\nx\n", "old 0\nxx\n\na\n0\nb\n\n— a AAAAAQ==\n"] {
        assert_eq!(asked(&keeper, bad.into()).await.0, StatusCode::BAD_REQUEST, "{bad:?}");
    }
    let kept = |what: &str| {
        let names = std::fs::read_dir(folder.path()).expect("a folder").flatten();
        names.filter(|e| e.file_name().to_string_lossy().contains(what)).count()
    };
    assert_eq!((kept(".fork-"), kept(".doubt-")), (1, 3), "the evidence is kept");
    // Nothing of it has moved the witness.
    assert_eq!(asked(&keeper, ask(20, 30, None).write()).await.0, StatusCode::OK);
}

#[tokio::test]
async fn of_two_that_ask_at_once_one_is_told_where_the_log_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let keeper = std::sync::Arc::new(keeper(folder.path()));
    assert_eq!(asked(&keeper, ask(0, 10, None).write()).await.0, StatusCode::OK);
    let (one, two) = (ask(10, 20, None).write(), ask(10, 21, Some(15)).write());
    let (one, two) = tokio::join!(asked(&keeper, one), asked(&keeper, two));
    let both = [one.0, two.0];
    assert!(both.contains(&StatusCode::OK) && both.contains(&StatusCode::CONFLICT), "{both:?}");
}

#[test]
fn a_lost_key_a_torn_file_or_a_second_process_stops_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let by = || (Clock::System, &Chance::System);
    let logs = || vec![log().verifier().clone()];
    let first = keeper(folder.path());
    let second = Keeper::open(folder.path(), "bao.example/w", logs(), by());
    assert!(second.is_err_and(|told| told.contains("in use")));
    assert!(first.add(&ask(0, 5, None)).is_ok());
    let file = folder.path().join(format!("{}.checkpoint", keep::file_name("dantin/log")));
    let whole = std::fs::read_to_string(&file).expect("it is kept");
    std::fs::write(&file, &whole[..whole.len() / 2]).expect("torn");
    let torn = first.add(&ask(5, 6, None));
    assert!(matches!(torn, Err(keep::Failed::Disk(_))), "what it forgot it does not make up");
    std::fs::write(&file, whole.replacen("\n5\n", "\n4\n", 1)).expect("a bit is flipped");
    let bent = first.add(&ask(5, 6, None));
    assert!(matches!(bent, Err(keep::Failed::Disk(_))), "and nobody is accused by it: {bent:?}");
    drop(first);
    let other = Keeper::open(folder.path(), "la.example/w", logs(), by());
    assert!(other.is_err_and(|told| told.contains("not of la.example/w")));
    std::fs::remove_file(folder.path().join("witness.toml")).expect("lost");
    let lost = Keeper::open(folder.path(), "bao.example/w", logs(), by());
    assert!(lost.is_err_and(|told| told.contains("put the copy back")));
}
