//! What a unit is: its identity, its type, and the days between which something was so.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

/// The order of local government to which a code belongs.
///
/// Codes were given anew on 1 July 2025: 00004 was the ward Trúc Bạch and is the ward Ba Đình,
/// 52 was the province Bình Định and is Gia Lai. A code alone therefore names nothing; a code and
/// an era do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Era {
    /// 63 provinces, districts, communes: until 30 June 2025.
    Provinces63,
    /// 34 provinces, communes: since 1 July 2025.
    Provinces34,
}

/// Province, district or commune; told by the length of the code (2, 3, 5 figures).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Province or city under the centre.
    Province,
    /// District, abolished on 1 July 2025.
    District,
    /// Commune, ward, township or special zone.
    Commune,
}

impl Level {
    fn figures(self) -> usize {
        match self {
            Level::Province => 2,
            Level::District => 3,
            Level::Commune => 5,
        }
    }
}

/// The identity of a unit: era and code. Written `63-20836` or `34-20836`.
///
/// It says nothing about the name, which may change while the code stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitRef {
    /// The era of the code.
    pub era: Era,
    /// The level of the code.
    pub level: Level,
    number: u32,
}

impl UnitRef {
    /// A code of one era; nothing when it has not 2, 3 or 5 figures.
    #[must_use]
    pub fn new(era: Era, code: &str) -> Option<UnitRef> {
        let level = match code.len() {
            2 => Level::Province,
            3 if era == Era::Provinces63 => Level::District,
            5 => Level::Commune,
            _ => return None,
        };
        let figures = code.bytes().all(|b| b.is_ascii_digit());
        let number = code.parse().ok().filter(|_| figures)?;
        Some(UnitRef { era, level, number })
    }

    /// The official code, with its leading zeros.
    #[must_use]
    pub fn code(self) -> String {
        format!("{:0width$}", self.number, width = self.level.figures())
    }
}

impl fmt::Display for UnitRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let era = match self.era {
            Era::Provinces63 => "63",
            Era::Provinces34 => "34",
        };
        write!(f, "{era}-{:0width$}", self.number, width = self.level.figures())
    }
}

/// The text is no reference to a unit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a unit: {0:?} (expected 34-12345 or 63-12345)")]
pub struct NotAUnit(pub String);

impl FromStr for UnitRef {
    type Err = NotAUnit;

    fn from_str(text: &str) -> Result<UnitRef, NotAUnit> {
        let found = match text.split_once('-') {
            Some(("63", code)) => UnitRef::new(Era::Provinces63, code),
            Some(("34", code)) => UnitRef::new(Era::Provinces34, code),
            _ => None,
        };
        found.ok_or_else(|| NotAUnit(text.to_owned()))
    }
}

impl Serialize for UnitRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The type of a unit, as the law names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Tỉnh.
    Tinh,
    /// Thành phố trực thuộc trung ương.
    ThanhPhoTw,
    /// Quận.
    Quan,
    /// Huyện.
    Huyen,
    /// Thị xã.
    ThiXa,
    /// Thành phố thuộc tỉnh, thuộc thành phố.
    ThanhPho,
    /// Xã.
    Xa,
    /// Phường.
    Phuong,
    /// Thị trấn.
    ThiTran,
    /// Đặc khu.
    DacKhu,
}

impl Kind {
    /// The type in the tables of `data/units/`.
    pub(crate) fn parse(code: &str) -> Option<Kind> {
        Some(match code {
            "tinh" => Kind::Tinh,
            "thanh_pho_tw" => Kind::ThanhPhoTw,
            "quan" => Kind::Quan,
            "huyen" => Kind::Huyen,
            "thi_xa" => Kind::ThiXa,
            "thanh_pho" => Kind::ThanhPho,
            "xa" => Kind::Xa,
            "phuong" => Kind::Phuong,
            "thi_tran" => Kind::ThiTran,
            "dac_khu" => Kind::DacKhu,
            _ => return None,
        })
    }

