//! The page that checks receipts, taken along and opened from a file, without any server: a good
//! receipt, altered ones by the hundred, one of another log; what it says is what the program says.

use std::path::Path;
use std::process::Command;

use e2e::browser::Browser;
use e2e::house::House;
use kernel::Chance;
use ledger::note::{Checkpoint, Signer, Use, Verifier};
use ledger::receipt::{Expected, Refused, origin};
use ledger::{Proof, Receipt, merkle};
use serde_json::{Value, json};
use testkit::bent;

use super::{journey, sound};

/// Changed receipts of each writing, and how many the page is asked at once.
const BENT: usize = 200;
const AT_ONCE: usize = 50;

/// The log of the demonstration, brought up to date, and the receipt of one of its petitions.
pub(super) async fn receipt(house: &House) -> Receipt {
    let log = site::log(house.app.store.clone());
    log.catch_up().await.expect("the log is begun");
    let sql = "SELECT stream FROM journal WHERE kind = 'petition.received' ORDER BY position";
    for row in house.app.store.rows(sql, Vec::new()).await.expect("read") {
        let stream = row.text(0).expect("a name");
        if let Proof::There(receipt) = log.receipt(&stream, 1).await.expect("it is read") {
            return *receipt;
        }
    }
    panic!("no petition of the demonstration has a proof");
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

/// Saves the page as a reader does who takes it along.
async fn take_along(browser: &Browser, folder: &Path) {
    browser.go("/nhat-ky-cong-khai/kiem-dau.html").await;
    sound(browser).await;
    browser.go("/").await;
    let script = "const done = arguments[arguments.length - 1];
      fetch('/nhat-ky-cong-khai/kiem-dau.html').then((got) => got.text()).then(done)";
    let page = browser.run_async(script).await;
    let page = page.as_str().expect("the page");
    std::fs::write(folder.join("kiem-dau.html"), page).expect("it is saved");
}

/// What the program says, in the page's form.
fn ours(text: &str, expected: &Expected) -> Value {
    let receipt = Receipt::read(text);
    let receipt = receipt.as_ref().ok_or(Refused::Unreadable);
    match receipt.and_then(|receipt| Ok((receipt, receipt.check(expected)?))) {
        Err(why) => json!({ "good": false, "why": why.word() }),
        Ok((Receipt { record, index, .. }, proven)) => json!({
            "good": true, "kind": record.kind, "sort": record.sort, "code": record.code,
            "unit": record.unit, "on": record.on.to_string(), "rule": record.rule,
            "leaf": index + 1, "size": proven.size, "log": proven.log, "key": proven.verifier,
            "log_former": proven.former, "unknown_cosigners": proven.unknown,
            "spoken": ledger::record::spoken(&proven.entry),
            "witnesses": proven.witnesses.iter()
                .map(|(name, since)| json!([name, since.to_string()])).collect::<Vec<_>>(),
        }),
    }
}

/// What the page says of each of them.
async fn theirs(browser: &Browser, all: &[(String, Expected)]) -> Vec<Value> {
    let mut said = Vec::new();
    for part in all.chunks(AT_ONCE) {
        let asked = part.iter().map(|(text, expected)| {
            let Expected { log, former, unit, witnesses, words } = expected;
            let witnesses: Vec<String> = witnesses.iter().map(Verifier::text).collect();
            let words = words.as_deref().map(|words| String::from_utf8_lossy(words).into_owned());
            json!([text, { "log": log, "former": former, "unit": unit, "words": words }, witnesses])
        });
        let asked = Value::from_iter(asked);
        let script = format!(
            "return {asked}.map(([text, expected, keys]) => {{
              if (expected.words === null) delete expected.words;
              const said = checkReceipt(text, {{ ...expected, witnesses: keys.map(readWitness) }});
              if (!said.good) return {{ good: false, why: said.why }};
              const {{ log_known, words_held, ...proven }} = said.proven;
              return {{ good: true, ...proven }};
            }})"
        );
        said.extend(browser.run(&script).await.as_array().cloned().expect("a list"));
    }
    said
}

