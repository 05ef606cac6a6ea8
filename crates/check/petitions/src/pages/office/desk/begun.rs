//! The desk's form, begun with what another page knows already. It reads nothing of that page.

use accounts::{Answer, App, Officer};
use web::{FormState, Page};

use super::{Spot, answer, titled};
use crate::desk::Person;
use crate::kind::Channel;

/// What a letter begins with when it comes out of something that already knows it.
#[derive(Clone, Debug, Default)]
pub struct Begun {
    /// The unit.
    pub unit: String,
    /// The kind's word, when it is one of a letter.
    pub kind: &'static str,
    /// What it is about.
    pub matter: String,
    /// Who.
    pub person: Person,
    /// How many came on it.
    pub people: u32,
    /// The others, one a line.
    pub others: String,
    /// What was said.
    pub words: String,
}

impl Begun {
    fn form(&self) -> FormState {
        let known = [
            ("kind", self.kind),
            ("matter", self.matter.as_str()),
            ("name", self.person.name.as_str()),
            ("phone", self.person.phone.as_str()),
            ("address", self.person.address.as_str()),
            ("email", self.person.email.as_str()),
            ("others", self.others.as_str()),
            ("words", self.words.as_str()),
        ];
        let mut form = FormState::new().with("by", "desk").with("came", Channel::Desk.word());
        for (name, value) in known.into_iter().filter(|(_, value)| !value.is_empty()) {
            form = form.with(name, value);
        }
        match self.people {
            0 | 1 => form,
            people => form.with("people", people),
        }
    }
}

/// The form with what is known, to be sent to `action`. Sent twice under one `key`, it files once.
///
/// # Errors
/// When the officer may file nothing there.
pub async fn begin(
    app: &App,
    officer: &Officer,
    page: Page,
    begun: &Begun,
    (action, key): (&str, &str),
) -> Answer {
    let spot = Spot::of(app, officer, Some(&begun.unit)).await?;
    answer(app, titled(page), &begun.form(), &spot, (action, key), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_begins_with_what_is_known_and_leaves_the_rest_to_be_typed() {
        let person = Person { name: "Võ Thị Giả Định".into(), ..Person::default() };
        let begun = Begun { kind: "feedback", people: 1, person, ..Begun::default() };
        let form = begun.form();
        let fields = form.fields();
        assert_eq!(fields.get("name"), Some("Võ Thị Giả Định"));
        assert_eq!(fields.get("kind"), Some("feedback"));
        assert_eq!((fields.get("phone"), fields.get("people")), (None, None));
        let group = Begun { people: 12, others: "A\nB".into(), ..begun }.form();
        let fields = group.fields();
        assert_eq!((fields.get("people"), fields.get("others")), (Some("12"), Some("A\nB")));
    }
}
