//! One case for an office's program: what the case's page shows, and of what may be done, what the
//! posts of the token reach. Who the asker is and where exactly it happened stay closed here too;
//! they have a door of their own, which logs each opening first.

use std::collections::HashMap;

use accounts::{Act, App, Failure, Program};
use jiff::Timestamp;
use jiff::civil::Date;
use kernel::{Actor, Id};
use serde::Serialize;
use store::{Record, VaultId};
use utoipa::ToSchema;

use super::{Duty, article, duties};
use crate::desk::Read;
use crate::facts::Event;
use crate::pages::office::{received, term_word};
use crate::papers::offered;
use crate::petition::{OWN, Petition, Step};

/// A case.
#[derive(Debug, Serialize, ToSchema)]
pub struct Case {
    /// Short code.
    #[schema(example = "TT-4176-28")]
    pub code: String,
    /// Its version, which `If-Match` takes; the header `ETag` has it too.
    pub version: i64,
    /// Code of the unit that answers.
    pub unit: String,
    /// What it is, as last classified.
    pub kind: &'static str,
    /// What its sender called it.
    pub filed_as: &'static str,
    /// What it is about.
    pub matter: String,
    /// Code of the village or landmark.
    pub village: Option<String>,
    /// How it came.
    pub channel: &'static str,
    /// How the asker wants to be answered.
    pub answer_by: &'static str,
    /// Where it stands.
    pub state: &'static str,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// The day of receipt, from which clocks run.
    #[schema(value_type = String, format = Date)]
    pub received_on: Date,
    /// The asker's words; null once they were erased.
    pub text: Option<String>,
    /// The square in which it happened, a thousandth of a degree wide.
    pub cell: Option<CaseCell>,
    /// Photographs and papers.
    pub files: Vec<CaseFile>,
    /// Who has it.
    pub holder: Option<CaseOfficer>,
    /// Of a complaint: the day on which its writer learned of what is complained of.
    #[schema(value_type = Option<String>, format = Date)]
    pub known_on: Option<Date>,
    /// The ceiling chosen for it: `plain`, `complex`, `remote`, `both`.
    pub term: &'static str,
    /// Whether request and result of verification still differ.
    pub differs: bool,
    /// What came of the dialogue.
    pub dialogue: Option<&'static str>,
    /// How many complain together.
    pub people: Option<u32>,
    /// How many speak for them.
    pub speakers: Option<u32>,
    /// What is or was owed.
    pub duties: Vec<Duty>,
    /// What other offices were asked.
    pub questions: Vec<CaseQuestion>,
    /// Papers that were issued.
    pub papers: Vec<CasePaper>,
    /// The answer as last decided.
    pub answer: Option<String>,
    /// Whether that answer is with the asker, and published.
    pub sent: bool,
    /// What the decision found.
    pub finding: Option<&'static str>,
    /// The day of the last decision.
    #[schema(value_type = Option<String>, format = Date)]
    pub decided_on: Option<Date>,
    /// The code of the second complaint about it; empty when it has none that is known.
    pub appealed: Option<String>,
    /// What the asker says.
    pub solved: Option<&'static str>,
    /// What became of it for the asker.
    pub end: Option<&'static str>,
    /// The day on which the office's part ended.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    /// The case that it was joined to.
    pub joined: Option<CaseLink>,
    /// Codes of letters that were said to be about another matter.
    pub apart: Vec<String>,
    /// Codes of the letters that it was split into.
    pub parts: Vec<String>,
    /// What this token may do now.
    pub steps: Vec<CaseStep>,
    /// The papers that this token may issue now.
    pub replies: Vec<&'static str>,
    /// What happened, in order.
    pub trail: Vec<CaseFact>,
}

/// A square of the map, by its south-western corner.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseCell {
    /// Latitude in thousandths of a degree.
    pub lat: i32,
    /// Longitude in thousandths of a degree.
    pub lon: i32,
}