/// What the page shows after this was opened as a file.
async fn opened(browser: &Browser, file: &Path, text: &str) -> String {
    std::fs::write(file, text).expect("written");
    browser.run("document.getElementById('verdict').textContent = ''").await;
    browser.choose("#file", file).await;
    let script = "const done = arguments[arguments.length - 1];
      const box = document.getElementById('verdict');
      if (box.textContent !== '') return done(box.textContent);
      new MutationObserver((_, watch) => { watch.disconnect(); done(box.textContent); })
        .observe(box, { childList: true, subtree: true });";
    browser.run_async(script).await.as_str().expect("words").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_from_a_stick_says_of_every_receipt_what_the_program_says() {
    let Some((_alone, house, browser)) = journey().await else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let mut receipt = receipt(&house).await;
    let witness = Signer::new("bao.example/w", Use::Witness, &[6; 32]).expect("a name");
    let line = witness.sign(&receipt.note.text, 1_771_000_000);
    receipt.note.signatures.push(line);
    take_along(&browser, folder.path()).await;
    browser.close().await;
    // From here on there is no server: another browser, that file, and no line.
    let browser = Browser::open(&format!("file://{}", folder.path().display())).await;
    browser.line(false).await;
    browser.size(360, 740).await;
    browser.go("/kiem-dau.html").await;
    sound(&browser).await;
    let key = receipt.verifier().text();
    assert_eq!(browser.prop("#log", "value").await, key, "it knows the log it was taken from");
    assert_eq!(browser.prop("#unit", "value").await, receipt.record.unit);

    shown(&browser, folder.path(), &receipt, &witness).await;

    let (chance, other) = (Chance::System, foreign(&receipt));
    let known = Expected {
        log: Some(key),
        unit: Some(receipt.record.unit.clone()),
        witnesses: vec![witness.verifier().clone()],
        ..Expected::default()
    };
    let of = |text: &str, expected: &Expected| (text.to_owned(), expected.clone());
    let (file, square) = (receipt.file(), receipt.square().expect("it fits"));
    let mut all = vec![of(&file.replace('\n', "\r\n"), &known)];
    for text in [&file, &square, &other.file(), &other.square().expect("it fits")] {
        all.push(of(text, &Expected::default()));
        all.push(of(text, &known));
        all.push(of(text, &Expected { unit: Some("00000".into()), ..Expected::default() }));
        all.push(of(text, &Expected { words: Some(b"khac".to_vec()), ..Expected::default() }));
        let former = vec![receipt.verifier().name.clone()];
        all.push(of(text, &Expected { former, log: Some("x".into()), ..known.clone() }));
    }
    for text in [&file, &square] {
        all.extend((0..BENT).map(|_| (bent(text, &chance), known.clone())));
    }
    let said = theirs(&browser, &all).await;
    assert_eq!(said.len(), all.len());
    let mut refused = 0;
    for ((text, expected), said) in all.iter().zip(&said) {
        assert_eq!(*said, ours(text, expected), "{text:?}");
        refused += usize::from(said["good"] == false);
    }
    assert!(refused > BENT, "{refused} of {} were refused", all.len());
    browser.close().await;
}

/// What a person reads on the page, in both languages.
async fn shown(browser: &Browser, folder: &Path, receipt: &Receipt, witness: &Signer) {
    let (code, whole) = (&receipt.record.code, receipt.file());
    let file = |n: u8| folder.join(format!("don-{n}.tlog-proof"));
    let told = opened(browser, &file(1), &whole).await;
    assert!(told.contains(&format!("ĐÚNG. Đã nhận đơn: mã {code}")), "{told}");
    assert!(told.contains("Đúng là nhật ký"), "{told}");
    assert!(told.contains("không biết khóa của họ: không tính"), "{told}");
    sound(browser).await;
    browser.fill("#witnesses", &witness.verifier().text()).await;
    let told = opened(browser, &file(2), &whole).await;
    let cosigned = "người làm chứng bao.example/w ký xác nhận lúc 23:26 13/02/2026";
    assert!(told.contains(cosigned), "{told}");
    browser.click("button[data-lang=en]").await;
    let told = browser.words("#verdict").await;
    assert!(told.contains(&format!("RIGHT. Petition received: code {code}")), "{told}");
    browser.click("button[data-lang=vi]").await;

    let altered = whole.replacen("index ", "index 1", 1);
    let told = opened(browser, &file(3), &altered).await;
    assert!(told.starts_with("SAI: dấu này đã bị sửa"), "{told}");
    let told = opened(browser, &file(4), &foreign(receipt).file()).await;
    assert!(told.starts_with("SAI: dấu này thuộc nhật ký khác"), "{told}");
    let told = opened(browser, &file(5), "không phải dấu").await;
    assert!(told.starts_with("KHÔNG KIỂM ĐƯỢC"), "{told}");
    browser.fill("#unit", "00000").await;
    let told = opened(browser, &file(6), &whole).await;
    assert!(told.starts_with("SAI: dấu này của đơn vị"), "{told}");
    browser.fill("#unit", &receipt.record.unit).await;
    browser.fill("#witnesses", "bao.example/w+00000000+AAAA").await;
    let told = opened(browser, &file(7), &whole).await;
    assert!(told.starts_with("KHÔNG KIỂM: dòng “bao.example/w"), "{told}");
    let said = Command::new(testkit::program::file()).arg("check-receipt").arg(file(1)).output();
    let said = String::from_utf8(said.expect("it runs").stdout).expect("a text");
    assert!(said.contains(&format!("ĐÚNG. Đã nhận đơn: mã {code}")), "{said}");
}
