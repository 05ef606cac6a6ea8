//! What those who asked have yet to be told: that their dialogue was moved or called off, that the
//! question they were grouped with was answered, what was promised for it.

use accounts::Failure;
use jiff::civil::Date;
use kernel::Actor;
use store::{Change, CommitError, Fact, Store, VaultId};

use crate::arrows::PromiseState;
use crate::call::Call;
use crate::dialogue::Dialogue;
use crate::facts::{PromiseEvent, QuestionEvent};
use crate::question::Question;
use crate::store::{of_question, settled_by, together, waiting};

/// How often something is tried again when others work on the same questions.
pub(super) const TRIES: usize = 12;

/// What the questions of a dialogue have yet to be told of it.
pub(super) async fn untold(store: &Store, dialogue: &Dialogue) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for name in waiting(store, &dialogue.id).await? {
        let stream = store.stream(&name).await?;
        let news = Question::replay(&stream)?.and_then(|one| one.news(dialogue));
        changes.extend(news.map(|event| Change::new(stream, vec![event.to_fact()])));
    }
    Ok(changes)
}

/// The calls of voters that a dialogue was planned for: called off, it settles them no more, and
/// one is owed to them again.
pub(super) async fn reopened(store: &Store, dialogue: &str) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for name in settled_by(store, dialogue).await? {
        let stream = store.stream(&name).await?;
        let again = Call::replay(&stream)?.and_then(|one| one.reopen(dialogue));
        changes.extend(again.map(|event| Change::new(stream, vec![event.to_fact()])));
    }
    Ok(changes)
}

/// Tells the questions of a dialogue what they have not been told.
pub(super) async fn tell(store: &Store, actor: &Actor, dialogue: &Dialogue) -> Result<(), Failure> {
    let mut left = TRIES;
    loop {
        left -= 1;
        let changes = untold(store, dialogue).await?;
        if changes.is_empty() {
            return Ok(());
        }
        match store.commit(actor, changes).await {
            Ok(_) => return Ok(()),
            // Somebody sorted a question, or tells it by another hand.
            Err(CommitError::Lost(_)) if left > 0 => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// The questions that are answered together with one that was answered now: each is told.
pub(super) async fn echo(
    store: &Store,
    answered: &Question,
    on: Date,
) -> Result<Vec<Change>, Failure> {
    let mut changes = Vec::new();
    for name in together(store, &answered.asked.dialogue, &answered.id).await? {
        let stream = store.stream(&name).await?;
        let member = Question::replay(&stream)?;
        // It may have been declined, or answered alone, in the meantime.
        let with = member.filter(|one| one.with.as_deref() == Some(answered.id.as_str()));
        changes.extend(
            with.map(|_| Change::new(stream, vec![QuestionEvent::AnsweredWith { on }.to_fact()])),
        );
    }
    Ok(changes)
}

/// Whom else a promise for a question is told to: those who asked the same.
pub(super) async fn askers(store: &Store, question: &Question) -> Result<Vec<VaultId>, Failure> {
    let mut all = Vec::new();
    for name in together(store, &question.asked.dialogue, &question.id).await? {
        let member = Question::replay(&store.stream(&name).await?)?;
        all.extend(member.and_then(|one| one.told().cloned()));
    }
    Ok(all)
}

/// What follows for a question that is grouped now with another: answered where that one is, and
/// its asker told of what was promised for it and is still open.
pub(super) async fn joined(
    store: &Store,
    question: &Question,
    lead: &Question,
) -> Result<(Vec<Fact>, Vec<Change>), Failure> {
    let on = lead.answers.iter().map(|answer| answer.on).max();
    let facts = on.map(|on| QuestionEvent::AnsweredWith { on }.to_fact()).into_iter().collect();
    let mut changes = Vec::new();
    if let Some(asker) = question.told() {
        let words = of_question(store, &lead.id).await?;
        for word in words.iter().filter(|word| word.state == PromiseState::Open.word()) {
            let followed = PromiseEvent::Followed { asker: asker.clone() };
            let stream = store.stream(&word.stream).await?;
            changes.push(Change::new(stream, vec![followed.to_fact()]));
        }
    }
    Ok((facts, changes))
}
