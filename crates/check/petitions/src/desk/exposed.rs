//! What an answer would tell everybody about a person: an answer is published, and the asker's
//! name, telephone and house number are not. Looked for when the answer is given, when it is sent,
//! and when it is recorded what was carried out of it; the officer mends the text, or says that
//! what was found may be published.
//!
//! Not a censor and not a proof: it knows the case's own person and place, and the shapes of
//! telephones and house numbers. It reads the vault for itself and shows nothing of it: what it
//! names stands in the officer's own text.

use std::ops::Range;

use accounts::Failure;
use kernel::{Id, Refusal};
use store::Store;
use store::vault::Opened;

use super::{Act, Person, Read};
use crate::petition::{Command, Petition};

/// How a person is addressed, folded: a given name alone is one only after such a word.
const TITLES: &[&str] = &["ong", "ba", "anh", "chi", "co", "chu", "bac", "em", "chau", "cu"];
/// What a lane is called, folded: "12 ngõ 3", "12 kiệt 3".
const LANES: &[&str] = &["ngo", "ngach", "hem", "kiet"];
/// What a street is called, folded.
const STREETS: &[&str] = &["duong", "pho"];
/// The digits of a telephone here: mobile ten, land line eleven.
const PHONE: [(&str, usize); 6] =
    [("03", 10), ("05", 10), ("07", 10), ("08", 10), ("09", 10), ("02", 11)];

/// What is known of the people and the place of a case.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Who asks.
    pub person: Person,
    /// Who stands behind the letter, as it was written down.
    pub others: String,
    /// Where it happened.
    pub place: String,
}

/// Refuses a step that would publish a person, unless the officer looked at it.
///
/// # Errors
/// A refusal that names the words found; a database that is away.
pub(super) async fn guard(store: &Store, read: &Read, act: &Act) -> Result<(), Failure> {
    let petition = &read.petition;
    let (step, text) = match act {
        Act::Decide(answer, _, false) => ("decide", answer.clone()),
        Act::CarryOut(how, false) => ("carry_out", how.clone()),
        Act::Plain(Command::Send { looked: false, .. }) if !petition.looked => {
            let answer = petition.answer.as_ref().map(|item| item.id);
            ("send", opened(store, answer).await?.unwrap_or_default())
        }
        _ => return Ok(()),
    };
    let found = found(&text, &known(store, petition).await?);
    if found.is_empty() {
        return Ok(());
    }
    let on = kernel::civil_date(store.now());
    let quoted: Vec<String> = found.iter().map(|words| format!("“{words}”")).collect();
    Err(Refusal::invalid("looked", "petition-answer-exposes")
        .with("step", step)
        .with("found", quoted.join(", "))
        .ground(crate::cite(&store.laws(), "DON.publish", on))
        .into())
}

async fn known(store: &Store, petition: &Petition) -> Result<Known, Failure> {
    let received = &petition.received;
    let id = |item: &Option<store::VaultId>| item.as_ref().map(|item| item.id);
    let person = opened(store, id(&received.person)).await?;
    let person = person.map(|text| serde_json::from_str(&text)).transpose();
    let group = petition.group.as_ref().map(|group| group.who.id);
    let others = [opened(store, id(&received.extra.others)).await?, opened(store, group).await?];
    Ok(Known {
        person: person.map_err(Failure::bug)?.unwrap_or_default(),
        others: others.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        place: opened(store, id(&received.place)).await?.unwrap_or_default(),
    })
}

async fn opened(store: &Store, item: Option<Id>) -> Result<Option<String>, Failure> {
    let Some(item) = item else { return Ok(None) };
    Ok(store.words(item).await?.and_then(Opened::text))
}

/// What of `text` would tell everybody who or where somebody is: in the order of the text, as it
/// stands there, each once.
pub fn found(text: &str, known: &Known) -> Vec<String> {
    let text = kernel::text::nfc(text);
    let words = words(&text);
    let mut spans = Vec::new();
    names(&words, known, &mut spans);
    phones(&text, &words, known, &mut spans);
    houses(&words, known, &mut spans);
    let email = kernel::text::fold(&known.person.email);
    if !email.is_empty() && kernel::text::fold(&text).contains(&email) {
        let at = text.to_lowercase().find(&known.person.email.to_lowercase());
        spans.extend(at.map(|at| at..at + known.person.email.len()));
    }
    spans.sort_by_key(|span: &Range<usize>| (span.start, std::cmp::Reverse(span.end)));
    let mut found: Vec<String> = Vec::new();
    let mut end = 0;
    for span in spans {
        if span.start < end {
            continue;
        }
        end = span.end;
        let said = text.get(span).unwrap_or_default().to_owned();
        if !found.contains(&said) {
            found.push(said);
        }
    }
    found
}

