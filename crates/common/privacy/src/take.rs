//! A copy for the person: as text to read, or as JSON for another program. Pure: what was opened
//! before is written down, and nothing else.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::Id;
use serde_json::{Map, Value, json};
use web::Words;

use crate::held::{Held, Item, What};
use crate::key;

/// How many bytes of words and files one copy holds. What does not fit is named in it and is handed
/// over with another: files of many matters would fill the memory of a small machine.
pub const MOST_BYTES: usize = 32 << 20;

/// How much room is left in a copy.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    left: usize,
    is_empty: bool,
}

impl Room {
    /// The room of a copy of so many bytes.
    pub const fn new(most: usize) -> Self {
        Self { left: most, is_empty: true }
    }

    /// Whether so many bytes go in. The first item does, however large: alone, each can be handed
    /// over.
    fn takes(&mut self, bytes: usize) -> bool {
        let fits = self.is_empty || bytes <= self.left;
        if fits {
            (self.left, self.is_empty) = (self.left.saturating_sub(bytes), false);
        }
        fits
    }
}

/// What is handed over of one matter.
#[derive(Clone, Debug)]
pub struct Taken<'a> {
    /// What it holds.
    pub held: &'a Held,
    /// Which of its items.
    pub items: Vec<Id>,
    /// Their texts.
    pub texts: HashMap<Id, String>,
    /// Their bytes in Base64, where they are files.
    pub files: HashMap<Id, String>,
    /// Those that the copy had no room for.
    pub left_out: Vec<Id>,
}

impl<'a> Taken<'a> {
    /// Of one matter these items, not opened yet.
    pub fn new(held: &'a Held, items: &[Id]) -> Self {
        let (texts, files) = Default::default();
        Self { held, items: items.to_vec(), texts, files, left_out: Vec::new() }
    }

    /// Puts in what an item holds, when there is room for it.
    pub fn put(&mut self, item: &Item, bytes: &[u8], room: &mut Room) {
        if !room.takes(bytes.len()) {
            self.left_out.push(item.id);
        } else if item.what == What::File {
            self.files.insert(item.id, STANDARD.encode(bytes));
        } else {
            self.texts.insert(item.id, String::from_utf8_lossy(bytes).into_owned());
        }
    }
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
            if copy.left_out.contains(&item.id) {
                out.push_str(&format!("    {}\n", words.t("dl-left-out")));
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

/// The copy as JSON. What is large is moved, not copied.
pub fn json(words: &Words, head: Map<String, Value>, copies: Vec<Taken<'_>>) -> String {
    let one = |mut copy: Taken<'_>| {
        let held = copy.held;
        let items = held.items.iter().filter(|item| copy.items.contains(&item.id));
        let items = items.map(|item| {
            let text = copy.texts.get(&item.id);
            let content = text.map(|text| serde_json::from_str(text).unwrap_or(json!(text)));
            let bytes = copy.files.remove(&item.id);
            let left_out = copy.left_out.contains(&item.id);
            let left_out = left_out.then(|| words.t("dl-left-out").into_owned());
            let said = words.t(key("dl-what", item.what.word())).into_owned();
            let mut one = json!({
                "what": item.what.word(),
                "said": said,
                "content": content,
                "left_out": left_out,
            });
            // Put in afterwards: what stands in the macro is copied.
            one["base64"] = bytes.into();
            one
        });
        let items: Value = items.collect();
        let mut one = json!({
            "sort": held.sort,
            "code": held.code,
            "unit": held.unit,
            "began_on": held.began_on,
            "ended_on": held.ended_on,
        });
        one["items"] = items;
        one
    };
    let mut all = head;
    all.insert("matters".to_owned(), copies.into_iter().map(one).collect());
    serde_json::to_string_pretty(&Value::Object(all)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;
    use store::VaultId;

    use super::*;
    use crate::held::Kept;

    fn item(n: u8, what: What) -> Item {
        let id = Id::from_parts(Timestamp::UNIX_EPOCH, [n; 10]);
        Item::new(&VaultId { id, commitment: String::new() }, what, Kept::No, None)
    }

    fn held(items: Vec<Item>) -> Held {
        Held {
            sort: "feedback",
            code: "TT-1".into(),
            unit: "20836".into(),
            path: "/".into(),
            began_on: date(2026, 3, 16),
            ended_on: None,
            items,
        }
    }

    #[test]
    fn what_a_copy_has_no_room_for_is_left_out_and_goes_alone() {
        let items = [(1, What::File), (2, What::File), (3, What::Words)];
        let held = held(items.map(|(n, what)| item(n, what)).to_vec());
        let ids: Vec<Id> = held.items.iter().map(|item| item.id).collect();
        let bytes: [&[u8]; 3] = [&[7; 8], &[7; 3], b"ab"];
        let (mut copy, mut room) = (Taken::new(&held, &ids), Room::new(10));
        held.items.iter().zip(bytes).for_each(|(item, bytes)| copy.put(item, bytes, &mut room));
        assert_eq!(copy.left_out, [ids[1]], "ten bytes hold eight and two");
        assert_eq!((copy.files.len(), copy.texts[&ids[2]].as_str()), (1, "ab"));
        // Alone it goes, though it be larger than a copy.
        let (mut alone, mut room) = (Taken::new(&held, &ids[..1]), Room::new(5));
        alone.put(&held.items[0], bytes[0], &mut room);
        assert!(alone.left_out.is_empty());
        alone.put(&held.items[2], bytes[2], &mut room);
        assert_eq!(alone.left_out, [ids[2]], "and then it is full");
    }
}
