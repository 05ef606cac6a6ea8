//! Bodies and queries field by field: one table says what a program may send, and from it come both
//! the form that pages read too, and the schema in the API document. Here only shapes are checked;
//! what the values mean is checked where a page's are.

use jiff::civil::Date;
use serde_json::{Value, json};
use web::{Fields, FormState, PageError, Say};

use super::Object;

/// What a field may hold.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Words, of at most so many characters.
    Words(usize),
    /// One of these words.
    One(fn() -> Vec<&'static str>),
    /// Yes or no.
    Yes,
    /// A whole number from the first to the second.
    Number(i64, i64),
    /// A day, as in `2026-03-05`.
    Day,
    /// Objects of these fields, at most so many. Field `words` of the second is `words2` of the
    /// form.
    List(&'static [Field], usize),
}

/// A field of a body or a query.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it may hold.
    pub shape: Shape,
    /// Whether it must be there.
    pub needed: bool,
    /// What it is for, in the API document.
    pub what: &'static str,
}

impl Field {
    /// A field that must be there.
    pub const fn needed(name: &'static str, shape: Shape, what: &'static str) -> Self {
        Self { name, shape, needed: true, what }
    }

    /// A field that may be left out.
    pub const fn maybe(name: &'static str, shape: Shape, what: &'static str) -> Self {
        Self { name, shape, needed: false, what }
    }
}

/// The form that a body of these fields fills in. Names that are none of theirs are a fault: what
/// is misspelt would otherwise be left out in silence. They are not said again.
pub fn form(fields: &[Field], body: &Object) -> FormState {
    let mut typed = Fields::default();
    let mut faults = Vec::new();
    for (name, value) in body {
        match fields.iter().find(|field| field.name == name) {
            Some(field) => put(field, value, "", &mut typed, &mut faults),
            None => faults.push((String::new(), unknown(fields))),
        }
    }
    missing(fields, body, "", &mut faults);
    with_faults(typed, faults)
}

/// What must be there and is not.
fn missing(fields: &[Field], body: &Object, place: &str, faults: &mut Vec<(String, Say)>) {
    let lacks = fields.iter().filter(|field| field.needed && !body.contains_key(field.name));
    faults
        .extend(lacks.map(|field| (format!("{}{place}", field.name), Say::new("field-required"))));
}

/// The form that a query of these fields fills in.
pub fn query(fields: &[Field], query: &str) -> FormState {
    let mut typed = Fields::default();
    let mut faults = Vec::new();
    let asked = Fields::decode(query.as_bytes());
    for (name, text) in asked.pairs() {
        let Some(field) = fields.iter().find(|field| field.name == name) else {
            faults.push((String::new(), unknown(fields)));
            continue;
        };
        let value = match (field.shape, text) {
            (Shape::Yes, "true") => Value::Bool(true),
            (Shape::Yes, "false") => Value::Bool(false),
            (Shape::Number(..), text) => text.parse::<i64>().map_or(Value::Null, Value::from),
            (_, text) => Value::from(text),
        };
        put(field, &value, "", &mut typed, &mut faults);
    }
    with_faults(typed, faults)
}

/// What is wrong with a form, by the names of the body that filled it in.
pub fn faults(fields: &[Field], form: &FormState) -> PageError {
    let renamed = form.faults().iter().map(|(name, say)| (sent_as(fields, name), say.clone()));
    PageError::Faults(renamed.collect())
}

/// `words2` of the form is `parts[1].words` of the body.
fn sent_as(fields: &[Field], name: &str) -> String {
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let place: Option<usize> = name[bare.len()..].parse().ok();
    let list = fields.iter().find(|field| match field.shape {
        Shape::List(inner, _) => inner.iter().any(|one| one.name == bare),
        _ => false,
    });
    match (list, place) {
        (Some(list), Some(n)) => format!("{}[{}].{bare}", list.name, n.saturating_sub(1)),
        _ => name.to_owned(),
    }
}

fn with_faults(typed: Fields, faults: Vec<(String, Say)>) -> FormState {
    let mut form = FormState::of(typed);
    faults.into_iter().for_each(|(name, say)| form.wrong(&name, say));
    form
}