/// A run of letters and digits, folded, and where it stands.
struct Word {
    folded: String,
    /// Whether it begins with a capital: names of people and of streets do.
    large: bool,
    at: Range<usize>,
}

impl Word {
    fn is_number(&self) -> bool {
        self.folded.bytes().all(|byte| byte.is_ascii_digit())
    }

    /// "12", "12a": what a house or a lane has for a number.
    fn begins_with_digit(&self) -> bool {
        self.folded.starts_with(|c: char| c.is_ascii_digit()) && self.folded.len() <= 6
    }

    fn is_one_of(&self, list: &[&str]) -> bool {
        list.contains(&self.folded.as_str())
    }
}

fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        // A mark that no composed letter took belongs to the letter before it.
        let inside = c.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&c);
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = &text[from..at];
                let (folded, large) =
                    (kernel::text::fold(word), word.starts_with(char::is_uppercase));
                found.push(Word { folded, large, at: from..at });
                start = None;
            }
            _ => {}
        }
    }
    found
}

/// Everywhere in `words` that says `needle`, word for word.
fn said<'w>(words: &'w [Word], needle: &'w [String]) -> impl Iterator<Item = usize> + 'w {
    let fits = move |part: &&[Word]| part.iter().zip(needle).all(|(word, n)| word.folded == *n);
    let parts = words.windows(needle.len().max(1)).enumerate();
    parts.filter(move |(_, part)| !needle.is_empty() && fits(part)).map(|(at, _)| at)
}

fn span(words: &[Word], from: usize, count: usize) -> Range<usize> {
    words[from].at.start..words[from + count - 1].at.end
}

fn names(words: &[Word], known: &Known, spans: &mut Vec<Range<usize>>) {
    let own = kernel::text::syllables(&known.person.name);
    let own = without_title(&own);
    let others = known.others.split(['\n', ',', ';']).flat_map(|part| part.split(" và "));
    let others = others.map(kernel::text::syllables).collect::<Vec<_>>();
    let others = others.iter().map(|name| without_title(name)).filter(|name| name.len() <= 6);
    for name in std::iter::once(own).chain(others).filter(|name| name.len() >= 2) {
        spans.extend(said(words, name).map(|at| span(words, at, name.len())));
    }
    if own.len() >= 3 {
        let last = &own[own.len() - 2..];
        let found = said(words, last).filter(|at| words[*at].large && words[at + 1].large);
        spans.extend(found.map(|at| span(words, at, 2)));
    }
    // "bà Định": the given name alone, after a word of address.
    if let Some(given) = own.last() {
        let named = words.windows(2).enumerate().filter(|(_, pair)| {
            pair[0].is_one_of(TITLES) && pair[1].folded == *given && pair[1].large
        });
        spans.extend(named.map(|(at, _)| span(words, at, 2)));
    }
}

fn without_title(name: &[String]) -> &[String] {
    match name.split_first() {
        Some((first, rest)) if TITLES.contains(&first.as_str()) && rest.len() >= 2 => rest,
        _ => name,
    }
}

fn phones(text: &str, words: &[Word], known: &Known, spans: &mut Vec<Range<usize>>) {
    let own: String = known.person.phone.chars().filter(char::is_ascii_digit).collect();
    let own = national(&own);
    for from in 0..words.len() {
        let mut digits = String::new();
        for to in from..words.len() {
            if !words[to].is_number() || (to > from && !near(text, &words[to - 1], &words[to])) {
                break;
            }
            digits.push_str(&words[to].folded);
            let whole = national(&digits);
            // "05.03.2026 10" is a day and an hour: a telephone begins with three digits at once.
            let shaped = (words[from].folded.len() >= 3 || words[from].folded == "84")
                && PHONE.iter().any(|(with, n)| whole.starts_with(with) && whole.len() == *n);
            if shaped || (whole.len() >= 8 && whole == own) {
                spans.push(span(words, from, to + 1 - from));
            }
            if digits.len() > 12 {
                break;
            }
        }
    }
}

/// Whether two groups of digits can be of one number: "0900 000 118", "0900.000.118".
fn near(text: &str, one: &Word, next: &Word) -> bool {
    let between = &text[one.at.end..next.at.start];
    between.chars().count() <= 2 && between.chars().all(|c| " .-()\u{a0}".contains(c))
}

