//! Questions with their answers, facts and words of all in one read each: a hall hears a hundred of
//! them, and a clerk waits for the page after each line.

use std::collections::HashMap;

use accounts::Failure;
use store::Store;

use crate::question::{Answer, Question};

/// Questions with all words that were asked for.
#[derive(Debug)]
pub(crate) struct Heard {
    /// By its stream, what the facts of each make it.
    pub questions: HashMap<String, Question>,
    /// By vault item; what is destroyed is missing.
    pub texts: HashMap<String, String>,
}

impl Heard {
    /// The questions of these streams, their answers' words, and the words of these items.
    ///
    /// # Errors
    /// When the database does not answer or the journal is inconsistent.
    pub async fn of(store: &Store, names: &[&str], items: &[&str]) -> Result<Self, Failure> {
        let mut questions: HashMap<String, Question> = HashMap::with_capacity(names.len());
        for (name, stream) in store.streams(names).await? {
            if let Some(question) = Question::replay(&stream)? {
                questions.insert(name, question);
            }
        }
        let given = questions.values().flat_map(|one| &one.answers);
        let given: Vec<String> = given.map(|answer| answer.words.id.to_string()).collect();
        let items: Vec<&str> =
            items.iter().copied().chain(given.iter().map(String::as_str)).collect();
        let texts = store.texts_of(&items).await?;
        Ok(Self { questions, texts })
    }

    /// The answers to a question, where its facts were read.
    pub fn answers(&self, question: &str) -> &[Answer] {
        self.questions.get(question).map(|one| one.answers.as_slice()).unwrap_or_default()
    }

    /// The words of an answer.
    pub fn said(&self, answer: &Answer) -> Option<&String> {
        self.texts.get(&answer.words.id.to_string())
    }
}