fn unknown(fields: &[Field]) -> Say {
    let names: Vec<&str> = fields.iter().map(|field| field.name).collect();
    let names = if names.is_empty() { "–".to_owned() } else { names.join(", ") };
    Say::new("api-field-unknown").with("fields", names)
}

/// Puts a value of the right shape into the form, under its name and `place`.
fn put(
    field: &Field,
    value: &Value,
    place: &str,
    typed: &mut Fields,
    faults: &mut Vec<(String, Say)>,
) {
    let name = format!("{}{place}", field.name);
    let fault = match (field.shape, value) {
        (Shape::Words(most), Value::String(text)) => match text.chars().count() {
            _ if field.needed && text.trim().is_empty() => Say::new("field-required"),
            long if long > most => {
                Say::new("field-too-long").with("max", most).with("over", long - most)
            }
            _ => return typed.push(name, text),
        },
        (Shape::One(words), Value::String(text)) => match words().contains(&text.as_str()) {
            true => return typed.push(name, text),
            false => Say::new("api-word").with("words", words().join(", ")),
        },
        (Shape::Yes, Value::Bool(true)) => return typed.push(name, "1"),
        (Shape::Yes, Value::Bool(false)) => return,
        (Shape::Number(least, most), Value::Number(number)) => match number.as_i64() {
            Some(number) if (least..=most).contains(&number) => {
                return typed.push(name, number.to_string());
            }
            _ => Say::new("field-number-range").with("min", least).with("max", most),
        },
        (Shape::Day, Value::String(text)) => match is_day(text) {
            true => return typed.push(name, text),
            false => Say::new("api-day"),
        },
        (Shape::List(inner, most), Value::Array(items)) if items.len() <= most => {
            return put_all(inner, items, (field.name, typed), faults);
        }
        (Shape::List(_, most), Value::Array(_)) => Say::new("api-list").with("most", most),
        _ => Say::new("api-shape"),
    };
    faults.push((name, fault));
}

fn put_all(
    inner: &[Field],
    items: &[Value],
    (name, typed): (&str, &mut Fields),
    faults: &mut Vec<(String, Say)>,
) {
    for (n, item) in (1..).zip(items) {
        let Value::Object(item) = item else {
            faults.push((name.to_owned(), Say::new("api-shape")));
            continue;
        };
        let place = n.to_string();
        for (name, value) in item {
            match inner.iter().find(|field| field.name == name) {
                Some(field) => put(field, value, &place, typed, faults),
                None => faults.push((String::new(), unknown(inner))),
            }
        }
        missing(inner, item, &place, faults);
    }
}

/// `2026-03-05` and nothing else.
fn is_day(text: &str) -> bool {
    let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    shaped && text.parse::<Date>().is_ok()
}

/// The schema of a body of these fields.
pub fn schema(fields: &[Field]) -> Value {
    let properties = fields.iter().map(|field| (field.name.to_owned(), shown(field)));
    let needed: Vec<&str> = fields.iter().filter(|f| f.needed).map(|f| f.name).collect();
    let mut schema = json!({
        "type": "object",
        "properties": properties.collect::<Object>(),
        "additionalProperties": false,
    });
    if !needed.is_empty() {
        schema["required"] = json!(needed);
    }
    schema
}

