//! The closed lists that conferences are described with. Whoever speaks is a post, whoever is
//! present a number in a group of posts: nothing here says what anybody thinks.

kernel::closed_facts! {
    /// What sort of conference it is.
    Kind {
        /// A regular briefing (*giao ban*).
        Briefing => "briefing",
        /// Setting a task or a document to work (*triển khai, quán triệt*).
        Launch => "launch",
        /// Looking back on a term or a year (*sơ kết, tổng kết*).
        Review => "review",
        /// Training (*tập huấn*).
        Training => "training",
        /// On one subject (*chuyên đề*).
        Topic => "topic",
    }
    /// Who presents, asks or answers: a post, never a person.
    Role {
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
        /// The head of a village or residential group.
        Village => "village",
        /// The police.
        Police => "police",
    }
    /// In which groups of posts those present are counted.
    Group {
        /// Leaders of Party committee, People's Council and People's Committee.
        Leaders => "leaders",
        /// Officials of offices.
        Officers => "officers",
        /// The Front and its organisations.
        Front => "front",
        /// Heads of villages and residential groups.
        Villages => "villages",
        /// Others who were invited.
        Others => "others",
    }
    /// How the line to a point stands.
    Line {
        /// Sound and picture arrive.
        Ok => "ok",
        /// Lost.
        Lost => "lost",
    }
    /// Why a conference was moved or called off.
    Why {
        /// Storm, flood, epidemic.
        Disaster => "disaster",
        /// The level above called at the same hour.
        Superior => "superior",
        /// The papers are not ready.
        Papers => "papers",
        /// The line does not hold.
        Line => "line",
        /// Something else.
        Other => "other",
    }
    /// Why a question is put off.
    Deferred {
        /// There was no time left.
        Time => "time",
        /// It is not among what the conference is about.
        Apart => "apart",
        /// It has to be looked into first; the answer is given in writing.
        Study => "study",
        /// It is a letter of a citizen, which has a way of its own.
        OwnWay => "own_way",
    }
    /// Why a conclusion is withdrawn.
    Withdrawn {
        /// Another body decides it.
        NotOurs => "not_ours",
        /// The money is not there.
        Money => "money",
        /// A plan was changed by decision.
        Plan => "plan",
        /// It went into another task.
        Merged => "merged",
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
        same!(Kind, Role, Group, Line, Why, Deferred, Withdrawn);
    }
}
