//! Citations: where in which instrument a rule stands, as data (`LTC 24.3`) and as words
//! ("khoản 3 Điều 24 Luật Tố cáo").

use std::fmt;
use std::str::FromStr;

use calendar::Lang;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// An instrument's id and the path to a place in it: article, clause, point.
///
/// The path may be empty, where the article is not known. Nothing checks that the place exists.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Article {
    /// The instrument's id, such as `LKN`.
    pub instrument: String,
    /// `28`, `24.3`, `15.2.d`, or nothing.
    pub path: String,
}

/// A citation that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is not a citation; write the instrument's id and the place, such as \"LTC 24.3\"")]
pub struct NotAnArticle(String);

impl Article {
    /// The whole article that this place stands in, without clause and point.
    #[must_use]
    pub fn whole(&self) -> Article {
        let path = self.path.split('.').next().unwrap_or_default().to_owned();
        Article { instrument: self.instrument.clone(), path }
    }
}

impl FromStr for Article {
    type Err = NotAnArticle;

    fn from_str(text: &str) -> Result<Article, NotAnArticle> {
        let mut words = text.split(' ');
        let (instrument, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let steps = path.split('.').count();
        let holes = !path.is_empty() && path.split('.').any(str::is_empty);
        if instrument.is_empty() || holes || steps > 3 || words.next().is_some() {
            return Err(NotAnArticle(text.to_owned()));
        }
        Ok(Article { instrument: instrument.to_owned(), path: path.to_owned() })
    }
}

impl TryFrom<String> for Article {
    type Error = NotAnArticle;

    fn try_from(text: String) -> Result<Article, NotAnArticle> {
        text.parse()
    }
}

impl From<Article> for String {
    fn from(article: Article) -> String {
        article.to_string()
    }
}

impl fmt::Display for Article {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.instrument)?;
        if self.path.is_empty() { Ok(()) } else { write!(f, " {}", self.path) }
    }
}

/// A law, decree, circular or Party regulation that rules rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instrument {
    /// Its id in data, such as `LKN`.
    pub id: String,
    /// Its official number, such as `02/2011/QH13`.
    pub number: String,
    /// Its name in a Vietnamese citation.
    pub short_vi: String,
    /// Its name in an English citation.
    pub short_en: String,
    /// The first day on which it is law.
    pub valid_from: Date,
    /// The last day on which it is law; `None` while it is.
    pub valid_to: Option<Date>,
    /// The instrument that took its place.
    pub replaced_by: Option<String>,
    /// How sure we are of these dates.
    pub certainty: calendar::Certainty,
    /// What an officer should know of it, in Vietnamese.
    pub note_vi: String,
    /// The same in English.
    pub note_en: String,
}

impl Instrument {
    /// The place in this instrument in words, as an officer would write it.
    pub fn cite(&self, path: &str, lang: Lang) -> String {
        let steps: Vec<&str> = path.split('.').filter(|step| !step.is_empty()).collect();
        match lang {
            Lang::Vi => {
                let law = &self.short_vi;
                match steps[..] {
                    [] => law.clone(),
                    [article] => format!("Điều {article} {law}"),
                    [article, clause] => format!("khoản {clause} Điều {article} {law}"),
                    [article, clause, point, ..] => {
                        format!("điểm {point} khoản {clause} Điều {article} {law}")
                    }
                }
            }
            Lang::En => match steps.split_first() {
                None => self.short_en.clone(),
                Some((article, inner)) => {
                    let inner: String = inner.iter().map(|step| format!("({step})")).collect();
                    format!("Article {article}{inner}, {}", self.short_en)
                }
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_citation_reads_like_one() {
        let law = Instrument {
            id: "LTCD".to_owned(),
            number: "42/2013/QH13".to_owned(),
            short_vi: "Luật Tiếp công dân".to_owned(),
            short_en: "Citizen Reception Law".to_owned(),
            valid_from: date(2014, 7, 1),
            valid_to: None,
            replaced_by: None,
            certainty: calendar::Certainty::Memory,
            note_vi: String::new(),
            note_en: String::new(),
        };
        assert_eq!(law.cite("15.2.d", Lang::Vi), "điểm d khoản 2 Điều 15 Luật Tiếp công dân");
        assert_eq!(law.cite("28.1", Lang::Vi), "khoản 1 Điều 28 Luật Tiếp công dân");
        assert_eq!(law.cite("28", Lang::Vi), "Điều 28 Luật Tiếp công dân");
        assert_eq!(law.cite("", Lang::Vi), "Luật Tiếp công dân");
        assert_eq!(law.cite("15.2.d", Lang::En), "Article 15(2)(d), Citizen Reception Law");
        assert_eq!(law.cite("", Lang::En), "Citizen Reception Law");
    }

    #[test]
    fn what_is_not_a_citation_is_refused() {
        for text in ["", " 28", "LKN 28 1", "LKN 28..1", "LKN 1.2.3.4"] {
            assert!(text.parse::<Article>().is_err(), "{text:?}");
        }
        assert_eq!("LKN 28".parse::<Article>().unwrap().to_string(), "LKN 28");
        assert_eq!("TT05".parse::<Article>().unwrap().to_string(), "TT05");
    }
}
