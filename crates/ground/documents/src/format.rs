//! How an administrative document looks, as the decree says it: sizes, margins, fixed words.
//!
//! The rows stand in `rules/the-thuc.toml`, dated, each with its article, the decree's range and
//! what is used of it. No size stands in code. It is not part of the rulebook: nothing is due by
//! it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::REPLIES;

/// The decree's rows as they are in the repository.
const ROWS: &str = include_str!("../../../../rules/the-thuc.toml");

static FORMATS: LazyLock<Result<Vec<Format>, String>> = LazyLock::new(|| read(ROWS));

/// One size of the decree.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Size {
    /// What it is the size of.
    pub id: String,
    /// Where the decree says it.
    pub article: String,
    /// `mm`, `pt` or `percent`.
    pub unit: String,
    /// The least that the decree allows.
    pub least: Option<f64>,
    /// The most that it allows.
    pub most: Option<f64>,
    /// What is printed.
    pub used: f64,
    /// How sure we are that the decree says so.
    pub certainty: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Fixed {
    id: String,
    #[allow(dead_code, reason = "for the reader of the rows")]
    article: String,
    text: String,
    #[allow(dead_code, reason = "for the reader of the rows")]
    certainty: String,
}

/// The symbol of one kind of paper.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Symbol {
    paper: String,
    #[allow(dead_code, reason = "for the reader of the rows")]
    article: String,
    symbol: String,
    #[allow(dead_code, reason = "for the reader of the rows")]
    certainty: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: String,
    number: String,
    short_vi: String,
    short_en: String,
    valid_from: toml::value::Datetime,
    valid_to: Option<toml::value::Datetime>,
    certainty: String,
    value: Vec<Size>,
    text: Vec<Fixed>,
    symbol: Vec<Symbol>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: Vec<Raw>,
}

/// The look that one decree gives to documents of its time.
#[derive(Clone, Debug, PartialEq)]
pub struct Format {
    /// The decree's number.
    pub number: String,
    /// Its name in Vietnamese and in English.
    pub names: [String; 2],
    /// Its first day.
    pub valid_from: Date,
    /// Its last day, when it is over.
    pub valid_to: Option<Date>,
    /// How sure we are of these days.
    pub certainty: String,
    sizes: BTreeMap<String, Size>,
    texts: BTreeMap<String, String>,
    symbols: BTreeMap<String, String>,
}

/// Sizes and words without which no page can be laid out.
const SIZES: [&str; 24] = [
    "paper.width",
    "paper.height",
    "margin.top",
    "margin.bottom",
    "margin.left",
    "margin.right",
    "page-number",
    "nation",
    "motto",
    "issuer",
    "rule",
    "number",
    "date",
    "type",
    "summary",
    "about",
    "body",
    "indent",
    "paragraph-gap",
    "line",
    "signer",
    "addressee",
    "copies-word",
    "copies",
];
const TEXTS: [&str; 3] = ["nation", "motto", "face"];

impl Format {
    /// The format of a document of that day. Of a day before the first decree: the first.
    ///
    /// # Errors
    /// When the rows in the repository contradict themselves; a test holds that they do not.
    pub fn on(day: Date) -> Result<&'static Self, String> {
        let formats = FORMATS.as_ref().map_err(Clone::clone)?;
        let then = |f: &&Format| f.valid_from <= day && f.valid_to.is_none_or(|end| day <= end);
        formats.iter().rev().find(then).or(formats.first()).ok_or("no format".to_owned())
    }

    /// A size in its unit; every id is known to be there since the rows were read.
    pub(crate) fn size(&self, id: &str) -> f64 {
        self.sizes.get(id).map_or(0.0, |size| size.used)
    }

    /// Fixed words.
    pub(crate) fn text(&self, id: &str) -> &str {
        self.texts.get(id).map_or("", String::as_str)
    }

    /// The symbol of a kind of paper; every reply has one since the rows were read.
    pub(crate) fn symbol(&self, paper: &str) -> &str {
        self.symbols.get(paper).map_or("", String::as_str)
    }

    /// Every size, for the one who wants to check them.
    pub fn sizes(&self) -> impl Iterator<Item = &Size> {
        self.sizes.values()
    }

    /// What a page layout is told: every size and word by its id.
    pub(crate) fn json(&self) -> serde_json::Value {
        let sizes = self.sizes.iter().map(|(id, size)| (id.clone(), size.used.into()));
        let texts = self.texts.iter().map(|(id, text)| (format!("{id}.text"), text[..].into()));
        serde_json::Value::Object(sizes.chain(texts).collect())
    }
}

