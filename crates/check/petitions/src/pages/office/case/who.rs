//! Who the asker is and where exactly it happened, as lines of a page. Shown only when it was asked
//! for, and logged before.

use accounts::{App, Failure};
use web::Page;
use web::parts::Leader;

use crate::desk::Person;
use crate::facts::Received;
use crate::pages::resident::shown_spot;
use crate::petition::Petition;

/// The asker, line by line; empty when nothing was said or all was erased.
pub(in super::super) fn leaders(page: &Page, person: &Person) -> Vec<Leader> {
    let lines = [
        ("office-person-name", &person.name),
        ("office-person-phone", &person.phone),
        ("office-person-address", &person.address),
        ("office-person-email", &person.email),
    ];
    let said = lines.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| Leader::new(page.t(key), value)).collect()
}

/// What opening a letter's person opens, as the log names it; `None` when there is nothing.
pub(super) fn guarded_part(received: &Received) -> Option<&'static str> {
    let place = received.place.is_some() || received.extra.spot.is_some();
    let person = received.person.is_some() || received.extra.others.is_some();
    if person { Some("person") } else { place.then_some("place") }
}

/// Who asked; nobody when nothing was said or all was erased. The caller has logged the reading.
pub(in super::super) async fn person_of(app: &App, petition: &Petition) -> Result<Person, Failure> {
    let Some(item) = &petition.received.person else { return Ok(Person::default()) };
    let text = app.store.words(item.id).await?.and_then(store::vault::Opened::text);
    let read = text.map(|text| serde_json::from_str(&text)).transpose();
    Ok(read.map_err(Failure::bug)?.unwrap_or_default())
}

/// Where it happened, as it was typed and as a point; the reading was logged.
pub(super) async fn exact_place(
    app: &App,
    page: &Page,
    petition: &Petition,
) -> Result<Vec<Leader>, Failure> {
    let received = &petition.received;
    let mut lines = Vec::new();
    if let Some(item) = &received.place {
        let text = app.store.words(item.id).await?.and_then(store::vault::Opened::text);
        lines.extend(text.map(|text| Leader::new(page.t("office-place"), text)));
    }
    if let Some(item) = &received.extra.spot {
        let text = app.store.words(item.id).await?.and_then(store::vault::Opened::text);
        let spot = text.as_deref().and_then(shown_spot);
        lines.extend(spot.map(|spot| Leader::new(page.t("office-spot"), spot)));
    }
    Ok(lines)
}

/// Who stands behind a letter besides the asker; the reading was logged.
pub(super) async fn behind(app: &App, petition: &Petition) -> Result<Option<String>, Failure> {
    let group = petition.group.as_ref().map(|group| group.who.id);
    let others = petition.received.extra.others.as_ref().map(|item| item.id);
    let Some(item) = group.or(others) else { return Ok(None) };
    Ok(app.store.words(item).await?.and_then(store::vault::Opened::text))
}