/// The digits of a telephone as it is dialled here: +84 900… as 0900…
pub(crate) fn national(digits: &str) -> String {
    match digits.strip_prefix("84") {
        Some(rest) if digits.len() >= 11 => format!("0{}", rest.trim_start_matches('0')),
        _ => digits.to_owned(),
    }
}

fn houses(words: &[Word], known: &Known, spans: &mut Vec<Range<usize>>) {
    spans.extend((0..words.len()).filter_map(|at| {
        let count = house(&words[at..])?;
        Some(span(words, at, count))
    }));
    let pieces = known.person.address.split([',', ';', '\n']);
    for piece in pieces.chain(known.place.split([',', ';', '\n'])) {
        let piece = self::words(piece);
        // Where a house number stands: "Số nhà 12", "12 ngõ 3", "12 Trần Phú".
        let number = piece.iter().position(Word::begins_with_digit);
        let Some(number) = number.filter(|n| piece[..*n].iter().all(is_of_number)) else {
            continue;
        };
        let needle: Vec<String> = piece[number..].iter().map(|word| word.folded.clone()).collect();
        // A short number alone is any number: "12" of a paper, of a sum.
        let clear = needle.len() >= 2 || needle[0].len() >= 3;
        let found = said(words, &needle);
        let found = found.filter(|at| clear || (*at > 0 && words[at - 1].folded == "nha"));
        spans.extend(found.map(|at| span(words, at, needle.len())));
    }
}

fn is_of_number(word: &Word) -> bool {
    word.is_one_of(&["so", "nha"])
}

/// How many words from here on are a house number by their shape.
fn house(words: &[Word]) -> Option<usize> {
    let folded: Vec<&str> = words.iter().take(3).map(|word| word.folded.as_str()).collect();
    let digit = |n: usize| words.get(n).is_some_and(Word::begins_with_digit);
    match folded[..] {
        ["so", "nha", _] | ["nha", "so", _] if digit(2) => Some(3),
        ["so", _, street] if digit(1) && STREETS.contains(&street) => {
            words.get(3).filter(|name| name.large).map(|_| 4)
        }
        [_, lane, _] if digit(0) && LANES.contains(&lane) && digit(2) => Some(3),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            person: Person {
                name: "Phan Thị Giả Định".into(),
                phone: "0900 000 118".into(),
                address: "12 ngõ 3, thôn Gò Dài".into(),
                email: "dinh@vi-du.example".into(),
            },
            others: "Ông Mẫu Một và bà Mẫu Hai, theo giấy cử đại diện".into(),
            place: "Số nhà 41708, thôn Gò Dài".into(),
        }
    }

    #[test]
    fn a_person_is_found_in_any_spelling() {
        for (text, is) in [
            ("Trả lời bà phan thi gia dinh.", "phan thi gia dinh"),
            ("PHAN THI\u{323} GIA\u{309} ĐI\u{323}NH", "PHAN THỊ GIẢ ĐỊNH"),
            ("Bà Giả Định đã nhận.", "Giả Định"),
            ("Đã mời bà Định đến.", "bà Định"),
            ("Đã gọi 0900.000.118.", "0900.000.118"),
            ("Đã gọi +84 900 000 118.", "84 900 000 118"),
            ("Ai hỏi thì gọi 0987654321.", "0987654321"),
            ("Trước nhà 12 Ngo 3 đã khô.", "12 Ngo 3"),
            ("Hộ ở số nhà 7 đã dời rào.", "số nhà 7"),
            ("Hộ ở nhà số 7B đã dời rào.", "nhà số 7B"),
            ("Đoạn trước số 5 đường Mẫu.", "số 5 đường Mẫu"),
            ("Cống ở 41708 đã thông.", "41708"),
            ("Đã gặp ông Mẫu Một.", "Mẫu Một"),
            ("Gửi về DINH@vi-du.example.", "DINH@vi-du.example"),
        ] {
            assert_eq!(found(text, &known()), [is], "{text}");
        }
    }

    #[test]
    fn an_answer_that_names_nobody_goes_through() {
        for text in [
            "Xã nạo vét 120 m mương thôn Gò Dài trước ngày 05.03.2026 10 giờ.",
            "Kinh phí 1.035.000.000 đồng theo Quyết định số 12/QĐ-UBND ngày 05/03/2026.",
            "Quy định đã niêm yết ở ngõ 3; giả định mưa lớn thì mở cống.",
            "Gia đình nhận 38 m², quầy số 7, thửa 88, tờ bản đồ số 3 đường liên thôn.",
        ] {
            assert_eq!(found(text, &known()), [""; 0], "{text}");
        }
        assert!(found("Đã xong.", &Known::default()).is_empty());
    }
}