/// Reads formats and refuses what contradicts itself: the row and what is wrong with it.
fn read(rows: &str) -> Result<Vec<Format>, String> {
    let file: File = toml::from_str(rows).map_err(|e| format!("rules/the-thuc.toml: {e}"))?;
    let mut formats = Vec::new();
    for raw in file.format {
        let id = raw.id.clone();
        formats.push(format(raw).map_err(|e| format!("rules/the-thuc.toml, {id}: {e}"))?);
    }
    formats.sort_by_key(|f| f.valid_from);
    if formats.is_empty() {
        Err("rules/the-thuc.toml has no format".to_owned())
    } else {
        Ok(formats)
    }
}

fn format(raw: Raw) -> Result<Format, String> {
    let mut sizes = BTreeMap::new();
    for size in raw.value {
        let below = size.least.is_some_and(|least| size.used < least);
        let above = size.most.is_some_and(|most| size.used > most);
        if below || above {
            return Err(format!("{} uses {}, which the decree forbids", size.id, size.used));
        }
        if let Some(twice) = sizes.insert(size.id.clone(), size) {
            return Err(format!("{} stands there twice", twice.id));
        }
    }
    let texts: BTreeMap<_, _> = raw.text.into_iter().map(|text| (text.id, text.text)).collect();
    let missing = SIZES.iter().find(|id| !sizes.contains_key(**id));
    if let Some(id) = missing.or(TEXTS.iter().find(|id| !texts.contains_key(**id))) {
        return Err(format!("{id} is missing"));
    }
    let symbols: BTreeMap<_, _> = raw.symbol.into_iter().map(|s| (s.paper, s.symbol)).collect();
    if let Some(reply) = REPLIES.iter().find(|reply| !symbols.contains_key(reply.name())) {
        return Err(format!("{} has no symbol", reply.name()));
    }
    Ok(Format {
        number: raw.number,
        names: [raw.short_vi, raw.short_en],
        valid_from: day(raw.valid_from)?,
        valid_to: raw.valid_to.map(day).transpose()?,
        certainty: raw.certainty,
        sizes,
        texts,
        symbols,
    })
}

fn day(written: toml::value::Datetime) -> Result<Date, String> {
    written.to_string().parse().map_err(|e| format!("{written}: {e}"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_size_lies_in_the_range_of_the_decree_and_names_its_article() {
        let format = Format::on(date(2026, 8, 1)).unwrap();
        assert_eq!(format.number, "30/2020/NĐ-CP");
        for size in format.sizes() {
            assert!(size.article.starts_with("Phụ lục I"), "{}", size.id);
            assert!(["verified", "memory"].contains(&size.certainty.as_str()), "{}", size.id);
            assert!(["mm", "pt", "percent"].contains(&size.unit.as_str()), "{}", size.id);
        }
        assert_eq!(format.text("motto"), "Độc lập - Tự do - Hạnh phúc");
    }

    #[test]
    fn a_size_outside_the_decree_is_found_when_the_rows_are_read() {
        let wrong = ROWS.replacen(
            "least = 30\nmost = 35\nused = 30",
            "least = 30\nmost = 35\nused = 29",
            1,
        );
        assert!(read(&wrong).unwrap_err().contains("margin.left uses 29"));
        let less = ROWS.replacen("id = \"copies\"", "id = \"copy\"", 1);
        assert!(read(&less).unwrap_err().contains("copies is missing"));
    }

    #[test]
    fn a_document_has_the_format_of_its_own_day() {
        let later = ROWS.replace("2020-03-05", "2030-01-01").replace("30/2020", "9/2029");
        let old = ROWS
            .replace("valid_from = 2020-03-05", "valid_from = 2020-03-05\nvalid_to = 2029-12-31");
        let formats = read(&format!("{old}\n{later}")).unwrap();
        assert_eq!(formats.len(), 2);
        assert_eq!(formats[1].number, "9/2029/NĐ-CP");
    }
}