/// A photograph or a paper.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseFile {
    /// Its number.
    pub n: usize,
    /// What it is by its content.
    pub media: String,
    /// How many bytes.
    pub size: i64,
    /// Whether it was erased.
    pub erased: bool,
}

/// An officer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseOfficer {
    /// The account.
    pub account: String,
    /// The name; null once it was erased.
    pub name: Option<String>,
}

/// What another office was asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseQuestion {
    /// Its number, which the step `advise` takes.
    pub n: u32,
    /// The office's code.
    pub office: String,
    /// What is asked.
    pub words: Option<String>,
    /// By when.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// What came back.
    pub advice: Option<String>,
    /// When it came.
    #[schema(value_type = Option<String>, format = Date)]
    pub advised_on: Option<Date>,
}

/// A paper that was issued.
#[derive(Debug, Serialize, ToSchema)]
pub struct CasePaper {
    /// Its place, by which it is opened.
    pub n: usize,
    /// Which reply it is.
    pub reply: String,
    /// Its number and symbol.
    #[schema(example = "12/TB-UBND")]
    pub number: String,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
}

/// Another letter, and how the two belong together.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseLink {
    /// Its code.
    pub code: String,
    /// `duplicate` or `chain`.
    pub same: &'static str,
}

/// A step that may be done now.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseStep {
    /// Its word in the address.
    pub step: &'static str,
    /// The article that it rests on; null for an act that no article asks for.
    pub article: Option<String>,
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct CaseFact {
    /// The version that the case had after it.
    pub version: i64,
    /// What: the last word of its kind, such as `accepted`.
    pub what: String,
    /// When it was recorded.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who did it: `asker`, `officer`, `program` or `system`.
    pub who: &'static str,
    /// What an officer or a program is called.
    pub name: Option<String>,
    /// The closed word, the code or the number that belongs to it.
    pub word: Option<String>,
    /// The words that belong to it, as far as this page may show them.
    pub words: Vec<String>,
}

/// What a case is told from, besides its facts.
struct Told<'a> {
    program: &'a Program,
    read: &'a Read,
    /// Words that the case's page shows; persons, places and files are not among them.
    opened: HashMap<Id, String>,
    /// Officers and programs.
    names: HashMap<Id, String>,
    today: Date,
}

/// A case as a program may see it.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn shown(app: &App, program: &Program, read: &Read) -> Result<Case, Failure> {
    let petition = &read.petition;
    let items = petition.items.iter().map(|item| item.id);
    let items: Vec<Id> = items.filter(|id| !petition.guarded.contains(id)).collect();
    let opened = app.store.words_of(&items).await?.into_iter();
    let opened = opened.filter_map(|(id, words)| Some((id, words.text()?))).collect();
    let names = names(app, read).await?;
    let today = app.store.clock().today();
    let told = Told { program, read, opened, names, today };
    let parts: Vec<&str> = petition.parts.iter().map(String::as_str).collect();
    let mut firsts = received(&app.store, &parts).await?;
    let parts = parts.iter().filter_map(|part| Some(firsts.remove(*part)?.code)).collect();
    Ok(Case { parts, ..told.case(app)? })
}

/// What the officers and programs of a case are called.
async fn names(app: &App, read: &Read) -> Result<HashMap<Id, String>, Failure> {
    let mut officers: Vec<Id> = read.petition.holder.into_iter().collect();
    let mut programs = false;
    for record in &read.stream.records {
        match record.actor() {
            Actor::Account(id) => officers.push(id),
            Actor::Token(_) => programs = true,
            Actor::Resident | Actor::System(_) => {}
        }
    }
    let mut names = app.names(&officers).await?;
    if programs {
        names.extend(app.token_labels().await?);
    }
    Ok(names)
}

