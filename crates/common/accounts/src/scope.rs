//! Which unit of this installation a page is about: the one asked for, or the reader's own.

use kernel::Refusal;
use units::{Gazetteer, Unit};
use web::PageError;

use crate::{App, Failure, Officer};

/// The unit whose matters are looked at, and the others that could be.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Its code.
    pub unit: String,
    /// What it is called inside a sentence: "xã Thăng Trường".
    pub phrase: String,
    /// Units to change to, with their names; empty when there is one only.
    pub choices: Vec<(String, String)>,
}

impl Scope {
    /// The unit asked for, else the first one where the officer holds a post, else the
    /// installation's own.
    ///
    /// # Errors
    /// Not found, for a unit that this installation does not serve.
    pub fn of(app: &App, officer: Option<&Officer>, asked: Option<&str>) -> Result<Self, Failure> {
        let instance = app.instance().ok_or_else(|| Refusal::conflict("instance-not-open"))?;
        let gazetteer = Gazetteer::shared();
        let home = gazetteer.current(&instance.unit).ok_or(Failure(PageError::NotFound))?;
        let below = gazetteer.children(home.id(), None);
        let all: Vec<Unit<'_>> = std::iter::once(home).chain(below).collect();
        let find = |code: &str| all.iter().find(|unit| unit.id().code() == code);
        let own = || officer?.posts.iter().find_map(|held| find(&held.unit));
        let unit = match asked {
            Some(code) => find(code).ok_or(Failure(PageError::NotFound))?,
            None => own().unwrap_or(&home),
        };
        let choices = match all.len() {
            1 => Vec::new(),
            _ => all.iter().map(|unit| (unit.id().code(), unit.title())).collect(),
        };
        Ok(Self { unit: unit.id().code(), phrase: unit.phrase(), choices })
    }
}
