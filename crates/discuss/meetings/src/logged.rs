//! What the public log takes of dialogues: promises as they were made, and answers to questions.
//! Unit, day and rule, and commitments to the words; never words or persons. What is declared
//! here is read again for as long as the log is kept.

use ledger::{Logged, Public};
use store::{Result, Stream};

use crate::facts::{ANSWERED, MADE};
use crate::promise::{self, Promise};
use crate::question::Question;

/// The kinds, each with what its leaf commits to.
pub const LOGGED: &[Logged] =
    &[Logged { kind: MADE, public: made }, Logged { kind: ANSWERED, public: answered }];

fn made(stream: &Stream) -> Result<Option<Public>> {
    let Some(promise) = Promise::replay(stream)? else { return Ok(None) };
    Ok(Some(Public {
        sort: promise.made.owner.word().to_owned(),
        code: promise::code(&stream.name),
        unit: promise.made.owner_unit,
        on: promise.made.said_on,
        rule: promise.made.rule.unwrap_or_default(),
        words: promise.made.what,
    }))
}

fn answered(stream: &Stream) -> Result<Option<Public>> {
    let Some(question) = Question::replay(stream)? else { return Ok(None) };
    let Some(answer) = question.answers.last() else { return Ok(None) };
    Ok(Some(Public {
        sort: answer.role.word().to_owned(),
        code: promise::tail("CH", &stream.name),
        unit: question.asked.unit.clone(),
        on: answer.on,
        rule: String::new(),
        words: answer.words.clone(),
    }))
}