impl Told<'_> {
    fn text(&self, item: &VaultId) -> Option<String> {
        self.opened.get(&item.id).cloned()
    }

    fn officer(&self, account: Id) -> CaseOfficer {
        CaseOfficer { account: account.to_string(), name: self.names.get(&account).cloned() }
    }

    fn case(&self, app: &App) -> Result<Case, Failure> {
        let petition = &self.read.petition;
        let received = &petition.received;
        let cell = received.extra.cell;
        let group = petition.group.as_ref();
        Ok(Case {
            code: received.code.clone(),
            version: petition.version,
            unit: received.unit.clone(),
            kind: petition.kind.word(),
            filed_as: received.kind.word(),
            matter: petition.matter.clone(),
            village: Some(received.village.clone()).filter(|village| !village.is_empty()),
            channel: received.channel.word(),
            answer_by: received.answer_by.word(),
            state: petition.state.word(),
            received_at: petition.received_at,
            received_on: received.on,
            text: self.text(&received.words),
            cell: cell.map(|cell| CaseCell { lat: cell.lat, lon: cell.lon }),
            files: files(petition),
            holder: petition.holder.map(|holder| self.officer(holder)),
            known_on: petition.known_on,
            term: term_word(petition.term),
            differs: petition.differs,
            dialogue: petition.dialogue.map(|outcome| outcome.word()),
            people: group.map(|group| group.people).or(received.extra.people),
            speakers: group.map(|group| group.speakers),
            duties: duties(app, petition, self.program.lang())?,
            questions: self.questions(),
            papers: papers(petition),
            answer: petition.answer.as_ref().and_then(|answer| self.text(answer)),
            sent: petition.sent.is_some() && petition.sent == petition.answer,
            finding: petition.finding.map(|finding| finding.word()),
            decided_on: petition.decided_on,
            appealed: petition.appealed.clone(),
            solved: petition.solved.map(|solved| solved.word()),
            end: petition.end().map(|end| end.word()),
            closed_on: petition.closed_on,
            joined: petition
                .joined
                .as_ref()
                .map(|joined| CaseLink { code: joined.code.clone(), same: joined.how.word() }),
            apart: petition.apart.iter().map(|(_, code)| code.clone()).collect(),
            parts: Vec::new(),
            steps: self.steps(app),
            replies: self.replies(),
            trail: self.trail()?,
        })
    }

    fn questions(&self) -> Vec<CaseQuestion> {
        let questions = self.read.petition.questions.iter();
        let one = questions.map(|question| CaseQuestion {
            n: question.n,
            office: question.office.clone(),
            words: self.text(&question.words),
            until: question.until,
            advice: question.advice.as_ref().and_then(|(words, _)| self.text(words)),
            advised_on: question.advice.as_ref().map(|(_, on)| *on),
        });
        one.collect()
    }

    /// The table of steps against the permissions of the token.
    fn steps(&self, app: &App) -> Vec<CaseStep> {
        let laws = app.store.laws();
        let petition = &self.read.petition;
        let step = |step: &Step| {
            let arrow = petition.arrow(*step).filter(|arrow| arrow.act != OWN)?;
            let act = arrow.act.parse().ok()?;
            let may = *step != Step::Issue && may(self.program, act, *step, petition);
            let lang = self.program.lang();
            let article = arrow.rule.map(|rule| article(&laws, rule, self.today, lang));
            may.then_some(CaseStep { step: step.word(), article })
        };
        Step::ALL.iter().filter_map(step).collect()
    }

    fn replies(&self) -> Vec<&'static str> {
        let petition = &self.read.petition;
        let may = |act| self.program.token.may(act, &petition.received.unit);
        let open = petition.arrow(Step::Issue).is_some();
        if !open || !may(Act::PETITIONS_SEND) || !may(Act::PETITIONS_PERSON) {
            return Vec::new();
        }
        let offered = offered(petition, &self.read.stream.records).into_iter();
        offered.map(|reply| reply.name()).collect()
    }

    fn trail(&self) -> Result<Vec<CaseFact>, Failure> {
        let records = self.read.stream.records.iter();
        records.map(|record| self.fact(record, &Event::read(record)?)).collect()
    }

    fn fact(&self, record: &Record, event: &Event) -> Result<CaseFact, Failure> {
        let (who, id) = match record.actor() {
            Actor::Resident => ("asker", None),
            Actor::Account(id) => ("officer", Some(id)),
            Actor::Token(id) => ("program", Some(id)),
            Actor::System(_) => ("system", None),
        };
        Ok(CaseFact {
            version: record.version,
            what: event.kind().rsplit('.').next().unwrap_or_default().to_owned(),
            at: record.at,
            who,
            name: id.and_then(|id| self.names.get(&id).cloned()),
            word: word(event),
            words: items(event).into_iter().filter_map(|item| self.text(item)).collect(),
        })
    }
}

