//! The file: a line that says what it is, a line of figures as JSON, and a signature below (C2SP
//! signed-note, Ed25519, as the public log signs). Pure.

use counts::Period;
use kernel::Refusal;
use ledger::note::{Fault, Note, Signer, Use, Verifier};
use serde::{Deserialize, Serialize};
use store::Keyring;

use crate::frozen::Kept;
use crate::frozen::facts::{Days, Figures};
use crate::report::Number;

/// The first line.
const FORMAT: &str = "dantin/exchange/1";
/// What the name of a key begins with; the unit's code follows.
const NAME: &str = "dantin-exchange/";
/// The most bytes of a file: a line for each of a few hundred units.
pub const MOST_BYTES: usize = 1 << 20;

/// What a file holds: the figures of a frozen report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The code of the unit whose report it is.
    pub unit: String,
    /// The unit with its era.
    pub of: String,
    /// The key of the frozen report at home.
    pub report: String,
    /// The name of the form.
    pub form: String,
    /// The columns of the form then, by their names.
    pub columns: Vec<String>,
    /// The period.
    pub period: Days,
    /// The day on which it was frozen.
    pub on: jiff::civil::Date,
    /// The sums.
    pub total: Vec<Number>,
    /// Each line.
    pub lines: Vec<Figures>,
}

impl Content {
    /// What leaves of a frozen report.
    #[must_use]
    pub fn of(kept: &Kept) -> Self {
        let frozen = &kept.frozen;
        Self {
            unit: frozen.unit.clone(),
            of: frozen.of.clone(),
            report: store::journal::key(&kept.id).to_owned(),
            form: frozen.form.clone(),
            columns: kept.form.columns.iter().map(|column| column.id.clone()).collect(),
            period: frozen.period.clone(),
            on: frozen.on,
            total: frozen.total.clone(),
            lines: frozen.lines.clone(),
        }
    }

    /// Whether each row of figures has one for each column.
    fn is_whole(&self) -> bool {
        let rows = self.lines.iter().map(|line| &line.numbers).chain([&self.total]);
        self.period.period().is_some()
            && rows.into_iter().all(|row| row.len() == self.columns.len())
    }
}

/// The key by which a unit of this installation signs; `None` when its code is no name of a key.
#[must_use]
pub fn signer(keys: &Keyring, unit: &str) -> Option<Signer> {
    let seed = keys.tag("exchange key", &[unit.as_bytes()]);
    Signer::new(&format!("{NAME}{unit}"), Use::Log, &seed)
}

/// Reads a key that an operator wrote down.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn pinned(text: &str) -> Result<Verifier, String> {
    let read = Verifier::read(text).filter(|key| key.signs == Use::Log);
    read.filter(|key| unit_of(key).is_some())
        .ok_or_else(|| format!("{text}: a key is what `dantin exchange key` printed there"))
}

