//! Receipts judged by another program: `acceptance/clients/receipts.py`, written from the formats
//! alone over libsodium, must say of each the same as ours does, and for the same reason.

use std::io::Write as _;
use std::process::{Command, Stdio};

use acceptance::House;
use acceptance::house::UNIT;
use acceptance::storm;
use ledger::note::{Checkpoint, Signer, Use, Verifier};
use ledger::receipt::{Expected, origin};
use ledger::{Proof, Receipt, merkle};
use serde_json::{Value, json};
use store::Engine;

use super::ledger::{check, logged};

/// Changed receipts of each writing.
const BENT: usize = 150;
const WITNESS: &str = "bao.example/w";

/// What a reader asks of a text.
struct Asked {
    text: String,
    expected: Expected,
}

impl Asked {
    fn new(text: impl Into<String>, expected: &Expected) -> Self {
        Self { text: text.into(), expected: expected.clone() }
    }

    /// As the other program is asked.
    fn line(&self) -> String {
        let Expected { log, former, unit, witnesses, words } = &self.expected;
        let witnesses: Vec<String> = witnesses.iter().map(Verifier::text).collect();
        let mut asked = json!({ "text": self.text, "former": former, "witnesses": witnesses });
        let words = words.as_deref().map(|words| String::from_utf8_lossy(words).into_owned());
        for (name, value) in [("log", log), ("unit", unit), ("words", &words)] {
            if let Some(value) = value {
                asked[name] = json!(value);
            }
        }
        asked.to_string()
    }

    /// What we say of it, in the other program's form.
    fn ours(&self) -> Value {
        let receipt = Receipt::read(&self.text);
        let receipt = receipt.as_ref().ok_or(ledger::receipt::Refused::Unreadable);
        match receipt.and_then(|receipt| Ok((receipt, receipt.check(&self.expected)?))) {
            Err(why) => json!({ "good": false, "why": why.word() }),
            Ok((Receipt { record, index, .. }, proven)) => json!({
                "good": true, "code": record.code, "on": record.on.to_string(),
                "unit": record.unit, "leaf": index + 1, "size": proven.size, "log": proven.log,
                "witnesses": proven.witnesses,
            }),
        }
    }
}

/// What the other program says of all of them; `None` where it is not here, which was said.
fn theirs(all: &[Asked]) -> Option<Vec<Value>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let python = format!("{root}/target/clients/bin/python");
    if !std::path::Path::new(&python).exists() {
        testkit::skip("target/clients (script/clients brings it)", testkit::in_ci());
        return None;
    }
    let mut client = Command::new(python);
    client.arg(format!("{root}/acceptance/clients/receipts.py"));
    client.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut client = client.spawn().expect("it starts");
    let asked: String = all.iter().map(|asked| asked.line() + "\n").collect();
    let mut stdin = client.stdin.take().expect("its input");
    let writing = std::thread::spawn(move || stdin.write_all(asked.as_bytes()));
    let out = client.wait_with_output().expect("it ends");
    writing.join().expect("it was written").expect("all of it was read");
    assert!(out.status.success());
    let said = String::from_utf8(out.stdout).expect("a text");
    Some(said.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect())
}

/// The receipt of a petition in a log of some, cosigned by a witness.
async fn receipt(house: &House, witness: &Signer) -> Receipt {
    for n in 0..5 {
        logged(house, &format!("Việc thứ {n}.")).await;
    }
    let sql = "SELECT stream FROM journal WHERE kind = 'petition.received' ORDER BY position";
    let rows = house.store().rows(sql, Vec::new()).await.expect("read");
    let stream = rows[2].text(0).expect("a name");
    let found = house.log.receipt(&stream, 1).await.expect("it is read");
    let Proof::There(mut receipt) = found else { panic!("{found:?}") };
    let line = witness.sign(&receipt.note.text, 1_771_000_000);
    receipt.note.signatures.push(line);
    *receipt
}

