//! One unit under one of its names, with everything that can be asked of it.

use jiff::civil::Date;
use serde::Serialize;

use super::model::{Kind, Span, UnitRef, Version};
use super::{Gazetteer, Level};
use crate::names;

/// A unit as it was called at one time. Small, and copied freely.
#[derive(Clone, Copy)]
pub struct Unit<'g> {
    gazetteer: &'g Gazetteer,
    position: u32,
    version: u32,
}

/// A unit as JSON and pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitView {
    /// Era and code: the identity.
    pub id: UnitRef,
    /// The official code.
    pub code: String,
    /// Province, district or commune.
    pub level: Level,
    /// The type in its own time.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// The bare name.
    pub name: String,
    /// Type and name, as a title: "Xã Bình Sa".
    pub title: String,
    /// With all that stands above it: "xã Bình Sa, huyện Thăng Bình, tỉnh Quảng Nam".
    pub path: String,
    /// First day under this name; a span where the day is not known.
    pub valid_from: Span,
    /// Last day under this name; `null` while it lasts.
    pub valid_to: Span,
    /// Whether the unit exists today.
    pub current: bool,
}

impl<'g> Unit<'g> {
    pub(crate) fn new(gazetteer: &'g Gazetteer, position: u32, version: u32) -> Unit<'g> {
        Unit { gazetteer, position, version }
    }

    fn row(&self) -> &'g Version {
        &self.gazetteer.versions[self.version as usize]
    }

    pub(crate) fn position(&self) -> u32 {
        self.position
    }

    pub(crate) fn parent_position(&self) -> Option<u32> {
        self.row().parent
    }

    /// The identity.
    #[must_use]
    pub fn id(&self) -> UnitRef {
        self.gazetteer.units[self.position as usize]
    }

    /// The type.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.row().kind
    }

    /// The bare name, as written officially; "4" for "Phường 4".
    #[must_use]
    pub fn name(&self) -> &'g str {
        self.row().name
    }

    /// Type and name as a title: "Xã Bình Sa".
    #[must_use]
    pub fn title(&self) -> String {
        names::title(self.kind(), self.name())
    }

    /// Type and name inside a sentence: "xã Bình Sa", "Phường 4".
    #[must_use]
    pub fn phrase(&self) -> String {
        names::phrase(self.kind(), self.name())
    }

    /// The unit and all that stands above it, inside a sentence:
    /// "xã Thăng Trường, thành phố Đà Nẵng".
    #[must_use]
    pub fn path(&self) -> String {
        let mut text = self.phrase();
        let mut above = self.parent();
        while let Some(unit) = above {
            text += ", ";
            text += &unit.phrase();
            above = unit.parent();
        }
        text
    }

    /// At most three capitals for the codes of papers: "TT" for Thăng Trường.
    #[must_use]
    pub fn short_prefix(&self) -> String {
        names::short_prefix(self.kind(), self.name())
    }

    /// The unit above, under the name it had at the time of this name.
    #[must_use]
    pub fn parent(&self) -> Option<Unit<'g>> {
        let parent = self.row().parent?;
        let day = self.row().to.first.or(self.row().from.last);
        let then = day.and_then(|d| self.gazetteer.version_at(parent, d));
        Some(match then {
            Some(unit) if !self.row().to.is_open() => unit,
            _ => self.gazetteer.unit(parent),
        })
    }

    /// The province that holds it; itself when it is one.
    #[must_use]
    pub fn province(&self) -> Unit<'g> {
        let mut unit = *self;
        while let Some(above) = unit.parent() {
            unit = above;
        }
        unit
    }

    /// First day under this name.
    #[must_use]
    pub fn valid_from(&self) -> Span {
        self.row().from
    }

    /// Last day under this name; open while it lasts.
    #[must_use]
    pub fn valid_to(&self) -> Span {
        self.row().to
    }

    /// Whether the unit (not only this name of it) exists today.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.gazetteer.unit(self.position).row().to.is_open()
    }

    /// Whether it may have existed under this name on a day.
    #[must_use]
    pub fn existed_on(&self, on: Date) -> bool {
        self.row().possible(on)
    }

    /// All names of the unit, oldest first.
    pub fn names(&self) -> impl Iterator<Item = Unit<'g>> + use<'g> {
        let (gazetteer, position) = (self.gazetteer, self.position);
        gazetteer.version_range(position).map(move |v| Unit::new(gazetteer, position, v))
    }

    pub(crate) fn lasted_like(&self, other: &Unit<'_>) -> bool {
        self.row().to == other.row().to
    }

    /// For JSON and pages.
    #[must_use]
    pub fn view(&self) -> UnitView {
        let id = self.id();
        UnitView {
            id,
            code: id.code(),
            level: id.level,
            kind: self.kind(),
            name: self.name().to_owned(),
            title: self.title(),
            path: self.path(),
            valid_from: self.valid_from(),
            valid_to: self.valid_to(),
            current: self.is_current(),
        }
    }
}
