//! Who is told of what happened to a petition: the asker who wants it by e-mail, and the officer
//! who has it. Pure; what the letters say stands in `locales/{vi,en}/notices.ftl`.

use kernel::Id;
use notices::{Notice, To};
use store::{Laws, Record, Result};

use crate::facts::Event;
use crate::kind::{AnswerBy, Solved};
use crate::meaning::pressing;
use crate::petition::Petition;

/// One notice a record at most, numbered as the record is.
pub(crate) fn notices(petition: &Petition, records: &[Record], laws: &Laws) -> Result<Vec<Notice>> {
    let person = petition.received.person.as_ref().map(|person| person.id);
    let by_mail = petition.received.answer_by == AnswerBy::Email;
    let asker = person.filter(|item| by_mail && !petition.erased.contains(item)).map(To::Asker);
    let next = pressing(petition, laws)?.map(|(day, _)| day);
    let mut told = Vec::new();
    let mut holder = None;
    for record in records {
        let event = Event::read(record)?;
        let (to, what, until) = match event {
            Event::Assigned { to, .. } => {
                holder = Some(to);
                (Some(To::Officer(to)), "petition-assigned", None)
            }
            Event::Released { .. } => {
                holder = None;
                continue;
            }
            Event::Received(_) => (asker, "petition-received", next),
            Event::Accepted { .. } => (asker, "petition-accepted", next),
            Event::Filed { .. } => (asker, "petition-filed", None),
            Event::Guided { .. } => (asker, "petition-guided", None),
            Event::Forwarded { .. } => (asker, "petition-forwarded", None),
            Event::Refused { .. } => (asker, "petition-refused", None),
            Event::Suspended { .. } => (asker, "petition-suspended", None),
            Event::Terminated { .. } => (asker, "petition-terminated", None),
            Event::Resumed { .. } => (asker, "petition-resumed", next),
            Event::Linked { .. } => (asker, "petition-joined", None),
            Event::CarriedOut { .. } => (asker, "petition-carried-out", None),
            Event::Sent { .. } => (asker, "petition-sent", None),
            other => match news(&other) {
                Some(what) => (to_holder(holder, record), what, None),
                None => continue,
            },
        };
        told.extend(to.map(|to| Notice { n: record.version, what, to, since: record.at, until }));
    }
    Ok(told)
}

/// What others do that whoever has the petition must not miss: above all that its sender says that
/// nothing is solved.
fn news(event: &Event) -> Option<&'static str> {
    match event {
        Event::Judged { solved: Solved::No | Solved::Partly, .. } => Some("petition-contested"),
        Event::Added { .. } => Some("petition-added"),
        Event::Advised { .. } => Some("petition-advised"),
        _ => None,
    }
}

/// Whoever has it, unless that is who wrote it down.
fn to_holder(holder: Option<Id>, record: &Record) -> Option<To> {
    holder.filter(|id| record.actor().account() != Some(*id)).map(To::Officer)
}
