//! Steps for an office's program: the form that a body filled in is read and done as a page's is.

use accounts::{App, Failure};
use kernel::Actor;
use store::Store;
use web::FormState;

use super::super::around;
use super::super::case::Case;
use super::{carry_out, read};
use crate::desk::Read;
use crate::petition::Step;

/// Reads the form of a step and does it on a petition as it was read; `false` when something in the
/// form is wrong, which then stands in it.
///
/// # Errors
/// A refusal, or `somebody-was-first`.
pub(crate) async fn do_form(
    app: &App,
    by: (&Store, &Actor),
    (read, seen): (Read, i64),
    step: Step,
    form: &mut FormState,
) -> Result<bool, Failure> {
    let case = Case::open(app, read).await?;
    let colleagues = around::colleagues(app, case.today).await?;
    let Some(doing) = read::act(form, step, &case, &colleagues) else { return Ok(false) };
    carry_out(by, &case, seen, doing).await?;
    Ok(true)
}
