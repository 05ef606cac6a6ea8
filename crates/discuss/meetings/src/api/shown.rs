//! What a program is shown of dialogues and promises: what the public pages show, in codes and days
//! instead of words of the screen.

mod dialogue;
mod promise;

use accounts::Failure;
use calendar::Lang;
use jiff::civil::Date;
use rulebook::Law;
use store::{Store, VaultId};

use crate::desk;

pub(super) use dialogue::{
    DialogueShown, DialogueYear, QuestionList, QuestionShown, dialogue, office_question,
    office_questions, year,
};
pub(super) use promise::{PromisePage, PromiseShown, promise, promises};

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

async fn opened(store: &Store, item: Option<&VaultId>) -> Result<Option<String>, Failure> {
    match item {
        Some(item) => Ok(some(desk::words(store, item).await?)),
        None => Ok(None),
    }
}

/// The article of a rule; none where it was not law on that day.
fn article(law: &Law, rule: &str, on: Date, lang: Lang) -> Option<String> {
    let found = law.rulebook.in_force(rule, on)?;
    Some(law.rulebook.cite(&found.article, lang))
}
