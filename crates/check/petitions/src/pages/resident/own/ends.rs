//! What a petition's standing means for its asker: what comes next, what became of it, the letters
//! that it was split into, the files, the way to a second complaint.

use accounts::{App, Failure};
use jiff::civil::Date;
use store::Laws;
use units::Gazetteer;
use web::{Fields, Page};

use super::super::clock::{self as clocks, Clock};
use super::super::say::said;
use crate::desk::{self, Spot};
use crate::kind::Kind;
use crate::pages::files as pages_files;
use crate::petition::Petition;
use crate::{code, served};

/// One of the letters that a letter became; its sender is the same, so its words may be told.
pub(in super::super) struct Part {
    /// Its code.
    pub code: String,
    /// Its four words; empty once they were given out anew at the desk.
    pub secret: String,
}

/// The letters that this one became.
pub(super) async fn parts(app: &App, petition: &Petition) -> Result<Vec<Part>, Failure> {
    let mut parts = Vec::new();
    for name in &petition.parts {
        let Some(read) = desk::read(&app.store, name).await? else { continue };
        let part = read.petition;
        let secret = code::secret(&app.store.keys(), &part.id, part.generation).join(" ");
        let secret = if part.generation == 0 { secret } else { String::new() };
        parts.push(Part { code: part.received.code, secret });
    }
    Ok(parts)
}

/// What happens next, in plain words; what is owed by a day says the day.
pub(super) fn next(page: &Page, petition: &Petition, clocks: &[Clock]) -> String {
    let due = clocks::pressing(clocks).map(|clock| page.date_long(clock.due()));
    page.with("due", due.unwrap_or_default())
        .t(crate::pages::words::key("own-next", petition.state.word()))
}

/// The files that came with it and after it, with their numbers; erased ones are gone.
pub(super) fn files(page: &Page, petition: &Petition) -> Vec<(String, usize)> {
    let kept = (1..).zip(&petition.files);
    let kept = kept.filter(|(_, file)| !petition.erased.contains(&file.item.id));
    kept.map(|(n, file)| (pages_files::label(page, n, &file.media, file.size), n)).collect()
}

/// "15.72130, 108.34570" out of what the vault holds.
pub(crate) fn shown_spot(kept: &str) -> Option<String> {
    let spot: Spot = serde_json::from_str(kept).ok()?;
    Some(format!("{:.5}, {:.5}", spot.lat, spot.lon))
}

/// The form of a second complaint about this one, where this installation may take it: the one
/// above the unit that decided.
pub(super) fn second_link(petition: &Petition, home: &str) -> Option<String> {
    let gazetteer = Gazetteer::shared();
    let above = gazetteer.current(&petition.received.unit)?.parent()?;
    let home = gazetteer.current(home)?;
    let takes = served::kinds(&home).contains(&Kind::SecondComplaint);
    if above.id().code() != home.id().code() || !takes {
        return None;
    }
    let mut query = Fields::default();
    query.push("kind", Kind::SecondComplaint.word());
    query.push("unit", home.id().code());
    query.push("matter", &petition.matter);
    query.push("first", &petition.received.code);
    Some(format!("/gui-don?{}", query.encode()))
}

/// Who decides a second complaint, in words: the chair of the unit above, by the rule of the day.
pub(super) fn above(page: &Page, petition: &Petition, laws: &Laws, today: Date) -> String {
    match served::above(&petition.received.unit, laws, today) {
        Some(above) => page.with("unit", above.phrase()).t("own-second-where"),
        None => said(page, "own-second", "ministry"),
    }
}
