//! What the law opens to an asker who has no decision in time, or is not content with the one that
//! came: a second complaint until a day, and the court (LKN 33); feedback can be brought again.

use accounts::Failure;
use jiff::civil::Date;
use store::Laws;
use web::Page;

use super::super::clock::{self as clocks, Clock};
use crate::kind::{Kind, Solved};
use crate::petition::{Petition, State};

/// The day from which the asker can go on: of the answer, unless the asker says that it is solved,
/// or the last day of the time for a decision that did not come. Feedback goes on once its asker
/// says that it is not solved.
pub(super) fn ended(
    petition: &Petition,
    today: Date,
    laws: &Laws,
) -> Result<Option<Date>, Failure> {
    let answered = matches!(petition.state, State::Sent | State::CarriedOut);
    let goes_on = match (petition.kind, petition.solved) {
        (_, Some(Solved::Yes)) => !answered,
        (Kind::Feedback, None) => false,
        _ => true,
    };
    match goes_on {
        true => Ok(petition.first_ended(today, laws)?),
        false => Ok(None),
    }
}

/// Until when a second complaint can be made: counted from the sending of the first decision, or
/// from the end of the time for one.
pub(super) fn second(
    petition: &Petition,
    ended: Option<Date>,
    laws: &Laws,
) -> Result<Option<Clock>, Failure> {
    match (petition.kind, ended) {
        (Kind::Complaint, Some(ended)) => clocks::run(laws.now().clone(), "KN.limit2", ended),
        _ => Ok(None),
    }
}

/// What is open to the asker, each with its article.
pub(super) fn rights(
    page: &Page,
    petition: &Petition,
    ended: Option<Date>,
    second: Option<&Clock>,
    laws: &Laws,
) -> Result<Vec<String>, Failure> {
    let Some(ended) = ended else { return Ok(Vec::new()) };
    if petition.kind == Kind::Feedback {
        let said = ["rights-again", "rights-complain", "rights-desk"];
        return Ok(said.map(|key| page.t(key).into_owned()).into());
    }
    let mut said = Vec::new();
    if let Some(clock) = second {
        let key = if petition.state.is_open() { "rights-silence" } else { "rights-second" };
        let text = page
            .with("due", page.date_long(clock.due()))
            .with("sent", page.date(ended))
            .with("article", clock.article(page))
            .t(key);
        said.push(text);
        if let Some(remote) = clocks::run(laws.now().clone(), "KN.limit2:remote", ended)? {
            let due = page.date_long(remote.due());
            said.push(page.with("due", due).t("rights-second-remote"));
        }
    }
    said.push(page.t("rights-court").into_owned());
    Ok(said)
}
