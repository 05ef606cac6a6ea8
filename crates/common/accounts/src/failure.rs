//! What a handler of any subject answers when it cannot: a refusal, an incident, or "try again".
//!
//! `?` turns each lower error into the right one: a database that is away is [`PageError::Busy`]
//! (nothing was recorded), a lost race is a refusal that asks to look again, inconsistent data is
//! a bug.

use axum::response::{IntoResponse, Response};
use kernel::Refusal;
use store::{CommitError, StoreError};
use web::PageError;

/// Why there is no answer. Handlers return [`Answer`] and use `?`.
#[derive(Debug)]
pub struct Failure(pub PageError);

/// What a handler returns.
pub type Answer = Result<Response, Failure>;

impl Failure {
    /// The refusal, when it is one: for a form that shows it beside its field.
    pub fn refusal(&self) -> Option<&Refusal> {
        match &self.0 {
            PageError::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// Whether somebody else was first: the form is to be shown again over what they did.
    pub fn is_of_another(&self) -> bool {
        self.refusal().is_some_and(|refusal| refusal.code == "somebody-was-first")
    }

    /// A refusal that belongs to a field goes to it; anything else is the whole answer.
    ///
    /// # Errors
    /// The failure itself, when it belongs to no field.
    pub fn on_form(self, form: &mut web::FormState) -> Result<(), Self> {
        match self.refusal().filter(|refusal| refusal.field.is_some()).cloned() {
            Some(refusal) => {
                form.refuse(&refusal);
                Ok(())
            }
            None => Err(self),
        }
    }

    /// A fault of ours.
    pub fn bug(what: impl std::fmt::Display) -> Self {
        Self(PageError::bug(what))
    }
}

impl From<PageError> for Failure {
    fn from(error: PageError) -> Self {
        Self(error)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(refusal.into())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self(match error.is_passing() {
            true => {
                tracing::warn!(%error, "the database does not answer");
                PageError::Busy
            }
            false => PageError::bug(error),
        })
    }
}

impl From<CommitError> for Failure {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Lost(_) => Refusal::conflict("somebody-was-first").into(),
            CommitError::Unknown(error) => {
                tracing::warn!(%error, "the outcome of a commit is unknown");
                Self(PageError::Busy)
            }
            CommitError::Store(error) => error.into(),
        }
    }
}

impl From<units::local::ActError> for Failure {
    fn from(error: units::local::ActError) -> Self {
        match error {
            units::local::ActError::Refused(refusal) => refusal.into(),
            units::local::ActError::Commit(error) => error.into(),
        }
    }
}

impl From<crate::password::HashFault> for Failure {
    fn from(fault: crate::password::HashFault) -> Self {
        Self(PageError::bug(fault))
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            PageError::Refused(refusal) => refusal.fmt(f),
            other => write!(f, "{other:?}"),
        }
    }
}

impl std::error::Error for Failure {}
