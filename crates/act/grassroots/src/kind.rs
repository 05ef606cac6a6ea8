//! The closed lists that days at the grassroots, needs and liaisons are described with. Nothing
//! here says what anybody thinks: an official is a post, a matter is a field of the office's work.

pub use counts::MATTERS;

kernel::closed_facts! {
    /// The post of an official, who goes, looks after a village, or owes something.
    Post {
        /// The chairman of the People's Committee.
        Chair => "chair",
        /// A deputy chairman.
        Deputy => "deputy",
        /// The standing People's Council.
        Council => "council",
        /// The Party committee.
        Party => "party",
        /// The Fatherland Front and its organisations.
        Front => "front",
        /// The head of an office.
        Office => "office",
        /// A specialist of an office.
        Specialist => "specialist",
        /// The police.
        Police => "police",
    }
    /// Where a need was heard.
    Heard {
        /// On a day at the grassroots.
        Visit => "visit",
        /// By the official who looks after the village.
        Liaison => "liaison",
    }
    /// Why a visit is called off.
    Why {
        /// Storm, flood, epidemic.
        Disaster => "disaster",
        /// The official was called to a meeting.
        Meeting => "meeting",
        /// Another day or official stands in.
        Swapped => "swapped",
        /// Something else.
        Other => "other",
    }
    /// Why what was owed is withdrawn.
    Withdrawn {
        /// Another body decides it.
        NotOurs => "not_ours",
        /// The money is not there.
        Money => "money",
        /// A plan was changed by decision.
        Plan => "plan",
        /// It is done by another.
        Moved => "moved",
    }
    /// Why an office and its villages are twinned no more.
    Parted {
        /// What was agreed is done.
        Finished => "finished",
        /// The office or the village was merged into another.
        Merged => "merged",
        /// Another office takes its place.
        Changed => "changed",
        /// Something else.
        Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_value_is_the_one_in_facts() {
        macro_rules! each {
            ($($of:ident),*) => {$(
                for one in $of::ALL {
                    assert_eq!(serde_json::to_value(one).unwrap(), one.word());
                }
            )*};
        }
        each![Post, Heard, Why, Withdrawn, Parted];
    }
}
