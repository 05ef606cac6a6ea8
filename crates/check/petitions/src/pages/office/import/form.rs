//! A plan as a form, and back. Columns travel by their place; the words of a column by their order
//! in the file, which does not change while the file does not.

use std::collections::BTreeMap;

use jiff::civil::Date;
use kernel::Refusal;
use legacy::Encoding;
use sheets::{Book, Head, Table};
use web::{Fields, FormState};

use crate::import::plan::{Field, Plan};
use crate::import::{DENUNCIATION, TARGETS, suggest};
use crate::kind::{Kind, MATTERS};

/// Fields whose words are put into ours: the field, the mark of its controls.
pub(super) const WORDED: [(Field, &str); 3] =
    [(Field::State, "s"), (Field::Kind, "k"), (Field::Matter, "m")];

/// What a posted form asks for.
pub(super) struct Asked {
    /// The plan as it now stands.
    pub plan: Plan,
    /// Whether something was read anew that the officer has not seen yet.
    pub anew: bool,
}

/// The control of a column.
pub(super) fn column(field: Field) -> String {
    format!("c-{}", field.word())
}

/// What decides how the file is read; when it changes, columns are suggested anew.
fn reading(plan: &Plan) -> String {
    format!("{} {} {} {}", plan.table, plan.encoding, plan.head.first, plan.head.last)
}

/// Which columns the lists of words were read from.
fn worded(plan: &Plan) -> String {
    let one = |(field, _)| plan.columns.get(&field).and_then(|at| at.first());
    let places = WORDED.map(one).map(|at| at.map_or("-".to_owned(), usize::to_string));
    places.join(" ")
}

fn words_in(plan: &Plan, field: Field) -> &BTreeMap<String, String> {
    match field {
        Field::State => &plan.states,
        Field::Kind => &plan.kinds,
        _ => &plan.matters,
    }
}

/// The form that shows a plan.
pub(super) fn of(plan: &Plan, table: &Table) -> FormState {
    let mut form = FormState::new()
        .with("table", plan.table)
        .with("encoding", &plan.encoding)
        .with("first", plan.head.first)
        .with("last", plan.head.last)
        .with("read", reading(plan))
        .with("words-of", worded(plan))
        .with("date", if plan.date.is_empty() { "day" } else { "month" })
        .with("kind", plan.kind.word())
        .with("no-words", &plan.no_words);
    for field in Field::ALL {
        let places = plan.columns.get(field).map(Vec::as_slice).unwrap_or_default();
        for at in places {
            form = form.with(&column(*field), at);
        }
    }
    for (field, mark) in WORDED {
        for (n, word) in suggest::distinct(plan, table, field).iter().enumerate() {
            let ours = words_in(plan, field).get(word).map(String::as_str).unwrap_or_default();
            form = form.with(&format!("{mark}{n}"), ours);
        }
    }
    form
}

fn number<T: std::str::FromStr>(fields: &Fields, name: &str) -> Option<T> {
    fields.get(name)?.parse().ok()
}

/// Reads a posted form; faults are noted in it.
pub(super) fn read(form: &mut FormState, book: &Book, today: Date) -> Asked {
    let fields = form.fields().clone();
    let encoding = fields.get("encoding").and_then(Encoding::named);
    let table: usize = number(&fields, "table").unwrap_or_default();
    let table = table.min(book.tables.len().saturating_sub(1));
    let (first, last) = (number(&fields, "first"), number(&fields, "last"));
    let old: Vec<&str> = fields.get("read").unwrap_or_default().split(' ').collect();
    let same_file = old.first().copied() == Some(table.to_string().as_str())
        && old.get(1).copied() == encoding.map(Encoding::word);
    let lines = |at: Option<u64>| at.map(|at| at.to_string()).unwrap_or_default();
    let same_head = old.get(2).copied() == Some(lines(first).as_str())
        && old.get(3).copied() == Some(lines(last).as_str());
    let mut plan = suggest::suggest(book, Some(table), encoding, today).plan;
    let Some(own) = book.tables.get(plan.table) else { return Asked { plan, anew: true } };
    let lines = first.zip(last).filter(|_| same_file);
    if let Some((first, last)) = lines {
        match Head::at(own.rows(encoding.unwrap_or(Encoding::Unicode)), first, last) {
            Some(head) if !same_head || head.names.len() == plan.head.names.len() => {
                plan = suggest::with_head(plan, own, Head { first, last, ..head }, today);
            }
            Some(head) => plan.head = Head { first, last, ..head },
            None => form.refuse(&Refusal::invalid("first", "import-no-head")),
        }
    }
    if !(same_file && same_head) {
        return Asked { plan, anew: true };
    }
    let anew = columns(form, &fields, &mut plan, own);
    Asked { plan, anew }
}