/// One field's schema with what it is for.
pub(super) fn shown(field: &Field) -> Value {
    let mut schema = match field.shape {
        Shape::Words(most) => json!({ "type": "string", "maxLength": most }),
        Shape::One(words) => json!({ "type": "string", "enum": words() }),
        Shape::Yes => json!({ "type": "boolean" }),
        Shape::Number(least, most) => {
            json!({ "type": "integer", "minimum": least, "maximum": most })
        }
        Shape::Day => json!({ "type": "string", "format": "date" }),
        Shape::List(inner, most) => {
            json!({ "type": "array", "maxItems": most, "items": self::schema(inner) })
        }
    };
    if let (Shape::Words(_), true) = (field.shape, field.needed) {
        schema["minLength"] = json!(1);
    }
    schema["description"] = json!(field.what);
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: &[Field] =
        &[Field::needed("words", Shape::Words(20), "Words"), Field::maybe("sure", Shape::Yes, "")];
    const ALL: &[Field] = &[
        Field::needed("note", Shape::Words(20), "What"),
        Field::maybe("kind", Shape::One(|| vec!["red", "green"]), "Which"),
        Field::maybe("n", Shape::Number(1, 9), "How many"),
        Field::maybe("on", Shape::Day, "When"),
        Field::maybe("parts", Shape::List(PARTS, 2), "Parts"),
    ];

    fn read(body: Value) -> FormState {
        form(ALL, body.as_object().unwrap())
    }

    fn wrong(body: Value) -> Vec<(String, String)> {
        let form = read(body);
        form.faults().iter().map(|(name, say)| (name.clone(), say.key().to_owned())).collect()
    }

    #[test]
    fn a_body_fills_in_the_form_of_a_page() {
        let form = read(json!({
            "note": "Mương", "kind": "red", "n": 3, "on": "2026-03-05",
            "parts": [{ "words": "một", "sure": false }, { "words": "hai", "sure": true }],
        }));
        assert!(!form.is_wrong());
        let mut pairs: Vec<_> = form.fields().pairs().collect();
        pairs.sort_unstable();
        let wanted = [
            ("kind", "red"),
            ("n", "3"),
            ("note", "Mương"),
            ("on", "2026-03-05"),
            ("sure2", "1"),
            ("words1", "một"),
            ("words2", "hai"),
        ];
        assert_eq!(pairs, wanted);
    }

    #[test]
    fn what_has_another_shape_is_named_and_never_guessed() {
        for (body, name, key) in [
            (json!({ "note": 1 }), "note", "api-shape"),
            (json!({ "note": null }), "note", "api-shape"),
            (json!({ "note": " " }), "note", "field-required"),
            (json!({ "note": "x".repeat(21) }), "note", "field-too-long"),
            (json!({ "kind": "blue" }), "kind", "api-word"),
            (json!({ "kind": " red" }), "kind", "api-word"),
            (json!({ "n": 10 }), "n", "field-number-range"),
            (json!({ "n": "3" }), "n", "api-shape"),
            (json!({ "n": 1.5 }), "n", "field-number-range"),
            (json!({ "on": "05/03/2026" }), "on", "api-day"),
            (json!({ "on": "2026-02-31" }), "on", "api-day"),
            (json!({ "parts": [{}, {}, {}] }), "parts", "api-list"),
            (json!({ "parts": ["một"] }), "parts", "api-shape"),
            (json!({ "parts": [{ "sure": true }] }), "words1", "field-required"),
            (json!({ "ghi_chu": "Nguyễn Văn A" }), "", "api-field-unknown"),
        ] {
            let mut whole = body.clone();
            if body.get("note").is_none() {
                whole["note"] = json!("Mương");
            }
            assert_eq!(wrong(whole), [(name.to_owned(), key.to_owned())], "{body}");
        }
        assert_eq!(wrong(json!({})), [("note".to_owned(), "field-required".to_owned())]);
    }

    #[test]
    fn a_query_is_held_against_the_same_table() {
        let fine = query(ALL, "kind=green&n=9&on=2026-03-05&note=x");
        assert_eq!((fine.is_wrong(), fine.fields().get("n")), (false, Some("9")));
        for odd in ["n=x", "n=", "kind=", "kind=blue", "on=", "nod=1"] {
            assert!(query(ALL, odd).is_wrong(), "{odd}");
        }
    }

    #[test]
    fn faults_are_told_by_the_body_s_own_names() {
        assert_eq!(sent_as(ALL, "words2"), "parts[1].words");
        assert_eq!((sent_as(ALL, "note"), sent_as(ALL, "on2")), ("note".into(), "on2".into()));
    }

    #[test]
    fn the_schema_says_what_must_be_there() {
        let schema = schema(ALL);
        assert_eq!(schema["required"], json!(["note"]));
        assert_eq!(schema["properties"]["kind"]["enum"], json!(["red", "green"]));
        assert_eq!(schema["properties"]["parts"]["items"]["required"], json!(["words"]));
        assert_eq!(schema["additionalProperties"], json!(false));
    }
}
