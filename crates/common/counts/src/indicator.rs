//! What is counted: each indicator is declared by the subject that owns its facts, and no sum is
//! written under a name that nobody declared.

/// Which words may stand in a dimension.
pub type Has = fn(&str) -> bool;

/// In what an indicator is counted: the unit of measure beside its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A letter, a sending: *đơn*.
    Letter,
    /// A matter with its course: *vụ việc*.
    Case,
    /// A turn of reception: *lượt*.
    Turn,
    /// A person: *người*.
    Person,
    /// A group of persons: *đoàn*.
    Group,
    /// A sitting of a reception: *buổi*.
    Sitting,
    /// A meeting, a dialogue: *cuộc*.
    Meeting,
    /// A question: *câu hỏi*.
    Question,
    /// A promise: *cam kết*.
    Promise,
    /// A household: *hộ*.
    Household,
    /// A thing decided, asked or done: *việc*.
    Thing,
    /// A connected point: *điểm cầu*.
    Point,
    /// A conclusion: *kết luận*.
    Conclusion,
    /// A day: *ngày*.
    Day,
    /// A post that is held: *chức danh*.
    Post,
}

impl Measure {
    /// Its word in keys: `measure-letter`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Letter => "letter",
            Self::Case => "case",
            Self::Turn => "turn",
            Self::Person => "person",
            Self::Group => "group",
            Self::Sitting => "sitting",
            Self::Meeting => "meeting",
            Self::Question => "question",
            Self::Promise => "promise",
            Self::Household => "household",
            Self::Thing => "thing",
            Self::Point => "point",
            Self::Conclusion => "conclusion",
            Self::Day => "day",
            Self::Post => "post",
        }
    }
}

/// One indicator: what a subject counts. Its name and what it counts stand in `locales/`, under
/// keys made of its id.
#[derive(Clone, Copy, Debug)]
pub struct Indicator {
    /// `receptions.turns`: the subject, then what happened.
    pub id: &'static str,
    /// What its column `kind` may hold.
    pub kind: Has,
    /// What its column `channel` may hold.
    pub channel: Has,
    /// Which kinds anybody can count, because each piece stands on a public list: they give away
    /// what is left of a sum.
    pub listed: Has,
    /// Which kinds are published in no open data, neither by themselves nor in a sum.
    pub unpublished: Has,
    /// In what it is counted.
    pub measure: Measure,
    /// What its kinds and its channels are, by their words in keys: `matter`; empty for a column
    /// that it does not have.
    pub by: [&'static str; 2],
    /// Whether sums over days, units and kinds are true. What is not additive (a median of days)
    /// is worked out from the cases each time, and never stored.
    pub additive: bool,
}

impl Indicator {
    /// An indicator of these kinds and channels, counted in things.
    #[must_use]
    pub const fn new(id: &'static str, kind: Has, channel: Has) -> Self {
        let (measure, by) = (Measure::Thing, ["", ""]);
        Self { id, kind, channel, listed: no, unpublished: no, measure, by, additive: true }
    }

    /// The same, of which nothing is published of these kinds.
    #[must_use]
    pub const fn unpublished(self, kinds: Has) -> Self {
        Self { unpublished: kinds, ..self }
    }

    /// The same, of which these kinds stand piece by piece on a public list.
    #[must_use]
    pub const fn listed(self, kinds: Has) -> Self {
        Self { listed: kinds, ..self }
    }

    /// The same, counted in something.
    #[must_use]
    pub const fn in_(self, measure: Measure) -> Self {
        Self { measure, ..self }
    }

    /// The same, with the words for what its kinds and its channels are.
    #[must_use]
    pub const fn by(self, kind: &'static str, channel: &'static str) -> Self {
        Self { by: [kind, channel], ..self }
    }

    /// The same, worked out from the cases each time: nothing of it is stored or added up.
    #[must_use]
    pub const fn worked_out(self) -> Self {
        Self { additive: false, ..self }
    }

    /// The key of its name: `indicator-receptions-turns`.
    #[must_use]
    pub fn name_key(&self) -> String {
        format!("indicator-{}", dashed(self.id))
    }

    /// The key of what it counts.
    #[must_use]
    pub fn is_key(&self) -> String {
        format!("indicator-{}-is", dashed(self.id))
    }

    /// The key of its unit of measure.
    #[must_use]
    pub fn measure_key(&self) -> String {
        format!("measure-{}", self.measure.word())
    }
}

fn dashed(id: &str) -> String {
    id.replace(['.', '_'], "-")
}

fn no(_: &str) -> bool {
    false
}

/// The dimension that an indicator does not have.
#[must_use]
pub fn none(word: &str) -> bool {
    word.is_empty()
}

/// What people's matters are about, or nothing said.
#[must_use]
pub fn matter(word: &str) -> bool {
    crate::MATTERS.contains(&word)
}

/// The key of a name told to everybody on the first page: `count-petitions-received`.
#[must_use]
pub fn key(indicator: &str) -> String {
    format!("count-{}", dashed(indicator))
}
