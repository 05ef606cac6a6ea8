//! `/can-bo/tim-nguoi`: somebody at the desk lost the code and the words. The officer types the
//! name on the visitor's papers, the telephone of the letter, or both; the letters that they fit
//! lead to four new words.
//!
//! No index of persons is kept for this: the letters of the unit are opened in memory, the newest
//! first, a bounded part at a time, and forgotten. That somebody looked, and each letter found, is
//! logged before it is shown; what was typed is logged nowhere.

use std::sync::Arc;

use accounts::{Act, Answer, App, Failure, Officer};
use askama::Template;
use axum::extract::State as Shared;
use jiff::civil::Date;
use kernel::{Id, text};
use web::parts::Status;
use web::{FormState, Page, Posted, Say};

use super::around::{Scope, capital, key, state_status};
use super::store::received;
use crate::desk::exposed::national;
use crate::desk::{MOST_PERSON, Person};
use crate::meaning::NEVER;
use crate::petition::State;
use crate::store::{self as sql, Filter, Line, Order};

const PATH: &str = "/can-bo/tim-nguoi";
/// How many letters one look opens.
const LOOK: i64 = 1_000;
/// How many letters one look shows: who fits more has to be told apart by more words.
const MOST: usize = 10;
/// A name of one word fits half a village.
const LEAST_WORDS: usize = 2;
/// A telephone here has ten digits; some leave out the first.
const LEAST_DIGITS: usize = 9;

/// What one look found.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    /// The letters that fit, newest first.
    pub found: Vec<Line>,
    /// How many letters were opened.
    pub opened: usize,
    /// The day of the oldest of them.
    pub since: Option<Date>,
    /// Where the next look begins, when older letters are left.
    pub next: Option<i64>,
}

impl Look {
    /// Whether what was typed fits so many letters that showing them would be no answer.
    pub fn is_too_many(&self) -> bool {
        self.found.len() > MOST
    }
}

#[derive(Template)]
#[template(path = "office/lost.html")]
pub(super) struct LostPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub scope: &'a Scope,
    pub look: Option<Look>,
}

impl LostPage<'_> {
    fn matter(&self, line: &Line) -> String {
        capital(&self.page.t(key("matter", &line.matter)))
    }

    fn state(&self, line: &Line) -> Status {
        let state = State::read(&line.state).unwrap_or(State::Received);
        state_status(self.page, state)
    }
}

/// Who is looked for, in the form in which it is compared.
struct Sought {
    name: Vec<String>,
    phone: String,
}

impl Sought {
    /// Reads the form; notes what is missing.
    fn read(form: &mut FormState) -> Option<Self> {
        let name = form.text("name", MOST_PERSON).map(|name| text::syllables(&name));
        let typed = form.text("phone", MOST_PERSON).map(|phone| digits(&phone));
        let (name, typed) = (name.unwrap_or_default(), typed.unwrap_or_default());
        // Noughts alone would fit everybody.
        let phone = typed.trim_start_matches('0').to_owned();
        if name.is_empty() && phone.is_empty() && !form.is_wrong() {
            form.wrong("name", Say::new("lost-nobody"));
        }
        if (1..LEAST_WORDS).contains(&name.len()) {
            form.wrong("name", Say::new("lost-name-short"));
        }
        if (1..LEAST_DIGITS).contains(&typed.len()) {
            form.wrong("phone", Say::new("field-phone-short").with("n", typed.len()));
        }
        (!form.is_wrong()).then_some(Self { name, phone })
    }

    /// Whether all that was typed is this person's: marks, order and capitals aside.
    fn is(&self, person: &Person) -> bool {
        let of = text::syllables(&person.name);
        let phone = digits(&person.phone);
        self.name.iter().all(|word| of.contains(word))
            && (self.phone.is_empty() || phone.ends_with(&self.phone))
    }
}

fn digits(phone: &str) -> String {
    national(&phone.chars().filter(char::is_ascii_digit).collect::<String>())
}

fn titled(page: Page) -> Page {
    page.titled("lost-title").office().here(PATH)
}

