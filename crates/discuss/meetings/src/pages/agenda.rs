//! What dialogues and promises put on the days of a unit, for everybody.

use std::sync::Arc;

use accounts::{Answer, App, Days, Failure, Feed, Later};
use axum::extract::State as Shared;
use axum::http::HeaderMap;
use web::Page;
use web::icalendar::Event;

use super::{PUBLIC, promises};
use crate::store::{self as sql, Line};

/// Dialogues and promises of these days.
pub fn agenda(days: Days<'_>) -> Later<'_, Vec<Event>> {
    Box::pin(async move {
        let mut all = dialogues(&days).await?;
        all.extend(promises::agenda(&days).await?);
        Ok(all)
    })
}

/// The dialogues that were announced; before its notice one is the office's own plan.
async fn dialogues(days: &Days<'_>) -> Result<Vec<Event>, Failure> {
    let (store, page) = (&days.app.store, days.page);
    let mut lines = sql::between(store, &days.scope.left(), days.from, days.until).await?;
    lines.retain(|line| line.announced_on.is_some());
    let items = lines.iter().flat_map(|line| [line.place.as_str(), line.content.as_str()]);
    let texts = store.texts_of(&items.collect::<Vec<_>>()).await?;
    let text = |item: &String| texts.get(item).cloned().unwrap_or_default();
    let event = |line: &Line| Event {
        uid: line.stream.replace('/', "-"),
        summary: page.with("what", text(&line.content)).t("dt-feed-dialogue"),
        place: text(&line.place),
        village: String::new(),
        on: line.on,
        hours: Some((line.from, line.until)),
        cancelled: line.state == "cancelled",
        sequence: line.version,
        path: format!("{PUBLIC}/{}", crate::desk::key(&line.stream)),
    };
    Ok(lines.iter().map(event).collect())
}

/// `GET /doi-thoai.ics?unit=…`: each dialogue at its hours, from a year back to a year ahead.
pub(super) async fn feed(Shared(app): Shared<Arc<App>>, headers: HeaderMap, page: Page) -> Answer {
    let (name, file) = ("dt-feed-name", "doi-thoai.ics");
    let agenda: accounts::Agenda = |days| Box::pin(async move { dialogues(&days).await });
    Feed { agenda, name, file, back: 366, ahead: 366 }.answer(&app, &headers, page).await
}
