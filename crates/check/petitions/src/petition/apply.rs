//! What each fact makes of a petition, and of what it owes.

use duties::{Debt, Outcome};
use jiff::civil::Date;
use kernel::Id;
use store::{Record, VaultId};

use super::{Group, Joined, Petition, Question, State};
use crate::facts::{Event, Received};
use crate::kind::{Finding, Kind, Same, Solved, Term};
use crate::papers::Issued;

impl Petition {
    pub(super) fn new(id: String, received: Received, first: &Record) -> Self {
        let extra = &received.extra;
        let items = [
            Some(&received.words),
            received.place.as_ref(),
            received.person.as_ref(),
            extra.spot.as_ref(),
            extra.others.as_ref(),
        ];
        let files = extra.files.iter().map(|file| &file.item);
        let items = items.into_iter().flatten().chain(files).cloned().collect();
        // A place as it was typed is often a house, and a point is one.
        let named = received.person.iter().chain(&extra.others);
        let named = named.chain(&received.place).chain(&extra.spot);
        let guarded = named.chain(extra.files.iter().map(|file| &file.item));
        let guarded = guarded.map(|item| item.id).collect();
        let mut petition = Self {
            id,
            state: State::Received,
            before: None,
            kind: received.kind,
            matter: received.matter.clone(),
            known_on: None,
            holder: None,
            term: Term::default(),
            differs: false,
            dialogue: None,
            group: None,
            answer: None,
            looked: false,
            sent: None,
            decided_on: None,
            decided_law: first.law,
            finding: None,
            carried_out: None,
            appealed: None,
            appeals: Vec::new(),
            solved: None,
            said_oneself: false,
            taken_back: Vec::new(),
            closed_on: None,
            joined: None,
            apart: Vec::new(),
            guided: false,
            court: false,
            parts: Vec::new(),
            questions: Vec::new(),
            files: extra.files.clone(),
            papers: Vec::new(),
            generation: 0,
            items,
            guarded,
            erased: Vec::new(),
            debts: Vec::new(),
            version: 1,
            received_at: first.at,
            received,
        };
        petition.owe_first_answer(petition.received.on, first.law);
        petition
    }

    pub(super) fn apply(&mut self, event: &Event, record: &Record) {
        self.version = record.version;
        let law = record.law;
        self.keep(event);
        match event {
            Event::Received(_) => {}
            Event::Classified { kind, matter, known, .. } => {
                self.known_on = known.or(self.known_on).filter(|_| kind.is_complaint());
                self.classified(*kind, matter, law);
            }
            Event::Assigned { to, .. } => self.holder = Some(*to),
            Event::Released { .. } => self.holder = None,
            Event::Filed { on, .. } => self.close(State::Filed, *on, law),
            Event::Guided { court, on, .. } => {
                (self.guided, self.court) = (true, *court);
                self.close(State::Guided, *on, law);
            }
            Event::Forwarded { on, .. } => self.close(State::Forwarded, *on, law),
            Event::Refused { on, .. } => self.close(State::Refused, *on, law),
            Event::Accepted { on } => self.accepted(*on, law),
            Event::Verified { differs, .. } => {
                self.state = State::Verified;
                self.differs = *differs;
            }
            Event::Decided { answer, finding, looked, on } => {
                self.looked = *looked;
                self.decided(answer, *finding, *on, law);
            }
            Event::Sent { on, .. } => {
                self.sent.clone_from(&self.answer);
                self.decided_law = law;
                self.close(State::Sent, *on, law);
            }
            Event::Carried { state, on } => self.close(*state, *on, law),
            Event::Judged { solved, heard, on, .. } => {
                self.said_oneself = heard.is_none();
                self.judged(*solved, *on, law);
            }
            Event::SecretRenewed { generation } => self.generation = *generation,
            Event::Erased { items, .. } => self.erased.extend(items),
            other => self.apply_rarer(other, law),
        }
    }

    /// Another entry of a person takes the place of one that was wrong.
    fn corrected(&mut self, item: Id, by: &VaultId) {
        let extra = &mut self.received.extra;
        let entries = self.received.person.iter_mut().chain(&mut extra.others);
        entries.filter(|entry| entry.id == item).for_each(|entry| entry.clone_from(by));
        self.erased.push(item);
        self.guarded.push(by.id);
        self.items.push(by.clone());
    }

    fn linked(&mut self, to: &str, code: &str, how: Same) {
        self.before = Some(self.state);
        let ended = self.open_debts().map(|debt| debt.n).collect();
        self.joined = Some(Joined { to: to.to_owned(), code: code.to_owned(), how, ended });
    }

    fn set_apart(&mut self, from: &str, code: &str, again: bool) {
        match again {
            true => self.apart.retain(|(stream, _)| stream != from),
            false => self.apart.push((from.to_owned(), code.to_owned())),
        }
    }

    /// What was recorded before stands again when this one was a mistake.
    fn appealed_by(&mut self, second: &str) {
        self.appeals.extend(self.appealed.replace(second.to_owned()));
    }

