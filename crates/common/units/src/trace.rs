//! Where a unit came from and where it went, through as many changes as the tables know.
//!
//! A trace tells; it does not choose. Where a unit was split, or where a source names a successor
//! and not how much went there, it says `ask`: a person must say which part is meant.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::UnitView;
use crate::gazetteer::{Era, Gazetteer, Level, Share, Span, Unit, UnitRef};
use crate::search::SuccessorView;

/// The way of a unit, both ways in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// The unit, under its last name.
    pub unit: UnitView,
    /// Its names, oldest first.
    pub names: Vec<UnitView>,
    /// Only when a bare code was asked that two units bore: the one before 1 July 2025.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<UnitView>,
    /// What went into it, each with what went into that.
    pub predecessors: Vec<Relation>,
    /// What it (or `earlier`, when there is one) went into, each with what that went into.
    pub successors: Vec<Relation>,
    /// The units of today at the end of every way; the unit itself while it exists.
    pub today: Vec<UnitView>,
    /// Whether a person must say which unit of today is meant.
    pub ask: bool,
    /// Why there is no successor, when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

/// One step of a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relation {
    /// The other unit.
    pub unit: UnitView,
    /// How much of the old one went to the new one.
    pub share: Share,
    /// First day of the new order; a span where the day is not known.
    pub date: Span,
    /// On what ground.
    pub ground: GroundView,
    /// The steps behind it, in the same direction.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<Relation>,
}

/// The ground of a step, for machines and readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroundView {
    /// `1659:59` (resolution and clause), a resolution, or a kind of evidence.
    pub code: String,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// Why a unit has no successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// Stable for machines.
    pub code: &'static str,
    /// In Vietnamese.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
}

/// Ten units that ended before 2025: the lists only stop naming them.
const NOT_STATED: Reason = Reason {
    code: "not-stated",
    vi: "Các danh mục thôi ghi đơn vị này và không cho biết đã nhập vào đâu.",
    en: "The lists stop naming this unit and do not say what it went into.",
};

/// Grounds that are no law: what a list shows, in Vietnamese and English.
const EVIDENCE: [(&str, &str, &str); 5] = [
    (
        "former-name",
        "Danh mục ghi đây là tên cũ của đơn vị tiếp nhận; chưa rõ toàn bộ hay một phần.",
        "The list gives this as a former name of the receiving unit; how much is unclear.",
    ),
    (
        "same-name",
        "Tên được tiếp tục ở mã mới, cùng đơn vị cấp trên; chưa rõ toàn bộ hay một phần.",
        "The name goes on under a new code in the same place; how much is unclear.",
    ),
    (
        "communes-moved",
        "Các xã của huyện được chuyển về huyện này.",
        "The communes of the district went to this district.",
    ),
    (
        "typed",
        "Được ghi tay theo danh mục các năm; chưa đối chiếu nghị quyết.",
        "Entered by hand from the lists; the resolution was not checked.",
    ),
    (
        "abolished",
        "Cấp huyện kết thúc hoạt động; đây là nơi các xã của huyện đã về.",
        "Districts were abolished; this is where the communes of the district went.",
    ),
];

impl GroundView {
    /// Reads the ground column of `lineage.tsv`.
    fn read(code: &str) -> GroundView {
        let known = EVIDENCE.iter().find(|(evidence, _, _)| *evidence == code);
        let (vi, en) = match (known, code.split_once(':')) {
            (Some((_, vi, en)), _) => ((*vi).to_owned(), (*en).to_owned()),
            (None, Some((number, clause))) => (
                format!("khoản {clause} Điều 1 Nghị quyết số {number}/NQ-UBTVQH15"),
                format!("clause {clause}, article 1, resolution {number}/NQ-UBTVQH15"),
            ),
            (None, None) => (format!("Nghị quyết số {code}"), format!("resolution {code}")),
        };
        GroundView { code: code.to_owned(), vi, en }
    }
}

/// Which way in time.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Back,
    Forth,
}

/// A step before its unit is shown.
struct Step {
    unit: u32,
    share: Share,
    date: Span,
    ground: &'static str,
}