/// `GET /can-bo/tim-nguoi`
pub(super) async fn show(Shared(app): Shared<Arc<App>>, officer: Officer, page: Page) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_DESK)?;
    let scope = Scope::of(&app, &officer, page.query().get("unit"))?;
    let (form, page) = (FormState::new(), titled(page));
    Ok(page.show(&LostPage { page: &page, form: &form, scope: &scope, look: None }))
}

/// `POST /can-bo/tim-nguoi`: looks, logs, shows.
pub(super) async fn send(
    Shared(app): Shared<Arc<App>>,
    officer: Officer,
    posted: Posted,
) -> Answer {
    officer.allow_somewhere(Act::PETITIONS_DESK)?;
    let Posted { page, mut form } = posted;
    let scope = Scope::of(&app, &officer, form.fields().get("unit"))?;
    officer.allow(Act::PETITIONS_DESK, &scope.unit)?;
    let page = titled(page);
    let look = match Sought::read(&mut form) {
        Some(sought) => {
            let before = form.fields().get("before").and_then(|seq| seq.parse().ok());
            Some(look(&app, &officer, &scope.unit, &sought, before).await?)
        }
        None => None,
    };
    let page = page.redisplay(&form);
    Ok(page.show(&LostPage { page: &page, form: &form, scope: &scope, look }))
}

/// Opens the next part of the unit's letters. What it shows is on record before it is shown.
async fn look(
    app: &App,
    officer: &Officer,
    unit: &str,
    sought: &Sought,
    before: Option<i64>,
) -> Result<Look, Failure> {
    let filter = Filter { unit: unit.to_owned(), ..Filter::default() };
    let key = before.map(|seq| (NEVER, seq));
    let listed = sql::list(&app.store, &filter, Order::Newest, key, false, LOOK).await?;
    let oldest = listed.lines.last();
    let mut look = Look {
        opened: listed.lines.len(),
        since: oldest.map(|line| line.received_on),
        next: oldest.filter(|_| listed.more).map(|line| line.seq),
        found: Vec::new(),
    };
    look.found = fitting(app, listed.lines, sought).await?;
    app.log_export(officer, unit, "lost", "", look.found.len() as i64).await?;
    if !look.is_too_many() {
        for line in &look.found {
            app.log_read(officer, &line.stream, "lost").await?;
        }
    }
    Ok(look)
}

/// Those of the letters whose asker is the one sought.
async fn fitting(app: &App, lines: Vec<Line>, sought: &Sought) -> Result<Vec<Line>, Failure> {
    let streams: Vec<&str> = lines.iter().map(|line| line.stream.as_str()).collect();
    let first = received(&app.store, &streams).await?;
    let item = |line: &Line| Some(first.get(&line.stream)?.person.as_ref()?.id);
    let items: Vec<Id> = lines.iter().filter_map(item).collect();
    let opened = app.store.words_of(&items).await?;
    let fits = |line: &Line| {
        let text = item(line).and_then(|id| opened.get(&id).cloned()?.text());
        let person = text.and_then(|text| serde_json::from_str::<Person>(&text).ok());
        person.is_some_and(|person| sought.is(&person))
    };
    let found: Vec<bool> = lines.iter().map(fits).collect();
    Ok(lines.into_iter().zip(found).filter_map(|(line, fits)| fits.then_some(line)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(name: &str, phone: &str) -> Option<Sought> {
        Sought::read(&mut FormState::new().with("name", name).with("phone", phone))
    }

    #[test]
    fn marks_order_and_spelling_of_numbers_do_not_matter_and_all_must_fit() {
        let person = Person {
            name: "Phan Thị Giả Định".into(),
            phone: "0900 000 118".into(),
            ..Person::default()
        };
        for (name, phone, fits) in [
            ("phan thi gia dinh", "", true),
            ("Giả Định", "+84 900.000.118", true),
            ("", "900000118", true),
            ("Phan Thị Thử", "", false),
            ("Phan Thị Giả Định", "0900000119", false),
        ] {
            let sought = sought(name, phone).expect("enough to look for");
            assert_eq!(sought.is(&person), fits, "{name} {phone}");
            assert!(!sought.is(&Person::default()), "nobody is found by saying nothing");
        }
        for (name, phone) in
            [("", ""), ("Định", ""), ("", "0900"), ("Phan Thị", "118"), ("", "0000000000")]
        {
            assert!(sought(name, phone).is_none(), "{name} {phone}");
        }
    }
}