    /// What happens to few petitions.
    fn apply_rarer(&mut self, event: &Event, law: i64) {
        match event {
            Event::Termed { term, on, .. } => self.termed(*term, *on, law),
            Event::Dialogue { outcome, .. } => self.dialogue = Some(*outcome),
            Event::Suspended { on, .. } => {
                self.before = Some(self.state);
                self.state = State::Suspended;
                self.open_debts().for_each(|debt| debt.pause(*on));
            }
            Event::Resumed { on } => {
                self.state = self.before.take().unwrap_or(State::Accepted);
                self.open_debts().for_each(|debt| debt.resume(*on));
            }
            Event::Terminated { on, .. } => self.end_unowed(State::Terminated, *on, law),
            Event::Withdrawn { part: Some(part), .. } => self.taken_back.push(part.clone()),
            Event::Withdrawn { part: None, on } => self.end_unowed(State::Withdrawn, *on, law),
            Event::Reopened { on, .. } => self.reopened(*on, law),
            Event::Represented { people, speakers, who, .. } => {
                let (people, speakers) = (*people, *speakers);
                self.group = Some(Group { people, speakers, who: who.clone() });
            }
            Event::Split { into, on } => {
                self.parts.clone_from(into);
                self.end_unowed(State::Split, *on, law);
            }
            Event::Appealed { second, .. } => self.appealed_by(second),
            Event::AppealUndone { .. } => self.appealed = self.appeals.pop(),
            Event::CarriedOut { how, on, .. } => {
                self.state = State::CarriedOut;
                self.carried_out = Some((how.clone(), *on));
            }
            Event::Added { files, .. } => self.files.extend(files.iter().cloned()),
            Event::Asked { n, office, words, until, on } => {
                let (office, words, until) = (office.clone(), words.clone(), *until);
                let debt = self.debts.len() as u32 + 1;
                self.debts.push(Debt::agreed(debt, &office, *on, until, law));
                self.questions.push(Question { n: *n, office, words, until, debt, advice: None });
            }
            Event::Advised { n, words, on } => self.advised(*n, words, *on, law),
            Event::Linked { to, code, how, guided, on } => {
                self.guided |= guided;
                self.linked(to, code, *how);
                self.close(State::Joined, *on, law);
            }
            Event::Unlinked { .. } => self.unlinked(),
            Event::SetApart { from, code, again, .. } => self.set_apart(from, code, *again),
            Event::Destroyed { .. } => self.state = State::Destroyed,
            Event::Corrected { item, by, .. } => self.corrected(*item, by),
            Event::Issued { template, number, symbol, words, on } => self.papers.push(Issued {
                template: template.clone(),
                number: *number,
                symbol: symbol.clone(),
                words: words.clone(),
                on: *on,
            }),
            _ => {}
        }
    }

    /// Every vault item that a fact brings.
    fn keep(&mut self, event: &Event) {
        let items: Vec<&VaultId> = match event {
            Event::Guided { note, .. } | Event::Forwarded { note, .. } => vec![note],
            Event::Refused { note, .. } => note.iter().collect(),
            Event::Verified { result, .. } => vec![result],
            Event::Decided { answer, .. } => vec![answer],
            Event::Judged { words, .. } => words.iter().collect(),
            Event::Termed { why, .. }
            | Event::Suspended { why, .. }
            | Event::Terminated { why, .. }
            | Event::AppealUndone { why, .. }
            | Event::Reopened { why, .. } => vec![why],
            Event::Dialogue { minutes, .. } => vec![minutes],
            Event::Withdrawn { part, .. } => part.iter().collect(),
            Event::Represented { who, .. } => vec![who],
            Event::CarriedOut { how, .. } => vec![how],
            Event::Appealed { note, .. } => note.iter().collect(),
            Event::Added { words, files, .. } => {
                words.iter().chain(files.iter().map(|file| &file.item)).collect()
            }
            Event::Noted { words, .. }
            | Event::Asked { words, .. }
            | Event::Advised { words, .. }
            | Event::Issued { words, .. } => vec![words],
            _ => return,
        };
        let guarded: Vec<&VaultId> = match event {
            Event::Represented { who, .. } => vec![who],
            Event::Added { files, .. } => files.iter().map(|file| &file.item).collect(),
            Event::Issued { words, .. } => vec![words],
            _ => Vec::new(),
        };
        self.guarded.extend(guarded.into_iter().map(|item| item.id));
        self.items.extend(items.into_iter().cloned());
    }

    /// A letter called feedback that is a complaint owes acceptance from the day of its receipt,
    /// and the reverse: content decides, not the title (TT05 Art 6).
    fn classified(&mut self, kind: Kind, matter: &str, law: i64) {
        self.state = State::Classified;
        matter.clone_into(&mut self.matter);
        if kind == self.kind {
            return;
        }
        let (before, on) = (self.kind.accept_rule(), self.received.on);
        self.kind = kind;
        let open = self
            .debts
            .iter_mut()
            .find(|debt| debt.is_open() && before.is_some_and(|rule| debt.rule == rule));
        if let Some(debt) = open {
            debt.close(on, law, Outcome::Void);
        }
        if let Some(rule) = kind.accept_rule() {
            self.owe(rule, on, law);
        }
    }

