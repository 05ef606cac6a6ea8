//! The closed lists that dialogues, questions and promises are described with. Nothing here says
//! what anybody thinks: a speaker is a role, a matter is a field of the office's work.

pub use counts::MATTERS;

kernel::closed_facts! {
    /// How people and leaders meet (LGOV 43).
    Form {
        /// In a room.
        Onsite => "onsite",
        /// Over the network.
        Online => "online",
        /// On a lawful social network.
        Social => "social",
    }
    /// Why it is held.
    Cause {
        /// The one that each year wants.
        Yearly => "yearly",
        /// So many voters asked for it.
        Asked => "asked",
        /// It is needed.
        Needed => "needed",
    }
    /// Why it was moved or called off.
    Why {
        /// Storm, flood, epidemic.
        Disaster => "disaster",
        /// The leaders were called to a meeting.
        Meeting => "meeting",
        /// The place is not to be had.
        Venue => "venue",
        /// For want of notice in time.
        Notice => "notice",
        /// Something else.
        Other => "other",
    }
    /// Where a notice or result was made known.
    Media {
        /// On the page and portal.
        Portal => "portal",
        /// Over the loudspeakers or radio.
        Radio => "radio",
        /// Posted at the office.
        Posted => "posted",
        /// Sent to the heads of villages.
        Villages => "villages",
    }
    /// How a question came.
    Way {
        /// Through the page.
        Page => "page",
        /// On paper.
        Paper => "paper",
        /// By telephone.
        Phone => "phone",
        /// Collected in a village.
        Village => "village",
        /// In the room.
        Room => "room",
    }
    /// Who speaks or promises: a post or a part in the room, never a person.
    Role {
        /// A resident.
        Resident => "resident",
        /// The head of a village or residential group.
        Village => "village",
        /// The chairman of the People's Committee.
        Chair => "chair",
        /// A deputy chairman.
        Deputy => "deputy",
        /// The standing People's Council.
        Council => "council",
        /// The Party committee.
        Party => "party",
        /// The Fatherland Front.
        Front => "front",
        /// The head of an office.
        Office => "office",
        /// The police.
        Police => "police",
    }
    /// Why a question is not taken.
    NotTaken {
        /// Not among what the dialogue is about.
        Apart => "apart",
        /// It is a complaint or denunciation, which has a way of its own.
        OwnWay => "own_way",
        /// It is about a private matter of somebody else.
        Private => "private",
        /// The law keeps it secret.
        Secret => "secret",
        /// It was answered already.
        Answered => "answered",
    }
    /// How an answer was given.
    How {
        /// Aloud, in the room.
        Spoken => "spoken",
        /// In writing.
        Written => "written",
    }
    /// Where a promise was made.
    Place {
        /// At a dialogue.
        Dialogue => "dialogue",
        /// At a reception of citizens.
        Reception => "reception",
        /// On a visit to a village.
        Visit => "visit",
        /// Elsewhere in public.
        Elsewhere => "elsewhere",
    }
    /// Why a promise is withdrawn.
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
    /// One of the two sides of the minutes.
    Side {
        /// Those who held the dialogue.
        Leaders => "leaders",
        /// Those who speak for the people in the room.
        People => "people",
    }
}

/// Who may owe a promise: whoever holds a post.
pub const OWNERS: &[&str] =
    &["chair", "deputy", "council", "party", "front", "office", "police", "village"];
/// Who answers in the room: a head of a village asks there.
pub const LEADERS: &[&str] = &["chair", "deputy", "council", "party", "front", "office", "police"];
/// The rules that a promise may rest on; without one it is of free will.
pub const BASES: &[&str] = &["DT.result", "TD.reply"];

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
        each![Form, Cause, Why, Media, Way, Role, NotTaken, How, Place, Withdrawn, Side];
        let all = OWNERS.iter().chain(LEADERS);
        assert!(all.into_iter().all(|word| Role::read(word).is_some()));
    }
}
