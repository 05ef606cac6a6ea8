//! Dialogues as a program is shown them: a year under its rule, and one with all that was said.

use std::collections::HashMap;

use accounts::{App, Failure};
use calendar::Lang;
use jiff::Timestamp;
use jiff::civil::Date;
use rulebook::Law;
use serde::Serialize;
use store::Store;
use units::Gazetteer;
use utoipa::ToSchema;
use web::form::clock;

use super::promise::{PromiseLine, promises};
use super::{article, opened, some};
use crate::arrows::{QuestionState, State};
use crate::check;
use crate::desk::{self, Heard};
use crate::dialogue::{Dialogue, NOTICE, RESULT};
use crate::kind::Media;
use crate::pages;
use crate::question::{Answer, Question};
use crate::store::{self as sql, Entry, Line};

/// The dialogues of a unit in a year.
#[derive(Debug, Serialize, ToSchema)]
pub struct DialogueYear {
    /// Code of the unit.
    pub unit: String,
    /// The year.
    pub year: i16,
    /// How the year stands against its rule; null where no rule asks anything of such a unit.
    pub check: Option<DialogueYearCheck>,
    /// Its dialogues whose notice went out, the newest first.
    pub items: Vec<DialogueLine>,
}

/// How a year stands against the rule that asks for dialogues.
#[derive(Debug, Serialize, ToSchema)]
pub struct DialogueYearCheck {
    /// The rule's id in the rulebook.
    #[schema(example = "DT.min")]
    pub rule: String,
    /// The article that it rests on.
    pub article: String,
    /// How many it asks for.
    pub need: u32,
    /// How many were held.
    pub held: u32,
    /// How many are planned.
    pub planned: u32,
    /// `kept`, `due`, `missing` (nothing is planned, and there is time) or `broken`.
    pub stand: &'static str,
}

/// A dialogue as lists have it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DialogueLine {
    /// The key of its address.
    #[schema(example = "20836-20260320-0800")]
    pub dialogue: String,
    /// Code of the unit that holds it.
    pub unit: String,
    /// `onsite`, `online` or `social`.
    pub form: String,
    /// Why it is held: `yearly`, `asked` or `needed`.
    pub cause: String,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The hour at which it begins.
    #[schema(example = "08:00")]
    pub from: String,
    /// The hour at which it ends.
    #[schema(example = "11:30")]
    pub until: String,
    /// Where.
    pub place: Option<String>,
    /// What it is about.
    pub content: Option<String>,
    /// Where it stands.
    pub state: String,
    /// Why it was moved or called off.
    pub why: Option<String>,
    /// When its notice went out.
    #[schema(value_type = Option<String>, format = Date)]
    pub announced_on: Option<Date>,
    /// When its result was made public.
    #[schema(value_type = Option<String>, format = Date)]
    pub published_on: Option<Date>,
    /// How many came; null before it was held.
    pub attended: Option<i64>,
    /// Its notice and its result against their rules.
    pub checks: Vec<DialogueCheck>,
}

/// How a part of a dialogue stands against its rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct DialogueCheck {
    /// `DT.notice` or `DT.result`.
    pub rule: &'static str,
    /// The article that it rests on.
    pub article: Option<String>,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub by: Date,
    /// `kept`, `due` or `broken`.
    pub stand: &'static str,
}

/// A dialogue as everybody may see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DialogueShown {
    /// What lists have of it.
    #[serde(flatten)]
    pub line: DialogueLine,
    /// Its version: how many facts it has.
    pub version: i64,
    /// How to take part.
    pub part: Option<String>,
    /// Where its notice was made known, such as `radio`.
    pub announced_at: Vec<&'static str>,
    /// The day on which it was held.
    #[schema(value_type = Option<String>, format = Date)]
    pub held_on: Option<Date>,
    /// Who agreed with the minutes as they are now.
    pub agreed: Vec<DialogueAgreed>,
    /// Where its result was made known.
    pub published_at: Vec<&'static str>,
    /// Its conclusions.
    pub conclusions: Option<String>,
    /// What the result says of questions that were not answered yet.
    pub left_open: Option<String>,
    /// Whether questions can be sent in advance.
    pub takes_questions: bool,
    /// The questions that were taken, in the order of asking.
    pub questions: Vec<DialogueQuestion>,
    /// What was promised there.
    pub promises: Vec<PromiseLine>,
    /// What was promised before and is owed still: points of its agenda.
    pub agenda: Vec<PromiseLine>,
}

