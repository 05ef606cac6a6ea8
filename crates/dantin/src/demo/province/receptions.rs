//! Who was received: twice a month at the province, once at each district, and twice a year at each
//! commune, in numbers that add up to the published turns. Some bring a second matter, which is no
//! turn of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use accounts::Failure;
use jiff::civil::Date;
use kernel::{Actor, Chance};
use receptions::desk::{self, Asked, Plan, Taking};
use receptions::facts::Presence;
use receptions::kind::{Answer, Form, Host, Kind, Sort, StandIn, Why};
use receptions::session::{Command, Session};

use super::super::receptions::{SAID, taking, told};
use super::pace::Story;
use super::{Place, Stage, YEARS, spread};

/// How many receptions a unit of each level has in a year, and how many come to one beside those
/// who come to one of another level.
const RHYTHM: [(usize, usize); 3] = [(24, 16), (12, 3), (2, 2)];

/// A reception of a unit.
struct Sitting {
    day: Date,
    turns: usize,
    /// By the head; else by the office.
    head: bool,
    n: usize,
}

/// What a unit does on a day.
enum Doing {
    Receive(Sitting),
    Answer(String, Answer),
}

/// One story for each unit: its register has one number after the other.
pub fn stories(stage: &Arc<Stage>, levels: &[Vec<Place>; 3]) -> Vec<Story> {
    let mut sittings: BTreeMap<&str, Vec<Sitting>> = BTreeMap::new();
    for figures in &YEARS {
        let days = stage.days(figures.year);
        let (mut places, mut weights) = (Vec::new(), Vec::new());
        for (level, (times, weight)) in levels.iter().zip(RHYTHM) {
            for (p, place) in level.iter().enumerate() {
                let on = |time: usize| days[(time * days.len() / times + 7 * p) % days.len()];
                places.extend((0..times).map(|time| (place, on(time), time % 2 == 0)));
                weights.extend(std::iter::repeat_n(weight, times));
            }
        }
        let all = places.into_iter().zip(spread(figures.turns, &weights)).enumerate();
        for (n, ((place, day, head), turns)) in all {
            let sitting = Sitting { day, turns, head, n };
            sittings.entry(&place.code).or_default().push(sitting);
        }
    }
    let story = |(unit, sittings): (&str, Vec<Sitting>)| {
        let (stage, unit) = (stage.clone(), unit.to_owned());
        Box::pin(async move { received(&stage, &unit, sittings).await }) as Story
    };
    sittings.into_iter().map(story).collect()
}

/// Both years of one unit.
async fn received(stage: &Stage, unit: &str, sittings: Vec<Sitting>) -> Result<(), Failure> {
    let store = &stage.app.store;
    let leader = Actor::Account(stage.officers.leader);
    for head in [true, false] {
        let of = sittings.iter().filter(|sitting| sitting.head == head);
        let plan = plan(unit, head, of.map(|sitting| sitting.day).collect());
        desk::plan(store, &leader, &plan).await?;
    }
    let mut diary: BTreeMap<Date, Vec<Doing>> = BTreeMap::new();
    for sitting in sittings {
        diary.entry(sitting.day).or_default().push(Doing::Receive(sitting));
    }
    let chance = Chance::seeded(unit.parse().unwrap_or_default());
    // On one day the reception stands before the answers: it was written down first.
    while let Some((day, doings)) = diary.pop_first() {
        for doing in doings {
            match doing {
                Doing::Receive(sitting) => {
                    stage.until(day, 8).await;
                    for (visit, how) in hold(stage, unit, &sitting, &chance).await? {
                        // One in twenty is told after the ten working days of the law.
                        let late = chance.below(20) == 0;
                        let days = if late { 18 } else { 1 + chance.below(9) as i64 };
                        let on = stage.after(day, days);
                        diary.entry(on).or_default().push(Doing::Answer(visit, how));
                    }
                }
                Doing::Answer(visit, how) => {
                    stage.until(day, 15).await;
                    answer(stage, &visit, how, day).await?;
                }
            }
        }
    }
    Ok(())
}

async fn answer(stage: &Stage, visit: &str, how: Answer, on: Date) -> Result<(), Failure> {
    let (store, leader) = (&stage.app.store, Actor::Account(stage.officers.leader));
    let read = desk::read_visit(store, desk::key(visit)).await?;
    let read = read.ok_or_else(|| Failure::bug("a visit is gone"))?;
    let seen = read.visit.version;
    desk::step(store, &leader, read, seen, Asked::Answer(how, on, told(how).to_owned(), None)).await
}

fn plan(unit: &str, head: bool, days: Vec<Date>) -> Plan {
    let (sort, host) = if head { (Sort::Head, Host::Chair) } else { (Sort::Regular, Host::Office) };
    Plan {
        unit: unit.to_owned(),
        sort,
        host,
        form: Form::Onsite,
        days,
        from: 8 * 60,
        until: 11 * 60,
        place: "Phòng tiếp công dân (mô phỏng)".to_owned(),
    }
}

/// One reception from beginning to end; the visits whose answer comes later.
async fn hold(
    stage: &Stage,
    unit: &str,
    sitting: &Sitting,
    chance: &Chance,
) -> Result<Vec<(String, Answer)>, Failure> {
    let (store, clerk) = (&stage.app.store, Actor::Account(stage.officers.reception));
    let whose = if sitting.head { "head-chair" } else { "regular-office" };
    let key = format!("{unit}-{}-0800-{whose}", sitting.day.strftime("%Y%m%d"));
    let read = |key: String| async move {
        let read = desk::read_session(store, &key).await?;
        read.ok_or_else(|| Failure::bug(format!("there is no reception {key}")))
    };
    let presence = match sitting.head && sitting.n % 9 == 4 {
        true => Presence::Replaced { by: StandIn::Deputy, why: Why::Meeting },
        false => Presence::InPerson,
    };
    desk::act(store, &clerk, read(key.clone()).await?, 1, Command::Open(presence)).await?;
    let open = read(key).await?;
    let mut later = Vec::new();
    for turn in 0..sitting.turns {
        let n = sitting.n + turn;
        let mut first = taking(n, chance);
        let at_once = n.is_multiple_of(2);
        first.answer = at_once.then_some(Answer::Accepted);
        let visit = take(stage, &open.session, &first, &format!("{turn}")).await?;
        if first.kind == Kind::Denunciation {
            continue;
        }
        if n % 11 == 3 {
            let second = Taking { turn_of: Some(visit.clone()), ..also(n) };
            take(stage, &open.session, &second, &format!("{turn}-2")).await?;
        }
        if !at_once {
            let how = [Answer::Accepted, Answer::Refused, Answer::Passed][n / 2 % 3];
            later.push((visit, how));
        }
    }
    desk::act(store, &clerk, open, 2, Command::Close).await?;
    Ok(later)
}

/// The second matter of one visitor.
fn also(n: usize) -> Taking {
    let (matter, words) = SAID[(n + 1) % SAID.len()];
    let words = words.to_owned();
    let answer = Some(Answer::Passed);
    let first = taking(0, &Chance::seeded(0));
    Taking { kind: Kind::Feedback, matter: matter.to_owned(), words, answer, ..first }
}

/// Enters one line of the register; the visit's stream.
async fn take(
    stage: &Stage,
    session: &Session,
    taking: &Taking,
    form: &str,
) -> Result<String, Failure> {
    let (store, clerk) = (&stage.app.store, Actor::Account(stage.officers.reception));
    let id = desk::keyed_id(store, session, "demo", form);
    Ok(desk::take(store, &clerk, session, None, taking, id).await?.visit.id)
}
