//! Papers for an office's program: the page's draft, with what the program sends in place of what
//! an officer would type, issued with the next number.

use accounts::{App, Failure, Program};
use documents::Reply;
use kernel::{Actor, Refusal};
use store::Store;
use web::{FormState, Page, PageError};

use super::draft::{Desk, FIRST, Filled, filled, next, signer, slug};
use crate::desk::{self, NewPaper, Read};
use crate::pages::office::case::Case;
use crate::papers::offered;
use crate::petition::Petition;

/// What a program sends for a paper.
pub(crate) struct Sent {
    /// What the case does not know: the field's name, and what stands there.
    pub asked: Vec<(String, String)>,
    /// Parts of the draft that are to read otherwise: the name in the page's form, and the words.
    pub changed: Vec<(&'static str, String)>,
}

/// Issues a paper on a petition as it was read at `seen` facts. The draft names the asker, so the
/// reading is logged first.
///
/// # Errors
/// A refusal, or the faults of what was sent.
pub(crate) async fn issue_for(
    app: &App,
    (page, program): (&Page, &Program),
    by: (&Store, &Actor),
    (read, seen): (Read, i64),
    (reply, sent): (Reply, Sent),
) -> Result<Petition, Failure> {
    if !offered(&read.petition, &read.stream.records).contains(&reply) {
        return Err(Refusal::conflict("paper-not-now").into());
    }
    if read.petition.received.person.is_some() {
        app.log_read_by(program, &read.petition.id, "person").await?;
    }
    let case = Case::open(app, read).await?;
    let person = super::person(app, &case).await?;
    let signer = signer(app, None, &case, reply).await?;
    let desk = Desk { page, case: &case, reply, person: &person, signer };
    let typed = sent.asked.into_iter().fold(FormState::new(), |form, (field, value)| {
        let name = if field.starts_with("f-") { field } else { slug(&field) };
        form.with(&name, value)
    });
    let content = match filled(&desk, typed, true)? {
        Filled::Whole(content) => content,
        Filled::Lacks(asked) => return Err(PageError::of_form(asked.form()).into()),
    };
    let mut form = desk.form(&content);
    sent.changed.into_iter().for_each(|(name, words)| form.set(name, words));
    let paper = desk.read(&mut form)?;
    let first = match next(app, &desk).await? {
        Some(_) => Some(1),
        None => form.number("first", 1..=FIRST),
    };
    let (Some(paper), Some(first), false) = (paper, first, form.is_wrong()) else {
        return Err(PageError::of_form(&form).into());
    };
    let new = NewPaper { reply, paper, first };
    desk::issue(by.0, by.1, case.read.clone(), seen, &new).await
}