    /// The Vietnamese word, in lower case.
    #[must_use]
    pub fn vi(self) -> &'static str {
        match self {
            Kind::Tinh => "tỉnh",
            Kind::ThanhPhoTw | Kind::ThanhPho => "thành phố",
            Kind::Quan => "quận",
            Kind::Huyen => "huyện",
            Kind::ThiXa => "thị xã",
            Kind::Xa => "xã",
            Kind::Phuong => "phường",
            Kind::ThiTran => "thị trấn",
            Kind::DacKhu => "đặc khu",
        }
    }

    /// The English word, in lower case.
    #[must_use]
    pub fn en(self) -> &'static str {
        match self {
            Kind::Tinh => "province",
            Kind::ThanhPhoTw | Kind::ThanhPho => "city",
            Kind::Quan => "urban district",
            Kind::Huyen => "rural district",
            Kind::ThiXa => "town",
            Kind::Xa => "commune",
            Kind::Phuong => "ward",
            Kind::ThiTran => "township",
            Kind::DacKhu => "special zone",
        }
    }
}

/// A boundary in time: a known day, a day between two days, or an open end (both sides empty).
///
/// Lists of single days are the source for the years before 2025, so that the day of a change
/// between two lists is not known; the span says so instead of inventing one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Span {
    /// The earliest day it can be; nothing when unknown.
    pub first: Option<Date>,
    /// The latest day it can be; nothing when open.
    pub last: Option<Date>,
}

impl Span {
    /// Reads what the tables hold: nothing, `2025-07-01`, or `2023-05-08..2025-01-04`.
    pub(crate) fn parse(text: &str) -> Result<Span, jiff::Error> {
        let day = |t: &str| if t.is_empty() { Ok(None) } else { t.parse::<Date>().map(Some) };
        match text.split_once("..") {
            Some((first, last)) => Ok(Span { first: day(first)?, last: day(last)? }),
            None => day(text).map(|d| Span { first: d, last: d }),
        }
    }

    /// The day, when it is known.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        self.first.filter(|_| self.first == self.last)
    }

    /// Whether nothing bounds this end.
    #[must_use]
    pub fn is_open(self) -> bool {
        self == Span::default()
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
        match self.day() {
            Some(day) => write!(f, "{day}"),
            None if self.is_open() => Ok(()),
            None => write!(f, "{}..{}", text(self.first), text(self.last)),
        }
    }
}

/// As in the tables; an open end is `null`.
impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_open() { serializer.serialize_none() } else { serializer.collect_str(self) }
    }
}

/// How much of an old unit went to a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Share {
    /// Its whole area and population: it has no other successor.
    Full,
    /// A part; other parts went elsewhere.
    Partial,
    /// The sources name the successor and do not say how much.
    Unstated,
}

/// A name, type and parent that a unit bore for a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version {
    pub kind: Kind,
    pub name: &'static str,
    /// Other spellings, `;` between.
    pub also: &'static str,
    /// Position of the parent among the units.
    pub parent: Option<u32>,
    /// The first day.
    pub from: Span,
    /// The last day; open while it lasts.
    pub to: Span,
}

impl Version {
    /// Whether it may have been so on a day; near a boundary that is not known, two versions may.
    pub fn possible(&self, on: Date) -> bool {
        self.from.first.is_none_or(|d| d <= on) && self.to.last.is_none_or(|d| on <= d)
    }

    /// Whether it was so on a day beyond doubt, as far as the sources go.
    pub fn certain(&self, on: Date) -> bool {
        self.from.last.is_none_or(|d| d <= on)
            && (self.to.is_open() || self.to.first.is_some_and(|d| on <= d))
    }
}

/// An edge of the lineage.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub old: u32,
    pub new: u32,
    pub share: Share,
    pub date: Span,
    pub ground: &'static str,
}
