//! What a program is shown of days at the grassroots: what the public pages show, in codes and
//! days. Officials are posts, with the name of their office; whoever asked is nowhere.

use accounts::{App, Failure};
use jiff::civil::Date;
use kernel::Id;
use serde::Serialize;
use store::Store;
use units::local;
use utoipa::ToSchema;
use web::form::clock;

use crate::desk;
use crate::facts::Fate;
use crate::need::Need;
use crate::store::{Area, Ask, Pair, Trip};
use crate::visit::code;

/// Days at the grassroots of a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrassrootsDays {
    /// Code of the unit.
    pub unit: String,
    /// The first day that was looked at.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub until: Date,
    /// The newest first.
    pub items: Vec<GrassrootsDay>,
}

/// A day at the grassroots.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrassrootsDay {
    /// Its key.
    pub trip: String,
    /// Code of the village.
    pub village: String,
    /// What the village is called.
    pub name: Option<String>,
    /// The post of the official, such as `deputy`.
    pub post: String,
    /// The official's name, where one is set.
    pub official: Option<String>,
    /// The day.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// What for.
    pub purpose: Option<String>,
    /// `planned`, `held` or `cancelled`.
    pub state: String,
    /// Why it is called off.
    pub why: Option<String>,
    /// When it was held.
    #[schema(value_type = Option<String>, format = Date)]
    pub held_on: Option<Date>,
    /// What was seen and done.
    pub done: Option<String>,
    /// Code of the twinned office for which the official goes.
    pub office: Option<String>,
}

/// What villages asked.
#[derive(Debug, Serialize, ToSchema)]
pub struct Needs {
    /// Code of the unit.
    pub unit: String,
    /// Open ones by their days; closed ones the newest first.
    pub items: Vec<NeedShown>,
    /// Whether there are more than are listed.
    pub more: bool,
    /// The `cursor` of the next page; null at the end.
    pub next: Option<String>,
}

/// What was asked, and what became of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct NeedShown {
    /// The key of its address.
    pub need: String,
    /// What it is called.
    #[schema(example = "DN-7Q2M4A")]
    pub code: String,
    /// Code of the village.
    pub village: String,
    /// What the village is called.
    pub name: Option<String>,
    /// Where it was heard: `visit` or `liaison`.
    pub heard: String,
    /// What it is about.
    pub matter: String,
    /// What was asked; null once it was destroyed.
    pub words: Option<String>,
    /// When.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The post that owes it; null when it was done on the spot.
    pub owner: Option<String>,
    /// By when.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// `open`, `done` or `withdrawn`.
    pub state: String,
    /// Whether it is open after its day, or was done after it.
    pub late: bool,
    /// Why it was withdrawn.
    pub why: Option<String>,
    /// When it was done or withdrawn.
    #[schema(value_type = Option<String>, format = Date)]
    pub closed_on: Option<Date>,
    /// What was done, the evidence, or what was said when it was withdrawn.
    pub said: Option<String>,
    /// Code of the twinned office for which the official of the day went there.
    pub office: Option<String>,
}

/// Which official looks after which village.
#[derive(Debug, Serialize, ToSchema)]
pub struct Liaisons {
    /// Code of the unit.
    pub unit: String,
    /// The officials, since when each.
    pub items: Vec<LiaisonShown>,
}

/// An official who looks after a village.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiaisonShown {
    /// Its key.
    pub liaison: String,
    /// Code of the village.
    pub village: String,
    /// What the village is called.
    pub name: Option<String>,
    /// The post of the official.
    pub post: String,
    /// The official's name, where one is set.
    pub official: Option<String>,
    /// Since when.
    #[schema(value_type = String, format = Date)]
    pub since: Date,
    /// The last day.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// The weekday on which they can be met: 1 is Monday.
    pub weekday: i64,
    /// From which hour.
    #[schema(example = "08:00")]
    pub opens: String,
    /// Until which hour.
    #[schema(example = "11:00")]
    pub closes: String,
    /// The telephone of the office.
    pub phone: Option<String>,
}

/// Which offices of a unit are twinned with which villages.
#[derive(Debug, Serialize, ToSchema)]
pub struct Twinnings {
    /// Code of the unit.
    pub unit: String,
    /// The newest first; those too that are over.
    pub items: Vec<TwinningShown>,
}

/// An office that is twinned with villages.
#[derive(Debug, Serialize, ToSchema)]
pub struct TwinningShown {
    /// The key of its address.
    pub twin: String,
    /// Code of the office, or of a body beside the authority.
    pub office: String,
    /// What the office is called.
    pub name: Option<String>,
    /// Codes of the villages.
    pub villages: Vec<String>,
    /// Since when.
    #[schema(value_type = String, format = Date)]
    pub since: Date,
    /// The last day: that was agreed, or on which it was ended.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// What was agreed to be done.
    pub aim: Option<String>,
    /// `active` or `ended`; whether an active one is over, its days say.
    pub state: String,
    /// Why it was ended.
    pub why: Option<String>,
}

/// A twinning with what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct TwinningDays {
    /// Code of the unit.
    pub unit: String,
    /// The twinning.
    pub twinning: TwinningShown,
    /// The days on which the office went to its villages, the newest first.
    pub days: Vec<GrassrootsDay>,
    /// What was asked there, the newest first.
    pub needs: Vec<NeedShown>,
}

fn some(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// The accounts among these.
fn accounts_of<'a>(all: impl Iterator<Item = &'a str>) -> Vec<Id> {
    all.filter_map(|account| account.parse().ok()).collect()
}

