//! The closed lists that a reception and a visit are described with.

pub use counts::MATTERS;

kernel::closed_facts! {
    /// What sort of reception it is (LTCD; TT04).
    Sort {
        /// The day-to-day reception by the office (*thường xuyên*).
        Regular => "regular",
        /// The recurring reception by the head (*định kỳ*).
        Head => "head",
        /// In a case that the law names (*đột xuất*).
        Adhoc => "adhoc",
    }
    /// Whose reception it is: by whom the law wants people received.
    Host {
        /// The office's receiving officers.
        Office => "office",
        /// The chairman of the People's Committee.
        Chair => "chair",
        /// The head of the Party committee.
        Party => "party",
    }
    /// Where people meet.
    Form {
        /// In a room.
        Onsite => "onsite",
        /// Over the network.
        Online => "online",
    }
    /// Who took the place of the one who was to receive.
    StandIn {
        /// A deputy.
        Deputy => "deputy",
        /// A standing member of the People's Council or of the Party committee.
        Member => "member",
        /// An official of the office.
        Official => "official",
    }
    /// Why a reception was taken by another, moved or called off. Nothing of anybody's health.
    Why {
        /// Called to a meeting by a higher body.
        Meeting => "meeting",
        /// Away on duty.
        Mission => "mission",
        /// On leave.
        Leave => "leave",
        /// Flood, storm, fire, epidemic.
        Disaster => "disaster",
        /// The day became a day off.
        Holiday => "holiday",
        /// Something else.
        Other => "other",
    }
    /// How a visitor asked to be received.
    Way {
        /// On the page.
        Page => "page",
        /// By telephone.
        Phone => "phone",
        /// Came without an appointment.
        Desk => "desk",
    }
    /// What the visitor brings.
    Kind {
        /// Feedback or a recommendation.
        Feedback => "feedback",
        /// A complaint.
        Complaint => "complaint",
        /// A denunciation: counted, and nothing else of it is kept here.
        Denunciation => "denunciation",
    }
    /// Whose to settle the matter is.
    Competence {
        /// This office's.
        Own => "own",
        /// Another body's.
        Other => "other",
    }
    /// What the visitor is told within the term of LTCD 28.1. There is no fifth.
    Answer {
        /// It is accepted.
        Accepted => "accepted",
        /// More time is needed to verify whether it can be accepted.
        MoreTime => "more_time",
        /// It is refused: not competent, or not eligible.
        Refused => "refused",
        /// It is passed to the competent body.
        Passed => "passed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_the_same_word_in_facts_and_forms() {
        for answer in Answer::ALL {
            let json = serde_json::to_string(answer).unwrap();
            assert_eq!(json, format!("\"{}\"", answer.word()));
            assert_eq!(Answer::read(answer.word()), Some(*answer));
        }
        assert_eq!(Sort::WORDS, ["regular", "head", "adhoc"]);
        assert_eq!(serde_json::to_string(&StandIn::Deputy).unwrap(), "\"deputy\"");
    }
}
