//! One row of a register and what becomes of it: a petition, a refusal that names its column, or a
//! line that is no row at all (a total, a heading, the names of columns once more). Pure but for
//! the keyed identity.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sheets::dates::Order;
use sheets::{BadRow, Head, Row};
use store::Store;
use units::outline::Outline;

use super::Target;
use super::denounced::Denounced;
use super::map::{DENUNCIATION, target};
use super::report::{Fate, Line, Row as Told, Skip, Why};
use crate::desk::{self, Filing, Person, Spot};
use crate::kind::{AnswerBy, Channel, Kind, words};
use crate::petition::{State, stream_name};

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The row's own number.
    Reference,
    /// The day of receipt.
    Received,
    /// What it says.
    Words,
    /// What sort of letter it is.
    Kind,
    /// What it is about.
    Matter,
    /// Where it happened.
    Place,
    /// The same as a point: degrees north.
    Lat,
    /// Degrees east.
    Lon,
    /// Who wrote.
    Name,
    /// The writer's telephone.
    Phone,
    /// The writer's address.
    Address,
    /// How it stands.
    State,
    /// The day it was closed.
    Closed,
}

words! {
    Field {
        Reference => "reference", Received => "received", Words => "words", Kind => "kind",
        Matter => "matter", Place => "place", Lat => "lat", Lon => "lon", Name => "name",
        Phone => "phone", Address => "address", State => "state", Closed => "closed",
    }
}

/// Everything that reading a table needs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Which table of the file, from 0.
    pub table: usize,
    /// Its encoding, by word.
    pub encoding: String,
    /// Where the names of columns stand.
    #[serde(with = "HeadShape")]
    pub head: Head,
    /// Which column holds what.
    pub columns: BTreeMap<Field, Vec<usize>>,
    /// How days are written, as in `strftime`; empty for the ways of registers.
    pub date: String,
    /// What every row is that does not say it.
    pub kind: Kind,
    /// The words of a row that has none.
    pub no_words: String,
    /// The file's words for a kind.
    pub kinds: BTreeMap<String, String>,
    /// The file's words for a state.
    pub states: BTreeMap<String, String>,
    /// The file's words for a matter.
    pub matters: BTreeMap<String, String>,
}

/// A head as it is kept with a plan.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Head")]
struct HeadShape {
    first: u64,
    last: u64,
    names: Vec<String>,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            table: 0,
            encoding: "unicode".into(),
            head: Head::default(),
            columns: BTreeMap::new(),
            date: String::new(),
            kind: Kind::Feedback,
            no_words: String::new(),
            kinds: BTreeMap::new(),
            states: BTreeMap::new(),
            matters: BTreeMap::new(),
        }
    }
}

/// A row that can become a petition.
pub(super) struct Good {
    pub line: u64,
    pub stream: String,
    pub filing: Filing,
    pub received: Date,
    pub closed: Option<(State, Date)>,
}

/// What a row is.
pub(super) enum Read {
    Good(Box<Good>),
    /// No petition comes of it.
    Told(Line),
}

impl Read {
    /// What became of it, when `known` are the streams that were there already.
    pub fn told(self, known: &HashSet<String>) -> Line {
        let good = match self {
            Self::Good(good) => *good,
            Self::Told(line) => return line,
        };
        let (received, closed) = (good.received, good.closed);
        let row = Told { received, kind: good.filing.kind, matter: good.filing.matter, closed };
        let fate = match known.contains(&good.stream) {
            true => Fate::Known(row),
            false => Fate::New(row),
        };
        Line { line: good.line, fate }
    }
}

type Fault = (Field, Why);

/// Reads the rows of one table, one after another.
pub(super) struct Reader<'p> {
    pub store: &'p Store,
    pub plan: &'p Plan,
    pub target: &'p Target,
    /// The outline of the unit's ground, if an operator brought one.
    pub outline: Option<Outline>,
    /// What the table's names say of denunciations.
    pub denounced: Denounced,
    /// Whether a row of another width is a fault.
    pub strict: bool,
    /// The streams of the rows above: a keyed tag of number and day, never a row's own words.
    pub seen: HashSet<String>,
}

