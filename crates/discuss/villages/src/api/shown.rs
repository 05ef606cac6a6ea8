//! What a program is shown of village meetings: numbers and closed words, as on the public pages.

use accounts::Failure;
use calendar::Lang;
use jiff::civil::Date;
use serde::Serialize;
use store::Store;
use utoipa::ToSchema;
use web::form::clock;

use crate::arrows::State;
use crate::desk;
use crate::meeting::Meeting;
use crate::outcome::Outcome;
use crate::store::Line;

/// The meetings of a commune's villages.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageMeetings {
    /// Code of the commune.
    pub unit: String,
    /// The first day that was looked at.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// The meetings of these days, the newest first.
    pub items: Vec<VillageMeetingLine>,
    /// Whether there are older ones in these days: ask for fewer days.
    pub more: bool,
}

/// A meeting as the list has it.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageMeetingLine {
    /// The key of its address.
    #[schema(example = "20836-01-20260314-1900")]
    pub meeting: String,
    /// Code of the village.
    pub village: String,
    /// What the village is called.
    pub name: Option<String>,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The hour at which it begins.
    #[schema(example = "19:00")]
    pub from: String,
    /// Where it stands.
    pub state: String,
    /// How many households the village has.
    pub households: i64,
    /// How many are present or represented.
    pub present: i64,
    /// How many matters are on the agenda.
    pub matters: i64,
    /// How many of them passed; 0 before the meeting is closed.
    pub passed: i64,
}

/// A meeting and what it decided.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageMeeting {
    /// The key of its address.
    pub meeting: String,
    /// Its version.
    pub version: i64,
    /// Code of the commune.
    pub unit: String,
    /// Code of the village.
    pub village: String,
    /// What the village is called.
    pub name: Option<String>,
    /// The day, as it is now.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The hour at which it begins.
    #[schema(example = "19:00")]
    pub from: String,
    /// Where.
    pub place: Option<String>,
    /// Who calls it: `head`, `front` or `named`.
    pub caller: &'static str,
    /// At how many places it is held.
    pub parts: u8,
    /// Where it stands.
    pub state: &'static str,
    /// Why it was moved or called off.
    pub why: Option<&'static str>,
    /// How many households the village has.
    pub households: u32,
    /// How many were there in person; null before anything was entered.
    pub here: Option<u32>,
    /// How many were represented.
    pub represented: Option<u32>,
    /// How many were absent.
    pub absent: Option<u32>,
    /// When its papers were posted.
    #[schema(value_type = Option<String>, format = Date)]
    pub posted_on: Option<Date>,
    /// When people were first told.
    #[schema(value_type = Option<String>, format = Date)]
    pub notified_on: Option<Date>,
    /// The legal form of the decision, such as `resolution`.
    pub form: Option<&'static str>,
    /// When it was written down.
    #[schema(value_type = Option<String>, format = Date)]
    pub issued_on: Option<Date>,
    /// When the outcome was made public.
    #[schema(value_type = Option<String>, format = Date)]
    pub published_on: Option<Date>,
    /// When it was sent to the commune for recognition.
    #[schema(value_type = Option<String>, format = Date)]
    pub sent_on: Option<Date>,
    /// Its matters, in the order of the agenda.
    pub matters: Vec<VillageMatter>,
}

/// A matter of the agenda with its outcome.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageMatter {
    /// What it is, such as `contribution`.
    pub matter: &'static str,
    /// In words.
    pub title: Option<String>,
    /// How it ended: `counting` while it goes on, then `passed`, `failed`, `ballot` or `no_rule`;
    /// null before anything was counted.
    pub result: Option<&'static str>,
    /// The rule that says how many must agree.
    #[schema(example = "QD.contribution")]
    pub rule: &'static str,
    /// The article that it rests on; null when there was no such rule.
    pub article: Option<String>,
    /// Over how many it is counted.
    pub whole: Option<u64>,
    /// How many have to agree.
    pub needed: Option<u64>,
    /// How many agreed; with options, those for the leading one.
    pub yes: Option<u64>,
    /// How many were against all of it.
    pub against: Option<u64>,
    /// How many said nothing.
    pub silent: Option<u64>,
    /// How many ballots said nothing valid.
    pub spoilt: Option<u64>,
    /// The options, when there are several, with what each got.
    pub options: Vec<VillageOption>,
    /// What the commune said, where its word is needed.
    pub recognised: Option<bool>,
    /// When it said so.
    #[schema(value_type = Option<String>, format = Date)]
    pub recognised_on: Option<Date>,
}