/// Days with their words, villages and officials.
pub(super) async fn days(app: &App, trips: Vec<Trip>) -> Result<Vec<GrassrootsDay>, Failure> {
    let items = trips.iter().flat_map(|trip| [trip.purpose.as_str(), trip.done.as_str()]);
    let items: Vec<&str> = items.collect();
    let texts = app.store.texts_of(&items).await?;
    let villages = trips.iter().map(|trip| trip.village.as_str());
    let villages = local::names(&app.store, villages).await?;
    let names = app.names(&accounts_of(trips.iter().map(|trip| trip.account.as_str()))).await?;
    let shown = |trip: Trip| GrassrootsDay {
        trip: desk::key(&trip.stream).to_owned(),
        name: villages.get(&trip.village).cloned(),
        official: trip.account.parse().ok().and_then(|id: Id| names.get(&id).cloned()),
        purpose: texts.get(&trip.purpose).cloned(),
        done: texts.get(&trip.done).cloned(),
        village: trip.village,
        post: trip.post,
        on: trip.on,
        state: trip.state,
        why: some(trip.why),
        held_on: trip.held_on,
        office: some(trip.office),
    };
    Ok(trips.into_iter().map(shown).collect())
}

/// Needs with their words and villages.
pub(super) async fn needs(
    store: &Store,
    asks: Vec<Ask>,
    today: Date,
) -> Result<Vec<NeedShown>, Failure> {
    let items = asks.iter().flat_map(|ask| [ask.words.as_str(), ask.said.as_str()]);
    let items: Vec<&str> = items.collect();
    let texts = store.texts_of(&items).await?;
    let villages = local::names(store, asks.iter().map(|ask| ask.village.as_str())).await?;
    let shown = |ask: Ask| NeedShown {
        need: desk::key(&ask.stream).to_owned(),
        code: code("DN", &ask.stream),
        name: villages.get(&ask.village).cloned(),
        words: texts.get(&ask.words).cloned(),
        said: texts.get(&ask.said).cloned(),
        late: ask.until.is_some_and(|until| ask.closed_on.unwrap_or(today) > until)
            && ask.state != "withdrawn",
        village: ask.village,
        heard: ask.heard,
        matter: ask.matter,
        on: ask.on,
        owner: some(ask.owner),
        until: ask.until,
        state: ask.state,
        why: some(ask.why),
        closed_on: ask.closed_on,
        office: some(ask.office),
    };
    Ok(asks.into_iter().map(shown).collect())
}

/// One need, as lists have it.
pub(super) async fn need(store: &Store, need: &Need) -> Result<NeedShown, Failure> {
    let raised = &need.raised;
    let owner = match &raised.fate {
        Fate::Done(_) => String::new(),
        Fate::Owed { owner, .. } => owner.word().to_owned(),
    };
    let ask = Ask {
        stream: need.id.clone(),
        village: raised.village.clone(),
        heard: raised.heard.word().to_owned(),
        matter: raised.matter.clone(),
        words: raised.words.id.to_string(),
        on: raised.on,
        owner,
        until: need.until(),
        state: need.state.word().to_owned(),
        why: need.why.map_or("", |why| why.word()).to_owned(),
        closed_on: need.closed_on,
        said: need.said.as_ref().map(|said| said.id.to_string()).unwrap_or_default(),
        office: raised.office.clone().unwrap_or_default(),
        ..Ask::default()
    };
    let all = needs(store, vec![ask], store.clock().today()).await?;
    all.into_iter().next().ok_or_else(|| Failure::bug("a need that is not shown"))
}

/// Liaisons with their villages and officials.
pub(super) async fn liaisons(app: &App, areas: Vec<Area>) -> Result<Vec<LiaisonShown>, Failure> {
    let items: Vec<&str> = areas.iter().map(|area| area.phone.as_str()).collect();
    let texts = app.store.texts_of(&items).await?;
    let villages = areas.iter().map(|area| area.village.as_str());
    let villages = local::names(&app.store, villages).await?;
    let names = app.names(&accounts_of(areas.iter().map(|area| area.account.as_str()))).await?;
    let shown = |area: Area| LiaisonShown {
        liaison: desk::key(&area.stream).to_owned(),
        name: villages.get(&area.village).cloned(),
        official: area.account.parse().ok().and_then(|id: Id| names.get(&id).cloned()),
        phone: texts.get(&area.phone).cloned(),
        village: area.village,
        post: area.post,
        since: area.from,
        until: area.until,
        weekday: area.weekday,
        opens: clock(area.opens),
        closes: clock(area.closes),
    };
    Ok(areas.into_iter().map(shown).collect())
}

/// Twinnings with their words and offices.
pub(super) async fn twinnings(
    store: &Store,
    pairs: Vec<Pair>,
) -> Result<Vec<TwinningShown>, Failure> {
    let items: Vec<&str> = pairs.iter().map(|pair| pair.aim.as_str()).collect();
    let texts = store.texts_of(&items).await?;
    let names = local::names(store, pairs.iter().map(|pair| pair.office.as_str())).await?;
    let shown = |pair: Pair| TwinningShown {
        twin: desk::key(&pair.stream).to_owned(),
        name: names.get(&pair.office).cloned(),
        aim: texts.get(&pair.aim).cloned(),
        office: pair.office,
        villages: pair.villages,
        since: pair.from,
        until: pair.until,
        state: pair.state,
        why: some(pair.why),
    };
    Ok(pairs.into_iter().map(shown).collect())
}