/// The same record in a log of another key, alone.
fn foreign(of: &Receipt) -> Receipt {
    let seed = [2; 32];
    let key = Signer::new("khac", Use::Log, &seed).expect("a name").verifier().key;
    let by = Signer::new(&origin(&key), Use::Log, &seed).expect("a name");
    let root = merkle::leaf(&of.record.entry(&of.salt));
    let note = Checkpoint { origin: origin(&key), size: 1, root }.signed(&by);
    Receipt { key, index: 0, proof: Vec::new(), note, ..of.clone() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_program_says_of_every_receipt_what_we_say() {
    let chance = storm::chance();
    let house = House::open(Engine::Sqlite).await;
    let witness = Signer::new(WITNESS, Use::Witness, &[6; 32]).expect("a name");
    let receipt = receipt(&house, &witness).await;
    let (file, square) = (receipt.file(), receipt.square().expect("it fits"));
    let verifier = receipt.verifier();
    let known = Expected {
        log: Some(verifier.text()),
        unit: Some(UNIT.to_owned()),
        witnesses: vec![witness.verifier().clone()],
        words: Some("Việc thứ 2.".into()),
        ..Expected::default()
    };
    let other = foreign(&receipt);
    let mut all = vec![Asked::new(file.replace('\n', "\r\n"), &known)];
    for text in [&file, &square, &other.file(), &other.square().expect("it fits")] {
        for expected in [
            Expected::default(),
            known.clone(),
            Expected {
                former: vec![verifier.name.clone()],
                log: Some("x".into()),
                ..known.clone()
            },
            Expected { unit: Some("20837".into()), ..Expected::default() },
            Expected { words: Some("Việc khác.".into()), ..Expected::default() },
        ] {
            all.push(Asked::new(text, &expected));
        }
    }
    // A line that claims to be the witness's and is not; a stranger's line besides.
    let mut forged = receipt.clone();
    forged.note.signatures[1].bytes[70] ^= 1;
    let mut strange = receipt.clone();
    let stranger = Signer::new("la.example/w", Use::Witness, &[8; 32]).expect("a name");
    strange.note.signatures.push(stranger.sign(&receipt.note.text, 1_771_000_001));
    all.extend([forged, strange].iter().map(|one| Asked::new(one.file(), &known)));
    for text in [&file, &square] {
        all.extend((0..BENT).map(|_| Asked::new(testkit::bent(text, &chance), &known)));
    }
    house.end().await;
    let ours: Vec<Value> = all.iter().map(Asked::ours).collect();
    let words: std::collections::BTreeSet<&str> =
        ours.iter().filter_map(|said| said["why"].as_str()).collect();
    let wanted = ["altered", "foreign", "forged", "other-words", "unreadable", "wrong-unit"];
    assert_eq!(Vec::from_iter(words), wanted, "every reason is among them");
    by_the_command(&all[1..4], &ours[1..4]);
    let Some(theirs) = theirs(&all) else { return };
    assert_eq!(theirs.len(), ours.len());
    for ((asked, ours), theirs) in all.iter().zip(&ours).zip(&theirs) {
        assert_eq!(ours, theirs, "{}", asked.line());
    }
}

/// The command is the same check with words around it.
fn by_the_command(all: &[Asked], ours: &[Value]) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("don.tlog-proof").display().to_string();
    for (asked, ours) in all.iter().zip(ours) {
        std::fs::write(&path, &asked.text).expect("written");
        let mut args = vec!["--json".to_owned(), path.clone()];
        let Expected { log, former, unit, witnesses, .. } = &asked.expected;
        let flag = |name: &str, value: &String| [name.to_owned(), value.clone()];
        args.extend(log.iter().flat_map(|log| flag("--log", log)));
        args.extend(former.iter().flat_map(|log| flag("--former", log)));
        args.extend(unit.iter().flat_map(|unit| flag("--unit", unit)));
        args.extend(witnesses.iter().flat_map(|one| flag("--witness", &one.text())));
        let said = check(&args.iter().map(String::as_str).collect::<Vec<_>>()).json();
        assert_eq!((&said["good"], &said["why"]), (&ours["good"], &ours["why"]), "{args:?}");
        if ours["good"] == true {
            let proven = &said["proven"];
            for part in ["code", "on", "unit", "leaf", "size", "log"] {
                assert_eq!(proven[part], ours[part], "{part}");
            }
        }
    }
}
