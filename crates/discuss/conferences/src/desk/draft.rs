//! The notice of a conference's conclusions as it would be issued today.

use accounts::Failure;
use documents::Letter;
use store::Store;
use units::Gazetteer;
use web::Words;

use crate::conference::Conference;
use crate::notice::{Source, letter};
use crate::store as sql;

/// The notice with these words in general; `w` is Vietnamese, whatever the reader's screen speaks.
///
/// # Errors
/// When the database does not answer.
pub async fn draft(
    store: &Store,
    w: &Words,
    one: &Conference,
    words: &str,
) -> Result<Letter, Failure> {
    let unit = Gazetteer::shared().at(&one.planned.unit, one.on);
    let unit = unit.ok_or_else(|| Failure::bug("a conference of a unit that was not there"))?;
    let (phrase, above) = (unit.phrase(), unit.parent().map(|above| above.phrase()));
    let owed = sql::of_conference(store, &one.id).await?;
    let items: Vec<&str> = owed.iter().map(|one| one.what.as_str()).collect();
    let texts = store.texts_of(&items).await?;
    let task = |one: &sql::Owed| {
        let what = texts.get(&one.what).cloned().unwrap_or_default();
        (one.owner.clone(), what, one.until)
    };
    let sums = sql::sums(store, &one.id, "").await?;
    Ok(letter(&Source {
        w,
        unit: (&phrase, unit.name()),
        above: above.as_deref().unwrap_or_default(),
        title: &super::words(store, &one.planned.title).await?,
        on: one.on,
        figures: (sums.points, sums.all()),
        words,
        tasks: owed.iter().filter(|one| one.state != "withdrawn").map(task).collect(),
        issued: store.clock().today(),
    }))
}