/// A side that agreed with the minutes.
#[derive(Debug, Serialize, ToSchema)]
pub struct DialogueAgreed {
    /// `leaders` or `people`.
    pub side: &'static str,
    /// When.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
}

/// A question of a dialogue. Who asked is a role, never a person.
#[derive(Debug, Serialize, ToSchema)]
pub struct DialogueQuestion {
    /// Its place in the order of asking.
    pub no: usize,
    /// Who asked, such as `resident`.
    pub role: String,
    /// How it came, such as `page`.
    pub way: String,
    /// What it is about.
    pub matter: String,
    /// The question; null once it was destroyed.
    pub words: Option<String>,
    /// `asked`, `taken`, `answered` or `declined`.
    pub state: String,
    /// Why it was not taken.
    pub why: Option<String>,
    /// The number of the question that it is answered together with.
    pub with: Option<usize>,
    /// What was answered.
    pub answers: Vec<QuestionAnswer>,
}

/// A question as its office has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionShown {
    /// What everybody may see of it once it is taken.
    #[serde(flatten)]
    pub shown: DialogueQuestion,
    /// The key of its address.
    pub question: String,
    /// The key of its dialogue.
    pub dialogue: String,
    /// Its version, which `If-Match` takes.
    pub version: i64,
    /// When it was asked or written down.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What was promised for it.
    pub promises: Vec<PromiseLine>,
}

/// The questions of a dialogue as its office has them.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionList {
    /// In the order of asking.
    pub items: Vec<QuestionShown>,
}

/// An answer to a question.
#[derive(Debug, Serialize, ToSchema)]
pub struct QuestionAnswer {
    /// The post that answered.
    pub role: &'static str,
    /// `spoken` or `written`.
    pub how: &'static str,
    /// When.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The answer; null once it was destroyed.
    pub words: Option<String>,
}

fn words_of(media: &[Media]) -> Vec<&'static str> {
    media.iter().map(|one| one.word()).collect()
}

fn dialogue_line(
    line: Line,
    texts: &HashMap<String, String>,
    (law, lang): (&Law, Lang),
    today: Date,
) -> DialogueLine {
    use State as S;
    let one = pages::seen(&line);
    let held = matches!(one.state, S::Held | S::Concluded | S::Published);
    let found =
        [(NOTICE, check::notice(law, &one, today)), (RESULT, check::result(law, &one, today))];
    let checks = found.into_iter().filter_map(|(rule, found)| {
        let (by, stand) = found?;
        let article = article(law, rule, line.on, lang);
        Some(DialogueCheck { rule, article, by, stand: stand.word() })
    });
    DialogueLine {
        checks: checks.collect(),
        dialogue: desk::key(&line.stream).to_owned(),
        place: texts.get(&line.place).cloned(),
        content: texts.get(&line.content).cloned(),
        unit: line.unit,
        form: line.form,
        cause: line.cause,
        on: line.on,
        from: clock(line.from),
        until: clock(line.until),
        state: line.state,
        why: some(line.why),
        announced_on: line.announced_on,
        published_on: line.published_on,
        attended: held.then_some(line.attended),
    }
}