/// Whether the posts of a token reach a step on this petition. What an office was asked it may
/// answer itself, as on its own page.
pub(super) fn may(program: &Program, act: Act, step: Step, petition: &Petition) -> bool {
    let at = |unit: &str| program.token.may(act, unit);
    let asked = || petition.questions.iter().any(|question| at(&question.office));
    at(&petition.received.unit) || (step == Step::Advise && asked())
}

fn files(petition: &Petition) -> Vec<CaseFile> {
    let files = (1..).zip(&petition.files);
    let one = files.map(|(n, file)| CaseFile {
        n,
        media: file.media.clone(),
        size: file.size,
        erased: petition.erased.contains(&file.item.id),
    });
    one.collect()
}

fn papers(petition: &Petition) -> Vec<CasePaper> {
    let papers = (1..).zip(&petition.papers);
    let one = papers.map(|(n, paper)| CasePaper {
        n,
        reply: paper.template.clone(),
        number: paper.title(),
        on: paper.on,
    });
    one.collect()
}

/// The closed word, the code or the number that belongs to a fact.
fn word(event: &Event) -> Option<String> {
    let closed = match event {
        Event::Received(first) => first.channel.word(),
        Event::Classified { kind, .. } => kind.word(),
        Event::Filed { lack, .. } => lack.word(),
        Event::Decided { finding: Some(finding), .. } => finding.word(),
        Event::Sent { by, .. } => by.word(),
        Event::Judged { solved, .. } => solved.word(),
        Event::Dialogue { outcome, .. } => outcome.word(),
        Event::Carried { state, .. } => state.word(),
        Event::Termed { term, .. } => term_word(*term),
        _ => return said(event),
    };
    Some(closed.to_owned())
}

fn said(event: &Event) -> Option<String> {
    Some(match event {
        Event::Assigned { to, .. } => to.to_string(),
        Event::Refused { ground, .. } | Event::Erased { ground, .. } => ground.clone(),
        Event::Linked { code, .. } | Event::SetApart { code, .. } => code.clone(),
        Event::Appealed { second, .. } => second.clone(),
        Event::Asked { office, .. } => office.clone(),
        Event::Issued { number, symbol, .. } => format!("{number:02}/{symbol}"),
        _ => return None,
    })
}

/// The words that belong to a fact; those that stay closed are not opened above.
fn items(event: &Event) -> Vec<&VaultId> {
    match event {
        Event::Guided { note: words, .. }
        | Event::Forwarded { note: words, .. }
        | Event::Verified { result: words, .. }
        | Event::Decided { answer: words, .. }
        | Event::Termed { why: words, .. }
        | Event::Suspended { why: words, .. }
        | Event::Terminated { why: words, .. }
        | Event::Reopened { why: words, .. }
        | Event::AppealUndone { why: words, .. }
        | Event::Dialogue { minutes: words, .. }
        | Event::CarriedOut { how: words, .. }
        | Event::Noted { words, .. }
        | Event::Asked { words, .. }
        | Event::Advised { words, .. } => vec![words],
        Event::Refused { note: words, .. }
        | Event::Judged { words, .. }
        | Event::Withdrawn { part: words, .. }
        | Event::Added { words, .. }
        | Event::Appealed { note: words, .. } => words.iter().collect(),
        _ => Vec::new(),
    }
}