/// The unit that a key speaks for.
#[must_use]
pub fn unit_of(key: &Verifier) -> Option<&str> {
    key.name.strip_prefix(NAME).filter(|unit| unit.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Writes and signs a file.
///
/// # Errors
/// Never for figures that serialize.
pub fn write(content: &Content, by: &Signer) -> Result<String, String> {
    let figures = serde_json::to_string(content).map_err(|error| error.to_string())?;
    let text = format!("{FORMAT}\n{figures}\n");
    let signatures = vec![by.sign(&text, 0)];
    Ok(Note { text, signatures }.write())
}

/// What is asked of a file.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The form.
    pub form: &'a str,
    /// Its columns.
    pub columns: Vec<&'a str>,
    /// The period.
    pub period: &'a Period,
    /// The codes of the units below.
    pub below: Vec<String>,
}

/// Reads a file that claims to be a report of a unit below.
///
/// # Errors
/// A refusal that says what is wrong with it and what to do next.
pub fn read(text: &str, keys: &[Verifier], asked: &Asked<'_>) -> Result<Content, Refusal> {
    let refuse = |code| Refusal::invalid("files", code);
    let note = Note::read(text).ok_or_else(|| refuse("exchange-no-file"))?;
    believe(&note, keys)?;
    let content = content(&note.text).ok_or_else(|| refuse("exchange-no-file"))?;
    let by = |key: &&Verifier| note.check(key).is_ok();
    let own = keys.iter().find(by).and_then(unit_of);
    if own != Some(content.unit.as_str()) {
        return Err(refuse("exchange-other-unit").with("unit", &content.unit));
    }
    if !asked.below.contains(&content.unit) {
        return Err(refuse("exchange-not-below").with("unit", &content.unit));
    }
    if content.form != asked.form {
        return Err(refuse("exchange-other-form").with("form", &content.form));
    }
    if content.period.period() != Some(*asked.period) {
        let told = |day: jiff::civil::Date| day.strftime("%d/%m/%Y").to_string();
        let refusal = refuse("exchange-other-period").with("from", told(content.period.from));
        return Err(refusal.with("until", told(content.period.until)));
    }
    if content.columns != asked.columns {
        return Err(refuse("exchange-other-columns"));
    }
    Ok(content)
}

/// One of the keys that were written down signed it, and nothing was changed since.
fn believe(note: &Note, keys: &[Verifier]) -> Result<(), Refusal> {
    let refuse = |code| Refusal::invalid("files", code);
    let mut forged = false;
    for key in keys {
        match note.check(key) {
            Ok(_) => return Ok(()),
            Err(Fault::Unsigned) => {}
            Err(Fault::Forged | Fault::Malformed) => forged = true,
        }
    }
    let name = note.signatures.first().map(|line| line.name.clone()).unwrap_or_default();
    match forged {
        true => Err(refuse("exchange-altered")),
        false => Err(refuse("exchange-unknown-key").with("name", name)),
    }
}

fn content(text: &str) -> Option<Content> {
    let (first, rest) = text.split_once('\n')?;
    let figures = rest.strip_suffix('\n')?;
    let content: Content = serde_json::from_str(figures).ok()?;
    (first == FORMAT && content.is_whole()).then_some(content)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn content() -> Content {
        let period = Period {
            asked: "2026-Q1".parse().unwrap(),
            from: date(2025, 12, 15),
            until: date(2026, 3, 14),
        };
        Content {
            unit: "23638".into(),
            of: "34-23638".into(),
            report: "1".into(),
            form: "don-thu".into(),
            columns: vec!["letters".into()],
            period: period.into(),
            on: date(2026, 3, 16),
            total: vec![Number { now: 7, before: None }],
            lines: Vec::new(),
        }
    }

    fn key(unit: &str, seed: u8) -> Signer {
        Signer::new(&format!("{NAME}{unit}"), Use::Log, &[seed; 32]).unwrap()
    }

    fn told(text: &str, keys: &[Verifier], change: impl FnOnce(&mut Asked<'_>)) -> &'static str {
        let content = content();
        let period = content.period.period().unwrap();
        let mut asked = Asked {
            form: "don-thu",
            columns: vec!["letters"],
            period: &period,
            below: vec!["23638".to_owned()],
        };
        change(&mut asked);
        match read(text, keys, &asked) {
            Ok(read) => {
                assert_eq!(read, content);
                "well"
            }
            Err(refusal) => refusal.code,
        }
    }

    #[test]
    fn a_file_is_believed_only_as_it_was_signed_by_a_known_key() {
        let by = key("23638", 7);
        let text = write(&content(), &by).unwrap();
        let keys = [key("23641", 1).verifier().clone(), by.verifier().clone()];
        assert_eq!(told(&text, &keys, |_| ()), "well");
        assert_eq!(told(&text, &keys[..1], |_| ()), "exchange-unknown-key");
        let strange = [key("23638", 8).verifier().clone()];
        assert_eq!(told(&text, &strange, |_| ()), "exchange-unknown-key");
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            let bent = String::from_utf8_lossy(&bytes).into_owned();
            assert_ne!(told(&bent, &keys, |_| ()), "well", "byte {at}");
        }
    }

    #[test]
    fn a_file_of_something_else_than_asked_is_refused_by_name() {
        let by = key("23638", 7);
        let keys = [by.verifier().clone()];
        let text = write(&content(), &by).unwrap();
        assert_eq!(told(&text, &keys, |asked| asked.form = "cong-tac"), "exchange-other-form");
        assert_eq!(told(&text, &keys, |asked| asked.below.clear()), "exchange-not-below");
        let columns = |asked: &mut Asked<'_>| asked.columns.push("late");
        assert_eq!(told(&text, &keys, columns), "exchange-other-columns");
        let other = Content { unit: "23641".into(), ..content() };
        let text = write(&other, &by).unwrap();
        assert_eq!(told(&text, &keys, |_| ()), "exchange-other-unit", "a key speaks for one unit");
        let mut last = content();
        last.period.from = date(2024, 12, 15);
        last.period.until = date(2025, 3, 14);
        let text = write(&last, &by).unwrap();
        assert_eq!(told(&text, &keys, |_| ()), "exchange-other-period");
        assert_eq!(told("không phải tệp", &keys, |_| ()), "exchange-no-file");
    }
}