/// How a year stands against its rule, by all dialogues of it, planned ones too.
fn year_check(
    (law, lang): (&Law, Lang),
    (unit, year): (&str, i16),
    lines: &[Line],
    today: Date,
) -> Option<DialogueYearCheck> {
    let gazetteer = Gazetteer::shared();
    let known = gazetteer.current(unit).or_else(|| gazetteer.ended(unit));
    let level = known.map(|unit| check::level(&unit))?;
    let all: Vec<check::Seen> = lines.iter().map(pages::seen).collect();
    let found = check::year(law, level, year, &all, today)?;
    Some(DialogueYearCheck {
        rule: found.rule.id.clone(),
        article: law.rulebook.cite(&found.rule.article, lang),
        need: found.need,
        held: found.held,
        planned: found.planned,
        stand: found.stand.word(),
    })
}

/// The dialogues of a unit in a year. Before its notice one is the office's own plan.
pub(crate) async fn year(
    app: &App,
    (unit, year): (String, i16),
    mut lines: Vec<Line>,
    lang: Lang,
) -> Result<DialogueYear, Failure> {
    let (laws, today) = (app.store.laws(), app.store.clock().today());
    let law = (&**laws.now(), lang);
    let check = year_check(law, (&unit, year), &lines, today);
    lines.retain(|line| line.state != State::Planned.word());
    let items = lines.iter().flat_map(|line| [line.place.as_str(), line.content.as_str()]);
    let items: Vec<&str> = items.collect();
    let texts = app.store.texts_of(&items).await?;
    let items = lines.into_iter().map(|line| dialogue_line(line, &texts, law, today)).collect();
    Ok(DialogueYear { unit, year, check, items })
}

/// What lists have of a dialogue that was read.
fn line_of(one: &Dialogue) -> Line {
    let planned = &one.planned;
    Line {
        stream: one.id.clone(),
        unit: planned.unit.clone(),
        form: planned.form.word().to_owned(),
        cause: planned.cause.word().to_owned(),
        on: one.on,
        from: one.from.into(),
        until: one.until.into(),
        place: planned.place.id.to_string(),
        content: planned.content.id.to_string(),
        state: one.state.word().to_owned(),
        why: one.why.map_or("", |why| why.word()).to_owned(),
        announced_on: one.announced.as_ref().map(|(on, _)| *on),
        published_on: one.published.as_ref().map(|(on, _)| *on),
        attended: one.attended.into(),
        version: one.version,
    }
}

/// A dialogue as everybody may see it.
pub(crate) async fn dialogue(
    app: &App,
    one: &Dialogue,
    lang: Lang,
) -> Result<DialogueShown, Failure> {
    let (store, line) = (&app.store, line_of(one));
    let texts = store.texts_of(&[line.place.as_str(), line.content.as_str()]).await?;
    let (laws, today) = (store.laws(), store.clock().today());
    let (made, agenda) = pages::owed_at(store, one).await?;
    let agreed = one.agreed.iter();
    let agreed = agreed.map(|(side, on)| DialogueAgreed { side: side.word(), on: *on });
    let media = |known: &Option<(Date, Vec<Media>)>| {
        known.as_ref().map(|(_, media)| words_of(media)).unwrap_or_default()
    };
    Ok(DialogueShown {
        line: dialogue_line(line, &texts, (laws.now(), lang), today),
        version: one.version,
        part: opened(store, Some(&one.planned.part)).await?,
        announced_at: media(&one.announced),
        held_on: one.held_on,
        agreed: agreed.collect(),
        published_at: media(&one.published),
        conclusions: opened(store, one.conclusions.as_ref()).await?,
        left_open: opened(store, one.left_open.as_ref()).await?,
        takes_questions: one.takes_questions(today),
        questions: questions(store, &one.id).await?,
        promises: promises(store, &made).await?,
        agenda: promises(store, &agenda).await?,
    })
}

/// The questions of a dialogue in the order of asking.
struct Listed {
    entries: Vec<Entry>,
    heard: Heard,
    /// Each one's number by its stream.
    numbers: HashMap<String, usize>,
}

