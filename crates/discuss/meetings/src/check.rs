//! Whether a unit's dialogues keep the rules of their dates: how many in the year, notice before,
//! result after, and voters who ask. Pure; pages show it in words, to everybody alike.

use jiff::civil::Date;
use rulebook::{Law, Rule};
use units::{Level, Unit};

use crate::arrows::State;
use crate::dialogue::{NOTICE, RESULT, notice_by};

/// How something stands against its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// The rule was kept.
    Kept,
    /// It is still to be done, in time.
    Due,
    /// Nothing is planned, and there is still time.
    Missing,
    /// The rule was broken.
    Broken,
}

impl Stand {
    /// Its word, in keys of screen words and for programs.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Due => "due",
            Self::Missing => "missing",
            Self::Broken => "broken",
        }
    }
}

/// What the check needs of a dialogue.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The stream.
    pub stream: String,
    /// The day.
    pub on: Date,
    /// Where it stands.
    pub state: State,
    /// When its notice went out.
    pub announced_on: Option<Date>,
    /// When its result was made public.
    pub published_on: Option<Date>,
}

/// The year under its rule.
#[derive(Clone, Debug)]
pub struct Year<'l> {
    /// The rule.
    pub rule: &'l Rule,
    /// Which year.
    pub year: i16,
    /// How many it wants.
    pub need: u32,
    /// How many were held.
    pub held: u32,
    /// How many are to come.
    pub planned: u32,
    /// How it stands.
    pub stand: Stand,
}

/// Level of a unit, by its type.
pub fn level(unit: &Unit<'_>) -> Level {
    use units::Kind as K;
    match unit.kind() {
        K::Tinh | K::ThanhPhoTw => Level::Province,
        K::Quan | K::Huyen | K::ThiXa | K::ThanhPho => Level::District,
        K::Xa | K::Phuong | K::ThiTran | K::DacKhu => Level::Commune,
    }
}

/// How the year stands; `None` where no rule asks anything of such a unit.
pub fn year<'l>(
    law: &'l Law,
    level: Level,
    year: i16,
    dialogues: &[Seen],
    today: Date,
) -> Option<Year<'l>> {
    if level != Level::Commune {
        return None;
    }
    let last = Date::new(year, 12, 31).ok()?;
    let rules = ["DT.min", "DT.min.old"];
    let rule = rules.iter().find_map(|id| law.rulebook.in_force(id, last))?;
    let need = rule.value.unwrap_or(0);
    let inside = || dialogues.iter().filter(|one| one.on.year() == year);
    let held = inside().filter(|one| was_held(one.state)).count() as u32;
    let planned = inside().filter(|one| is_ahead(one, today)).count() as u32;
    let stand = match (held >= need, last < today, held + planned >= need) {
        (true, ..) => Stand::Kept,
        (false, true, _) => Stand::Broken,
        (false, false, true) => Stand::Due,
        (false, false, false) => Stand::Missing,
    };
    Some(Year { rule, year, need, held, planned, stand })
}

fn was_held(state: State) -> bool {
    matches!(state, State::Held | State::Concluded | State::Published)
}

fn is_ahead(one: &Seen, today: Date) -> bool {
    let open = matches!(one.state, State::Planned | State::Announced | State::Open);
    open && one.on >= today
}

/// The notice of a dialogue: until when, and how it stands. `None` where no rule asks for one, and
/// for one that was called off.
pub fn notice(law: &Law, one: &Seen, today: Date) -> Option<(Date, Stand)> {
    if one.state == State::Cancelled {
        return None;
    }
    let by = notice_by(law, one.on)?;
    let stand = match one.announced_on {
        Some(on) if on <= by => Stand::Kept,
        Some(_) => Stand::Broken,
        None if by < today || was_held(one.state) || one.state == State::Open => Stand::Broken,
        None => Stand::Due,
    };
    Some((by, stand))
}

/// The result of a dialogue: until when, and how it stands. `None` before it was held, and where
/// no rule asks for it.
pub fn result(law: &Law, one: &Seen, today: Date) -> Option<(Date, Stand)> {
    if !was_held(one.state) {
        return None;
    }
    let by = law.due_date(RESULT, one.on, calendar::CalendarKind::Office).ok()?;
    let stand = match one.published_on {
        Some(on) if on <= by => Stand::Kept,
        Some(_) => Stand::Broken,
        None if by < today => Stand::Broken,
        None => Stand::Due,
    };
    Some((by, stand))
}

/// The rules of a dialogue's check, for words on the page.
pub const RULES: [&str; 2] = [NOTICE, RESULT];
