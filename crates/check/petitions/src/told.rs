//! Who is told of what happened to a petition: the asker who wants it by e-mail, and the officer it
//! is given to. Pure; what the letters say stands in `locales/{vi,en}/notices.ftl`.

use notices::{Notice, To};
use store::{Laws, Record, Result};

use crate::facts::Event;
use crate::kind::AnswerBy;
use crate::meaning::pressing;
use crate::petition::Petition;

/// One notice a record at most, numbered as the record is.
pub(crate) fn notices(petition: &Petition, records: &[Record], laws: &Laws) -> Result<Vec<Notice>> {
    let person = petition.received.person.as_ref().map(|person| person.id);
    let by_mail = petition.received.answer_by == AnswerBy::Email;
    let asker = person.filter(|item| by_mail && !petition.erased.contains(item)).map(To::Asker);
    let next = pressing(petition, laws)?.map(|(day, _)| day);
    let mut told = Vec::new();
    for record in records {
        let (to, what, until) = match Event::read(record)? {
            Event::Assigned { to, .. } => (Some(To::Officer(to)), "petition-assigned", None),
            Event::Received(_) => (asker, "petition-received", next),
            Event::Accepted { .. } => (asker, "petition-accepted", next),
            Event::Filed { .. } => (asker, "petition-filed", None),
            Event::Guided { .. } => (asker, "petition-guided", None),
            Event::Forwarded { .. } => (asker, "petition-forwarded", None),
            Event::Refused { .. } => (asker, "petition-refused", None),
            Event::Suspended { .. } => (asker, "petition-suspended", None),
            Event::Terminated { .. } => (asker, "petition-terminated", None),
            Event::Sent { .. } => (asker, "petition-sent", None),
            _ => continue,
        };
        told.extend(to.map(|to| Notice { n: record.version, what, to, since: record.at, until }));
    }
    Ok(told)
}