impl Gazetteer {
    /// The trace of a unit.
    #[must_use]
    pub fn trace(&self, unit: UnitRef) -> Option<Trace> {
        let unit = self.get(unit)?;
        let u = unit.position();
        let successors = self.relations(u, Way::Forth);
        let mut today = Vec::new();
        let mut sure = true;
        if unit.is_current() {
            today.push(unit.view());
        } else {
            sure = ends(&successors, &mut today);
        }
        today.sort_by_key(|t| t.id);
        today.dedup_by_key(|t| t.id);
        let lost = !unit.is_current() && successors.is_empty();
        Some(Trace {
            unit: unit.view(),
            names: unit.names().map(|n| n.view()).collect(),
            earlier: None,
            predecessors: self.relations(u, Way::Back),
            ask: !sure || today.len() != 1,
            successors,
            today,
            reason: lost.then_some(NOT_STATED),
        })
    }

    /// The trace of what a person wrote: `63-20836`, `34-20836`, or a bare code.
    ///
    /// A bare code may have been borne by two units, before and since 1 July 2025. The answer then
    /// holds both questions at once: what went into the unit of today, and where the unit before
    /// it (`earlier`) went; `today` and `ask` speak of the earlier one.
    #[must_use]
    pub fn trace_text(&self, text: &str) -> Option<Trace> {
        let unit = self.resolve(text)?;
        let trace = self.trace(unit.id())?;
        let bare = text.trim().parse::<UnitRef>().is_err();
        let before = UnitRef::new(Era::Provinces63, text.trim());
        let before = before.filter(|u| bare && *u != unit.id());
        match before.and_then(|u| self.trace(u)) {
            Some(before) => Some(Trace {
                earlier: Some(before.unit),
                successors: before.successors,
                today: before.today,
                ask: before.ask,
                reason: before.reason,
                ..trace
            }),
            None => Some(trace),
        }
    }

    /// Where a unit went at once, without what came of that later; nothing for one that is there
    /// still, or of which nobody says.
    #[must_use]
    pub fn went(&self, unit: UnitRef) -> Vec<Relation> {
        let Some(unit) = self.get(unit) else { return Vec::new() };
        let relation = |step: Step| Relation {
            unit: self.unit(step.unit).view(),
            share: step.share,
            date: step.date,
            ground: GroundView::read(step.ground),
            next: Vec::new(),
        };
        self.steps(unit.position(), Way::Forth).into_iter().map(relation).collect()
    }

    /// Where a unit went at once, in one line each.
    pub(crate) fn next_units(&self, u: u32) -> Vec<SuccessorView> {
        self.steps(u, Way::Forth)
            .into_iter()
            .map(|step| {
                let unit = self.unit(step.unit);
                SuccessorView {
                    id: unit.id(),
                    code: unit.id().code(),
                    path: unit.path(),
                    share: step.share,
                    ground: GroundView::read(step.ground),
                }
            })
            .collect()
    }

    /// The recursion ends, because an edge always leads to a unit that outlived the old one.
    fn relations(&self, u: u32, way: Way) -> Vec<Relation> {
        self.steps(u, way)
            .into_iter()
            .map(|step| Relation {
                unit: self.unit(step.unit).view(),
                share: step.share,
                date: step.date,
                ground: GroundView::read(step.ground),
                next: self.relations(step.unit, way),
            })
            .collect()
    }

    fn steps(&self, u: u32, way: Way) -> Vec<Step> {
        let direct: Vec<Step> = match way {
            Way::Forth => self
                .successors(u)
                .map(|e| Step { unit: e.new, share: e.share, date: e.date, ground: e.ground })
                .collect(),
            Way::Back => self
                .predecessors(u)
                .map(|e| Step { unit: e.old, share: e.share, date: e.date, ground: e.ground })
                .collect(),
        };
        let unit = self.unit(u);
        let ended = !unit.is_current() && unit.id().level == Level::District;
        if way == Way::Forth && direct.is_empty() && ended { self.abolished(&unit) } else { direct }
    }

    /// A district has no successor of its own: its communes have.
    fn abolished(&self, district: &Unit<'_>) -> Vec<Step> {
        let mut found: BTreeMap<u32, Span> = BTreeMap::new();
        for commune in self.children(district.id(), None) {
            for edge in self.successors(commune.position()) {
                found.insert(edge.new, edge.date);
            }
        }
        let share = if found.len() == 1 { Share::Full } else { Share::Partial };
        let step = |(unit, date)| Step { unit, share, date, ground: "abolished" };
        found.into_iter().map(step).collect()
    }
}

/// Collects the units of today; says whether every step on the way was of the whole unit.
fn ends(steps: &[Relation], today: &mut Vec<UnitView>) -> bool {
    let mut sure = true;
    for step in steps {
        sure &= step.share == Share::Full;
        if step.unit.current {
            today.push(step.unit.clone());
        } else {
            sure &= ends(&step.next, today);
        }
    }
    sure
}
