//! The closed lists that an entry of the register is described with. There is no other kind of
//! text in it: what is not a number, a date or one of these words has no place to go.

kernel::closed_facts! {
    /// Which law of denunciations a stretch of an entry's life is under.
    Regime {
        /// The law of 2011, to the end of 2018.
        Ltc11 => "ltc11",
        /// The law of 2018.
        Ltc => "ltc",
    }
    /// How it was handed in (LTC 22–23). There is no third way.
    Way {
        /// A letter on paper.
        Paper => "paper",
        /// Said in person at the office and written down there.
        Person => "person",
    }
    /// The first time, again after a conclusion (LTC 37), or about a case that is late (LTC 38).
    Sort {
        /// The first time.
        First => "first",
        /// A follow-up denunciation (*tố cáo tiếp*).
        Again => "again",
        /// No denunciation: its writer asks the superior because another office did not settle it
        /// in time.
        Late => "late",
    }
    /// Where the paper lies. A number follows; a name cannot.
    Shelf {
        /// The cabinet for secret papers at the clerk's.
        Clerk => "clerk",
        /// The cabinet for secret papers of the head of the office.
        Head => "head",
        /// The cabinet of those who verify.
        Verifiers => "verifiers",
        /// The archive.
        Archive => "archive",
    }
    /// What the conclusion found.
    Finding {
        /// Right.
        Right => "right",
        /// Right in part.
        Partly => "partly",
        /// Wrong.
        Wrong => "wrong",
    }
    /// Why a withdrawal does not end the case (LTC 33).
    GoesOn {
        /// Only a part was withdrawn.
        Part => "part",
        /// One of several denouncers withdrew.
        Others => "others",
        /// There are signs of a violation.
        Signs => "signs",
        /// The withdrawal was forced or bought.
        Forced => "forced",
        /// It was meant to slander.
        Slander => "slander",
    }
    /// How hard a case is, where the law gives more days for that.
    Weight {
        /// As usual.
        Plain => "plain",
        /// Complex.
        Complex => "complex",
        /// Specially complex.
        Special => "special",
    }
    /// What became of anonymous information (LTC 25).
    Handling {
        /// Inspected as information for management.
        Inspected => "inspected",
        /// Passed on to the competent body.
        Forwarded => "forwarded",
        /// Filed.
        Filed => "filed",
    }
}

/// The highest number that a place on a shelf may have.
pub const MOST_SLOT: i64 = 99_999;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_word_in_facts_and_forms() {
        macro_rules! same {
            ($($of:ident),*) => {$(for one in $of::ALL {
                assert_eq!(serde_json::to_string(one).unwrap(), format!("\"{}\"", one.word()));
                assert_eq!($of::read(one.word()), Some(*one));
            })*};
        }
        same!(Regime, Way, Sort, Shelf, Finding, GoesOn, Weight, Handling);
    }
}