/// An option of a matter.
#[derive(Debug, Serialize, ToSchema)]
pub struct VillageOption {
    /// In words.
    pub title: String,
    /// How many chose it; null before anything was counted.
    pub votes: Option<u64>,
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// The lines of the list with the names of their villages.
pub(super) async fn lines(
    store: &Store,
    lines: Vec<Line>,
) -> Result<Vec<VillageMeetingLine>, Failure> {
    let codes = lines.iter().map(|line| line.village.as_str());
    let names = units::local::names(store, codes).await?;
    let shown = |line: Line| VillageMeetingLine {
        meeting: desk::key(&line.stream).to_owned(),
        name: names.get(&line.village).cloned(),
        village: line.village,
        on: line.on,
        from: clock(line.from),
        state: line.state,
        households: line.households,
        present: line.present,
        matters: line.matters,
        passed: line.passed,
    };
    Ok(lines.into_iter().map(shown).collect())
}

/// A meeting as everybody may see it.
pub(super) async fn meeting(
    store: &Store,
    meeting: &Meeting,
    lang: Lang,
) -> Result<VillageMeeting, Failure> {
    let (called, said) = (&meeting.called, desk::said(store, meeting).await?);
    let entered = !meeting.parts.is_empty();
    let (_, here, stood) = meeting.attendance();
    let absent = meeting.households.saturating_sub(here + stood);
    let laws = store.laws();
    let outcomes = meeting.outcomes(&laws);
    let matters = (0_u8..).zip(&outcomes).zip(said.agenda).map(|((n, outcome), words)| {
        let article = outcome.verdict.as_ref();
        let article = article.map(|of| meeting.law(&laws).rulebook.cite(&of.article, lang));
        matter(meeting, (n, outcome), words, article)
    });
    Ok(VillageMeeting {
        meeting: desk::key(&meeting.id).to_owned(),
        version: meeting.version,
        unit: called.unit.clone(),
        village: called.village.clone(),
        name: units::local::name(store, &called.village).await?,
        on: meeting.on,
        from: clock(meeting.from.into()),
        place: some(said.place),
        caller: called.caller.word(),
        parts: called.parts,
        state: meeting.state.word(),
        why: meeting.why.map(|why| why.word()),
        households: meeting.households,
        here: entered.then_some(here),
        represented: entered.then_some(stood),
        absent: entered.then_some(absent),
        posted_on: called.posted_on,
        notified_on: meeting.notified_on,
        form: meeting.issued.as_ref().map(|(form, ..)| form.word()),
        issued_on: meeting.issued.as_ref().map(|(.., on)| *on),
        published_on: meeting.published_on,
        sent_on: meeting.sent.map(|(on, _)| on),
        matters: matters.collect(),
    })
}

fn matter(
    meeting: &Meeting,
    (n, outcome): (u8, &Outcome),
    (title, options): (String, Vec<String>),
    article: Option<String>,
) -> VillageMatter {
    let counted = !meeting.parts.is_empty();
    let result = match meeting.state {
        State::Open => "counting",
        _ => outcome.result.word(),
    };
    let (count, verdict) = (&outcome.count, outcome.verdict.as_ref());
    let all: u64 = outcome.votes.iter().sum();
    // Against all of it: who chose another option stands at that option.
    let against = count.no.saturating_sub(all.saturating_sub(count.yes));
    let option =
        |(title, votes): (String, &u64)| VillageOption { title, votes: counted.then_some(*votes) };
    let recognised = meeting.recognised.get(&n);
    VillageMatter {
        matter: outcome.matter.word(),
        title: some(title),
        result: counted.then_some(result),
        rule: outcome.matter.majority(),
        article,
        whole: verdict.map(|of| of.whole),
        needed: verdict.map(|of| of.needed),
        yes: counted.then_some(count.yes),
        against: counted.then_some(against),
        silent: counted.then_some(count.silent),
        spoilt: counted.then_some(count.spoilt),
        options: options.into_iter().zip(&outcome.votes).map(option).collect(),
        recognised: recognised.map(|(_, accepted)| *accepted),
        recognised_on: recognised.map(|(on, _)| *on),
    }
}