    fn accepted(&mut self, on: Date, law: i64) {
        self.state = State::Accepted;
        if let Some(rule) = self.kind.settle_rule(self.term) {
            self.settle_debts(on, law);
            self.owe(rule, on, law);
        }
    }

    /// The longer ceiling runs from the same day as the ordinary one: it is no extension.
    fn termed(&mut self, term: Term, on: Date, law: i64) {
        let old = self.kind.settle_rule(self.term);
        self.term = term;
        let (Some(old), Some(new)) = (old, self.kind.settle_rule(term)) else { return };
        let open = self.debts.iter_mut().find(|debt| debt.is_open() && debt.rule == old);
        let Some(debt) = open else { return };
        let mut longer = debt.clone();
        debt.close(on, law, Outcome::Void);
        longer.n = self.debts.len() as u32 + 1;
        longer.rule = new.to_owned();
        longer.law = law;
        self.debts.push(longer);
    }

    fn decided(&mut self, answer: &VaultId, finding: Option<Finding>, on: Date, law: i64) {
        self.state = State::Decided;
        self.answer = Some(answer.clone());
        self.finding = finding;
        (self.decided_on, self.decided_law) = (Some(on), law);
        // A reply to feedback is given when it is sent; a decision on a complaint when it is
        // signed, and sending it has a clock of its own.
        if let Some(rule) = self.kind.send_rule() {
            self.settle_debts(on, law);
            self.owe(rule, on, law);
        }
    }

    /// Feedback that is not solved is content brought anew: a reply is owed from that day. Who is
    /// not content with a decision on a complaint goes the ways that the law has for it.
    fn judged(&mut self, solved: Solved, on: Date, law: i64) {
        self.solved = Some(solved);
        match (self.kind, solved, self.state) {
            (Kind::Feedback, Solved::No | Solved::Partly, State::Sent | State::CarriedOut) => {
                self.state = State::Contested;
                self.closed_on = None;
                self.owe("TD.reply", on, law);
            }
            (Kind::Feedback, Solved::Yes, State::Contested) => {
                self.end_unowed(State::Sent, on, law);
            }
            _ => {}
        }
    }

    /// A part that was taken back under threat is settled with the rest, by the clock that runs;
    /// what was taken back whole begins anew.
    fn reopened(&mut self, on: Date, law: i64) {
        self.taken_back.clear();
        if self.state == State::Withdrawn {
            self.state = State::Classified;
            self.closed_on = None;
            self.owe_first_answer(on, law);
        }
    }

    fn advised(&mut self, n: u32, words: &VaultId, on: Date, law: i64) {
        let asked = self.questions.iter_mut().find(|question| question.n == n);
        let Some(question) = asked else { return };
        question.advice = Some((words.clone(), on));
        let owed = question.debt;
        if let Some(debt) = self.open_debts().find(|debt| debt.n == owed) {
            debt.close(on, law, Outcome::Done);
        }
    }

    /// What the joining ended is owed again, from the day on which it was owed first.
    fn unlinked(&mut self) {
        self.state = self.before.take().unwrap_or(State::Classified);
        self.closed_on = None;
        let ended = self.joined.take().map(|joined| joined.ended).unwrap_or_default();
        let again = self.debts.iter_mut().filter(|debt| ended.contains(&debt.n));
        again.for_each(Debt::reopen);
    }

    fn owe_first_answer(&mut self, on: Date, law: i64) {
        if let Some(rule) = self.kind.accept_rule() {
            self.owe(rule, on, law);
        }
        self.owe("TD.reply", on, law);
    }

    fn owe(&mut self, rule: &str, from: Date, law: i64) {
        self.debts.push(Debt::new(self.debts.len() as u32 + 1, rule, from, law));
    }

    fn open_debts(&mut self) -> impl Iterator<Item = &mut Debt> {
        self.debts.iter_mut().filter(|debt| debt.is_open())
    }

    /// What was owed to the asker is done; what another office owed is not waited for any more.
    fn settle_debts(&mut self, on: Date, law: i64) {
        for debt in self.open_debts() {
            let outcome = if debt.office.is_some() { Outcome::Void } else { Outcome::Done };
            debt.close(on, law, outcome);
        }
    }

    fn close(&mut self, state: State, on: Date, law: i64) {
        self.state = state;
        self.closed_on = Some(on);
        self.settle_debts(on, law);
    }

    /// The office's part ends, and what it owed is not owed after all.
    fn end_unowed(&mut self, state: State, on: Date, law: i64) {
        self.state = state;
        self.closed_on = Some(on);
        self.open_debts().for_each(|debt| debt.close(on, law, Outcome::Void));
    }
}