impl Reader<'_> {
    pub fn read(&mut self, row: Result<Row, BadRow>) -> Read {
        let bad = |line, column: Option<String>, why| {
            let column = column.unwrap_or_default();
            Read::Told(Line { line, fate: Fate::Bad { column, why } })
        };
        let (line, mut cells) = match row {
            Ok(row) => row,
            Err(BadRow { line, why }) => return bad(line, None, why.into()),
        };
        let width = self.plan.head.names.len();
        if let Some(why) = self.is_no_row(&cells) {
            return Read::Told(Line { line, fate: Fate::Skipped(why) });
        }
        while cells.len() > width && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if self.strict && cells.len() != width {
            return bad(line, None, Why::Width(cells.len() as u64, width as u64));
        }
        match self.petition(line, &cells) {
            Ok(good) => Read::Good(Box::new(good)),
            Err((field, why)) => bad(line, self.column(field), why),
        }
    }

    fn column(&self, field: Field) -> Option<String> {
        let place = self.plan.columns.get(&field)?.first()?;
        self.plan.head.names.get(*place).cloned()
    }

    /// The cells of a field, joined.
    fn cell(&self, cells: &[String], field: Field) -> String {
        let places = self.plan.columns.get(&field).map(Vec::as_slice).unwrap_or_default();
        let parts = places.iter().filter_map(|at| cells.get(*at)).map(|cell| cell.trim());
        parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Totals, headings between rows, signatures, and the names of columns once more.
    fn is_no_row(&self, cells: &[String]) -> Option<Skip> {
        if self.plan.head.is_again(cells) {
            return Some(Skip::Head);
        }
        let filled = cells.iter().filter(|cell| !cell.trim().is_empty());
        let day = self.cell(cells, Field::Received);
        let total = |cell: &String| {
            let folded = kernel::text::fold(cell.trim());
            ["tong cong", "tong so", "cong:", "tong:", "tong", "cong"].iter().any(|word| {
                folded == *word || folded.starts_with(&format!("{word} ")) && folded.len() < 40
            })
        };
        if day.is_empty() && filled.clone().next().is_some_and(total) {
            return Some(Skip::Total);
        }
        let nothing = day.is_empty() && self.cell(cells, Field::Words).is_empty();
        (nothing && (filled.count() == 1 || self.cell(cells, Field::Reference).is_empty()))
            .then_some(Skip::Heading)
    }

    fn petition(&mut self, line: u64, cells: &[String]) -> Result<Good, Fault> {
        let (plan, target) = (self.plan, self.target);
        let kind = self.kind(cells)?;
        let reference = match plan.columns.contains_key(&Field::Reference) {
            true => self.cell(cells, Field::Reference),
            false => cells.iter().map(|cell| cell.trim()).collect::<Vec<_>>().join("\u{1f}"),
        };
        if reference.is_empty() {
            return Err((Field::Reference, Why::Empty));
        }
        let received = day(plan, &self.cell(cells, Field::Received), target.today)
            .map_err(|why| (Field::Received, why))?;
        let closed = self.closing(cells, received)?;
        let mut filing = self.filing(cells, kind);
        filing.more.spot = self.spot(cells)?;
        desk::check(&mut filing).map_err(|refusal| {
            let field = match refusal.field {
                Some("place") => Field::Place,
                Some("name") => Field::Name,
                Some("phone") => Field::Phone,
                Some("address") => Field::Address,
                _ => Field::Words,
            };
            (field, Why::from(&refusal))
        })?;
        let sender = format!("import {}", target.unit);
        let stream = stream_name(desk::keyed_id(self.store, &sender, &reference, received));
        if !self.seen.insert(stream.clone()) {
            let whole = !plan.columns.contains_key(&Field::Reference);
            let why = if whole { Why::Again } else { Why::Twice(reference) };
            return Err((Field::Reference, why));
        }
        Ok(Good { line, stream, filing, received, closed })
    }

    fn filing(&self, cells: &[String], kind: Kind) -> Filing {
        let mut words = self.cell(cells, Field::Words);
        if words.is_empty() {
            words.clone_from(&self.plan.no_words);
        }
        let matters = &self.plan.matters;
        let matter = matters.get(&self.cell(cells, Field::Matter)).or_else(|| matters.get("*"));
        Filing {
            kind,
            unit: self.target.unit.clone(),
            letters: self.target.letters.clone(),
            matter: matter.map_or("other", String::as_str).to_owned(),
            village: String::new(),
            channel: Channel::Import,
            answer_by: AnswerBy::Oneself,
            words,
            place: self.cell(cells, Field::Place),
            person: Person {
                name: self.cell(cells, Field::Name),
                phone: self.cell(cells, Field::Phone),
                address: self.cell(cells, Field::Address),
                ..Person::default()
            },
            more: desk::More::default(),
        }
    }

    /// What sort of letter it is. A denunciation never enters the program: it is refused whether
    /// the mapping says so or only its own words do, and nothing of it is repeated in the report.
    fn kind(&self, cells: &[String]) -> Result<Kind, Fault> {
        let stays = |field| Err((field, Why::Denunciation));
        let says =
            |text: &str| kernel::text::fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
        let (words, theirs) = (self.cell(cells, Field::Words), self.cell(cells, Field::Kind));
        let begins = says(&words.chars().take(40).collect::<String>());
        if begins.starts_with("to cao")
            || begins.starts_with("don to cao")
            || self.denounced.is(cells, !theirs.is_empty(), &words)
        {
            return stays(Field::Words);
        }
        if theirs.is_empty() {
            return Ok(self.plan.kind);
        }
        let ours = self.plan.kinds.get(&theirs).map(String::as_str);
        if ours == Some(DENUNCIATION) || says(&theirs).contains("to cao") {
            return stays(Field::Kind);
        }
        ours.and_then(Kind::read).ok_or((Field::Kind, Why::Kind(theirs)))
    }

    fn closing(&self, cells: &[String], received: Date) -> Result<Option<(State, Date)>, Fault> {
        if !self.plan.columns.contains_key(&Field::State) {
            return Ok(None);
        }
        let theirs = self.cell(cells, Field::State);
        let ours = self.plan.states.get(&theirs).and_then(|ours| target(ours));
        let state = ours.ok_or((Field::State, Why::State(theirs)))?;
        if state == State::Received {
            return Ok(None);
        }
        let text = self.cell(cells, Field::Closed);
        if text.is_empty() {
            // Where no column holds the day, the one that says it is closed is at fault.
            let has = self.plan.columns.contains_key(&Field::Closed);
            return Err((if has { Field::Closed } else { Field::State }, Why::NoClosing));
        }
        let bad = |why| (Field::Closed, why);
        let on = day(self.plan, &text, self.target.today).map_err(bad)?;
        if on < received {
            return Err(bad(Why::Before(on, received)));
        }
        Ok(Some((state, on)))
    }

    /// The point that two columns say; a row that leaves both empty says none.
    fn spot(&self, cells: &[String]) -> Result<Option<Spot>, Fault> {
        let (lat, lon) = (self.cell(cells, Field::Lat), self.cell(cells, Field::Lon));
        if lat.is_empty() && lon.is_empty() {
            return Ok(None);
        }
        let degrees = |field, text: &str| {
            let found = text.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite());
            found.ok_or_else(|| (field, Why::Spot(text.to_owned())))
        };
        let spot = Spot { lat: degrees(Field::Lat, &lat)?, lon: degrees(Field::Lon, &lon)? };
        match spot.is_within(self.outline.as_ref()) {
            true => Ok(Some(spot)),
            false => Err((Field::Lat, Why::Elsewhere(format!("{lat}; {lon}")))),
        }
    }
}

/// A day of the plan's form; a workbook's own dates are always understood.
fn day(plan: &Plan, text: &str, today: Date) -> Result<Date, Why> {
    let text = text.trim();
    let day = match plan.date.as_str() {
        "" => sheets::dates::read(text, Order::DayFirst, today),
        form => Date::strptime(form, text).or_else(|_| text.parse()).ok(),
    };
    let day = day.ok_or_else(|| {
        let form = if plan.date.is_empty() { "%d/%m/%Y" } else { &plan.date };
        // An example says more than the signs of a form; a form that writes no day shows itself.
        let example = jiff::fmt::strtime::format(form, EXAMPLE).unwrap_or_else(|_| form.into());
        Why::Day(text.to_owned(), example)
    })?;
    if day > today {
        return Err(Why::Future(day));
    }
    if day < Date::constant(1945, 9, 2) {
        return Err(Why::Ancient(day));
    }
    Ok(day)
}

/// A day whose parts cannot be taken for one another.
const EXAMPLE: Date = Date::constant(2026, 2, 25);
