//! A copy for the person: as text to read, or as JSON for another program. Pure: what was opened
//! before is written down, and nothing else.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Id;
use serde_json::{Map, Value, json};
use web::Words;

use crate::held::{Held, What};
use crate::key;

/// What is handed over of one matter.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// What it holds.
    pub held: &'a Held,
    /// Which of its items.
    pub items: Vec<Id>,
    /// Their texts.
    pub texts: &'a HashMap<Id, String>,
    /// Their bytes, where they are files.
    pub files: HashMap<Id, Vec<u8>>,
}

/// A text of the vault as lines of name and value: the fields of a person, or one line alone.
pub fn lines(words: &Words, text: &str) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    match serde_json::from_str::<Value>(text) {
        Ok(fields @ (Value::Object(_) | Value::Array(_))) => walk(words, "", &fields, &mut lines),
        _ => lines.push((String::new(), text.to_owned())),
    }
    lines
}

fn walk(words: &Words, name: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| walk(words, name, value, lines));
        }
        Value::Array(all) => all.iter().for_each(|value| walk(words, name, value, lines)),
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        other => {
            let said = words.find(key("dl-field", name)).map(std::borrow::Cow::into_owned);
            let text = other.as_str().map_or_else(|| other.to_string(), str::to_owned);
            lines.push((said.unwrap_or_else(|| name.to_owned()), text));
        }
    }
}

/// The copy as text.
pub fn text(words: &Words, head: &str, copies: &[Taken<'_>]) -> String {
    let mut out = format!("{head}\n");
    for copy in copies {
        let held = copy.held;
        let (sort, began) = (words.t(key("dl-sort", held.sort)), words.date(held.began_on));
        out.push_str(&format!("\n{sort} {}, {began}\n", held.code));
        for item in held.items.iter().filter(|item| copy.items.contains(&item.id)) {
            let what = words.t(key("dl-what", item.what.word()));
            out.push_str(&format!("  {what}\n"));
            if item.what == What::File {
                out.push_str(&format!("    {}\n", words.t("dl-file-in-json")));
            }
            for (name, value) in copy.texts.get(&item.id).map_or(Vec::new(), |t| lines(words, t)) {
                let value = value.replace('\n', "\n    ");
                let name = if name.is_empty() { name } else { format!("{name}: ") };
                out.push_str(&format!("    {name}{value}\n"));
            }
        }
    }
    out
}

/// The copy as JSON.
pub fn json(words: &Words, head: Map<String, Value>, copies: &[Taken<'_>]) -> String {
    let one = |copy: &Taken<'_>| {
        let held = copy.held;
        let items = held.items.iter().filter(|item| copy.items.contains(&item.id));
        let items = items.map(|item| {
            let text = copy.texts.get(&item.id);
            let content = text.map(|text| serde_json::from_str(text).unwrap_or(json!(text)));
            let bytes = copy.files.get(&item.id).map(|bytes| STANDARD.encode(bytes));
            let said = words.t(key("dl-what", item.what.word())).into_owned();
            json!({ "what": item.what.word(), "said": said, "content": content, "base64": bytes })
        });
        json!({
            "sort": held.sort,
            "code": held.code,
            "unit": held.unit,
            "began_on": held.began_on,
            "ended_on": held.ended_on,
            "items": items.collect::<Vec<_>>(),
        })
    };
    let mut all = head;
    all.insert("matters".to_owned(), copies.iter().map(one).collect());
    serde_json::to_string_pretty(&Value::Object(all)).unwrap_or_default()
}
