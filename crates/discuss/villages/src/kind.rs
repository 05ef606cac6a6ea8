//! The closed lists that a village meeting is described with.

kernel::closed_facts! {
    /// Who calls and chairs the meeting. There is no fourth.
    Caller {
        /// The village head (*Trưởng thôn, Tổ trưởng tổ dân phố*).
        Head => "head",
        /// The head of the Front working board: only to elect or release the village head.
        Front => "front",
        /// Somebody whom the commune chairman named while there is no village head.
        Named => "named",
    }
    /// What the meeting decides: the contents of Article 15 of the law.
    Matter {
        /// Policy and level of contribution to works.
        Contribution => "contribution",
        /// Collection, spending and management of the community's money.
        Funds => "funds",
        /// The village convention.
        Convention => "convention",
        /// Electing the village head.
        HeadElected => "head_elected",
        /// Releasing the village head.
        HeadReleased => "head_released",
        /// Electing or releasing members of the two boards.
        Board => "board",
        /// Another self-management matter.
        Other => "other",
    }
    /// How people vote, as those present choose.
    Vote {
        /// Show of hands.
        Hands => "hands",
        /// Secret paper ballot.
        Ballot => "ballot",
    }
    /// Who signs a tally sheet.
    Role {
        /// The chair of the place.
        Chair => "chair",
        /// Its secretary.
        Secretary => "secretary",
    }
    /// How people are told.
    Channel {
        /// A notice to each household.
        Households => "households",
        /// A posted notice.
        Posted => "posted",
        /// The loudspeaker.
        Radio => "radio",
        /// The community's social network.
        Network => "network",
    }
    /// Why a meeting was moved or called off.
    Why {
        /// Too few could come.
        Few => "few",
        /// Flood, storm, fire, epidemic.
        Disaster => "disaster",
        /// The papers are not ready.
        Papers => "papers",
        /// Something else.
        Other => "other",
    }
    /// The legal form of what was decided.
    Form {
        /// Resolution (*nghị quyết*).
        Resolution => "resolution",
        /// Minutes (*biên bản*).
        Minutes => "minutes",
        /// Memo (*bản ghi nhớ*).
        Memo => "memo",
        /// Agreement (*bản thỏa thuận*).
        Agreement => "agreement",
    }
}

impl Matter {
    /// The rule that says how many must agree.
    pub const fn majority(self) -> &'static str {
        match self {
            Self::Contribution => "QD.contribution",
            Self::Funds => "QD.funds",
            Self::Convention => "QD.convention",
            Self::HeadElected | Self::HeadReleased => "QD.head",
            Self::Board => "QD.board",
            Self::Other => "QD.other",
        }
    }

    /// The rule by which it takes effect only when the commune recognises it, if there is one.
    pub const fn recognition(self) -> Option<&'static str> {
        match self {
            Self::Convention => Some("CN.convention"),
            Self::HeadElected | Self::HeadReleased => Some("CN.head"),
            Self::Board => Some("CN.board"),
            Self::Contribution | Self::Funds | Self::Other => None,
        }
    }

    /// Whether it is about the village head, who then neither calls nor chairs.
    pub const fn is_head(self) -> bool {
        matches!(self, Self::HeadElected | Self::HeadReleased)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_word_in_facts_and_forms() {
        macro_rules! same {
            ($($of:ident),*) => {$(
                for value in $of::ALL {
                    let json = serde_json::to_string(value).unwrap();
                    assert_eq!(json, format!("\"{}\"", value.word()));
                    assert_eq!($of::read(value.word()), Some(*value));
                }
            )*};
        }
        same!(Caller, Matter, Vote, Role, Channel, Why, Form);
    }
}