/// What was chosen about columns and words; whether other words came up.
fn columns(form: &mut FormState, fields: &Fields, plan: &mut Plan, table: &Table) -> bool {
    plan.columns.clear();
    for field in Field::ALL {
        let name = column(*field);
        let places = fields.all(&name).filter_map(|at| at.trim().parse::<usize>().ok());
        let places: Vec<usize> = places.filter(|at| *at < plan.head.names.len()).collect();
        if !places.is_empty() {
            plan.columns.insert(*field, places);
        }
    }
    for (field, refusal) in [
        (Field::Received, Refusal::invalid("c-received", "import-need-received")),
        (Field::Words, Refusal::invalid("c-words", "import-need-words")),
    ] {
        if !plan.columns.contains_key(&field) {
            form.refuse(&refusal);
        }
    }
    plan.date = if fields.get("date") == Some("month") { "%m/%d/%Y".into() } else { String::new() };
    plan.kind = fields.get("kind").and_then(Kind::read).unwrap_or(Kind::Feedback);
    plan.no_words = form.text("no-words", 200).unwrap_or_default();
    (plan.states, plan.kinds, plan.matters) = Default::default();
    let same = fields.get("words-of") == Some(worded(plan).as_str());
    if same {
        for (field, mark) in WORDED {
            for (n, word) in suggest::distinct(plan, table, field).into_iter().enumerate() {
                let ours = fields.get(&format!("{mark}{n}")).filter(|ours| is_ours(field, ours));
                let list = match field {
                    Field::State => &mut plan.states,
                    Field::Kind => &mut plan.kinds,
                    _ => &mut plan.matters,
                };
                list.extend(ours.map(|ours| (word, ours.to_owned())));
            }
        }
    }
    suggest::words_of(plan, table);
    let closes = plan.states.values().any(|state| state != "received");
    if closes && !plan.columns.contains_key(&Field::Closed) {
        form.refuse(&Refusal::invalid("c-closed", "import-need-closed"));
    }
    !same
}

/// What a word of this field may stand for.
pub(super) fn ours(field: Field) -> Vec<&'static str> {
    match field {
        Field::State => TARGETS.iter().map(|state| state.word()).collect(),
        Field::Kind => {
            let kinds = Kind::ALL.iter().map(|kind| kind.word());
            kinds.chain([DENUNCIATION]).collect()
        }
        _ => MATTERS.to_vec(),
    }
}

fn is_ours(field: Field, word: &str) -> bool {
    ours(field).contains(&word)
}

#[cfg(test)]
mod tests {
    use sheets::Limits;

    use super::*;

    const TODAY: Date = Date::constant(2026, 3, 1);

    fn book() -> Book {
        let text = "STT;Ngày nhận;Nội dung đơn;Loại đơn;Tình trạng;Ngày xong\n\
            1;05/02/2024;Đường ngập;Phản ánh;Đang xử lý;\n\
            2;06/02/2024;Đền bù;Khiếu nại;Đã trả lời;07/02/2024\n";
        Book::open(text.as_bytes().to_vec(), &Limits::default()).unwrap()
    }

    #[test]
    fn a_plan_survives_its_form() {
        let book = book();
        let plan = suggest::suggest(&book, None, None, TODAY).plan;
        assert_eq!(plan.columns.len(), 6, "{plan:?}");
        let mut form = of(&plan, &book.tables[0]);
        let asked = read(&mut form, &book, TODAY);
        assert!(!form.is_wrong() && !asked.anew);
        assert_eq!(
            serde_json::to_string(&asked.plan).unwrap(),
            serde_json::to_string(&plan).unwrap()
        );
    }

    #[test]
    fn what_is_changed_is_shown_before_it_counts() {
        let book = book();
        let plan = suggest::suggest(&book, None, None, TODAY).plan;
        let change = |name: &str, value: &str| {
            let form = of(&plan, &book.tables[0]);
            let mut fields = form.fields().clone().without(name);
            fields.push(name, value);
            let mut form = FormState::of(fields);
            let asked = read(&mut form, &book, TODAY);
            (asked, form)
        };
        assert!(change("encoding", "tcvn3").0.anew);
        assert!(change("first", "2").0.anew, "another head");
        assert!(change("c-state", "3").0.anew, "other words");
        let (asked, form) = change("c-received", "");
        assert!(!asked.anew && form.fault("c-received").is_some());
        let (asked, _) = change("s1", "forwarded");
        assert_eq!(asked.plan.states["Đã trả lời"], "forwarded");
        assert!(!asked.anew);
    }
}