impl Listed {
    /// `whole`: of which the facts are read too.
    async fn of(
        store: &Store,
        dialogue: &str,
        whole: impl Fn(&Entry) -> bool,
    ) -> Result<Self, Failure> {
        let entries = sql::questions(store, dialogue).await?;
        let names = entries.iter().filter(|one| whole(one)).map(|one| one.stream.as_str());
        let names: Vec<&str> = names.collect();
        let items: Vec<&str> = entries.iter().map(|one| one.words.as_str()).collect();
        let heard = Heard::of(store, &names, &items).await?;
        let numbers = entries.iter().zip(1..).map(|(one, no)| (one.stream.clone(), no)).collect();
        Ok(Self { entries, heard, numbers })
    }

    /// A question with the answers that were given to it, where its facts were read.
    fn shown(&self, entry: &Entry) -> DialogueQuestion {
        let answer = |given: &Answer| QuestionAnswer {
            role: given.role.word(),
            how: given.how.word(),
            on: given.on,
            words: self.heard.said(given).cloned(),
        };
        DialogueQuestion {
            no: self.numbers.get(&entry.stream).copied().unwrap_or_default(),
            role: entry.role.clone(),
            way: entry.way.clone(),
            matter: entry.matter.clone(),
            words: self.heard.texts.get(&entry.words).cloned(),
            state: entry.state.clone(),
            why: some(entry.why.clone()),
            with: self.numbers.get(&entry.with).copied(),
            answers: self.heard.answers(&entry.stream).iter().map(answer).collect(),
        }
    }
}

fn is(entry: &Entry, state: QuestionState) -> bool {
    entry.state == state.word()
}

/// The questions of a dialogue that the people may see: the words of the others are their askers'.
async fn questions(store: &Store, dialogue: &str) -> Result<Vec<DialogueQuestion>, Failure> {
    use QuestionState as Q;
    let all = Listed::of(store, dialogue, |entry| is(entry, Q::Answered)).await?;
    let told = all.entries.iter();
    let told = told.filter(|entry| is(entry, Q::Answered) || is(entry, Q::Taken));
    Ok(told.map(|entry| all.shown(entry)).collect())
}

/// The questions of a dialogue as its office has them, all or one alone, with what was promised for
/// each.
async fn of_office(
    store: &Store,
    dialogue: &str,
    only: Option<&str>,
) -> Result<Vec<QuestionShown>, Failure> {
    let all = Listed::of(store, dialogue, |one| only.is_none_or(|it| one.stream == it)).await?;
    let mut words = sql::said_at(store, dialogue).await?;
    words.retain(|word| all.heard.questions.contains_key(&word.question));
    let mut said: HashMap<&str, Vec<PromiseLine>> = HashMap::new();
    for (word, line) in words.iter().zip(promises(store, &words).await?) {
        said.entry(word.question.as_str()).or_default().push(line);
    }
    let mut items = Vec::with_capacity(all.heard.questions.len());
    for entry in &all.entries {
        let Some(question) = all.heard.questions.get(&entry.stream) else { continue };
        items.push(QuestionShown {
            shown: all.shown(entry),
            question: desk::key(&entry.stream).to_owned(),
            dialogue: desk::key(&question.asked.dialogue).to_owned(),
            version: question.version,
            at: entry.at,
            promises: said.remove(entry.stream.as_str()).unwrap_or_default(),
        });
    }
    Ok(items)
}

/// All questions of a dialogue, those too that are not sorted or were not taken.
pub(crate) async fn office_questions(
    store: &Store,
    dialogue: &str,
) -> Result<QuestionList, Failure> {
    Ok(QuestionList { items: of_office(store, dialogue, None).await? })
}

/// One question for its office.
pub(crate) async fn office_question(
    store: &Store,
    question: &Question,
) -> Result<QuestionShown, Failure> {
    let all = of_office(store, &question.asked.dialogue, Some(&question.id)).await?;
    all.into_iter().next().ok_or_else(|| Failure::bug("a question that no list has"))
}
