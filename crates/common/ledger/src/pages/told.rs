//! What a receipt proves, or why it proves nothing, in sentences: the same on the command line and
//! on the officers' page.

use web::Words;

use super::proof::{unit, what};
use crate::cosign::moment;
use crate::receipt::{Proven, Receipt, Refused};
use crate::record;

/// What its reader asked for, beside the check itself.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// A log was named.
    pub log: bool,
    /// The words were at hand.
    pub words: bool,
}

/// What is proven, by whom it was cosigned, and what has to be compared by the reader.
pub fn sentences(
    words: &Words,
    (receipt, proven): (&Receipt, &Proven),
    asked: Asked,
) -> Vec<String> {
    let record = &receipt.record;
    let good = words
        .with("what", what(words, record))
        .with("code", record.code.as_str())
        .with("unit", unit(&record.unit))
        .with("day", words.date(record.on));
    let leaf = words
        .with("leaf", words.num(receipt.index as i64 + 1))
        .with("size", words.num(proven.size as i64))
        .with("log", proven.log.as_str());
    let known = match (proven.former, asked.log) {
        (true, _) => "check-good-former",
        (false, true) => "check-good-known",
        (false, false) => "check-good-unknown",
    };
    let mut lines = vec![good.t("check-good"), leaf.t("check-good-leaf")];
    lines.push(words.t(known).into_owned());
    if asked.words {
        lines.push(words.t("check-good-words").into_owned());
    }
    for (name, at) in &proven.witnesses {
        let at = words.moment(moment(*at));
        lines.push(words.with("name", name.as_str()).with("at", at).t("check-witnessed"));
    }
    if proven.witnesses.is_empty() {
        lines.push(words.t("check-unwitnessed").into_owned());
    }
    let stranger = |name: &String| words.with("name", name.as_str()).t("check-stranger");
    lines.extend(proven.unknown.iter().map(stranger));
    let spoken = record::spoken(&proven.entry);
    lines.push(words.with("spoken", spoken).t("check-good-spoken"));
    lines
}

/// Why it proves nothing; `code` is that of the unit which it names.
pub fn refusal(words: &Words, why: Refused, code: &str) -> String {
    words.with("unit", unit(code)).t(format!("check-bad-{}", why.word()))
}
