//! What a list of petitions is narrowed to: plain data, read from an address, asked of the view.

use jiff::civil::Date;

/// How a decision on a complaint stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A second complaint can still keep it from taking effect.
    Waiting,
    /// It is in force.
    InForce,
    /// It is in force, orders something, and that is not carried out.
    ToDo,
}

crate::kind::words! {
    Effect { Waiting => "waiting", InForce => "in_force", ToDo => "to_do" }
}

/// What a list is narrowed to. Empty fields narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// The unit: always given, a list never crosses units by accident.
    pub unit: String,
    /// Words to search for, with or without marks.
    pub words: String,
    /// A kind.
    pub kind: String,
    /// A matter.
    pub matter: String,
    /// Any of these matters; empty for all.
    pub matters: Vec<String>,
    /// A state.
    pub state: String,
    /// A holder's account.
    pub holder: String,
    /// Only what nobody has.
    pub unassigned: bool,
    /// A village.
    pub village: String,
    /// How it came.
    pub channel: String,
    /// Received on or after.
    pub from: Option<Date>,
    /// Received on or before.
    pub to: Option<Date>,
    /// Only open ones whose date is before this day.
    pub due_before: Option<Date>,
    /// Only open ones whose date is on or after this day.
    pub due_from: Option<Date>,
    /// Only open ones.
    pub open: bool,
    /// Only cases: no letter that was joined to one.
    pub cases: bool,
    /// Only those with which the office is done.
    pub closed: bool,
    /// Only those that one of these accounts holds; nobody's when empty.
    pub held_by: Option<Vec<String>>,
    /// Only filed letters that were filed on or before this day.
    pub filed_by: Option<Date>,
    /// Only decisions on complaints that stand so on this day.
    pub effect: Option<(Effect, Date)>,
}
