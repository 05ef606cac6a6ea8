//! The closed lists that requests about data are described with.

kernel::closed_facts! {
    /// What somebody asks about their own data.
    Kind {
        /// To see it.
        View => "view",
        /// A copy of it.
        Copy => "copy",
        /// To put it right.
        Correct => "correct",
        /// To keep it and use it no further.
        Restrict => "restrict",
        /// That it is destroyed.
        Erase => "erase",
        /// To take back a consent.
        Withdraw => "withdraw",
    }
    /// The paper by which the officer at the desk knew the person. Which one, never its number.
    Paper {
        /// The identity card.
        Identity => "identity",
        /// The State's application, shown by its owner.
        Electronic => "electronic",
        /// A passport.
        Passport => "passport",
        /// Another paper of the State with a picture.
        Other => "other",
    }
    /// Who stands at the desk.
    By {
        /// The person.
        Own => "own",
        /// Somebody with a written authority.
        Authorised => "authorised",
        /// A parent or guardian.
        Guardian => "guardian",
    }
    /// As what a copy was handed over.
    Form {
        /// For people.
        Text => "text",
        /// For programs.
        Json => "json",
    }
    /// How it ended.
    End {
        /// As asked.
        Done => "done",
        /// In part: the law keeps the rest.
        Partly => "partly",
        /// Not: the law says no.
        Refused => "refused",
    }
}

kernel::closed! {
    /// Where a request stands.
    State {
        /// It was received.
        Received => "received",
        /// The person was told that it was, and how it goes on.
        Acknowledged => "acknowledged",
        /// It is finished.
        Finished => "finished",
    }
}

impl Kind {
    /// Whether something may be destroyed because of it.
    pub const fn asks_to_erase(self) -> bool {
        matches!(self, Self::Erase | Self::Withdraw)
    }

    /// The rule by which it must be finished.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::View => "DL.view",
            Self::Copy => "DL.copy",
            Self::Correct => "DL.correct",
            Self::Restrict => "DL.restrict",
            Self::Erase => "DL.erase",
            Self::Withdraw => "DL.withdraw",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_facts_are_the_words_of_forms() {
        let json = |value: &str| format!("\"{value}\"");
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_string(kind).unwrap(), json(kind.word()));
        }
        for paper in Paper::ALL {
            assert_eq!(serde_json::to_string(paper).unwrap(), json(paper.word()));
        }
        for by in By::ALL {
            assert_eq!(serde_json::to_string(by).unwrap(), json(by.word()));
        }
        for form in Form::ALL {
            assert_eq!(serde_json::to_string(form).unwrap(), json(form.word()));
        }
        for end in End::ALL {
            assert_eq!(serde_json::to_string(end).unwrap(), json(end.word()));
        }
    }
}
