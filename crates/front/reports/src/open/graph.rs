//! A small graph of resources and what is said of them, written as Turtle and as JSON-LD. It knows
//! no catalogue. Addresses are relative to the file's own, so that a site may move.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

/// Prefixes and what each stands for.
const PREFIXES: [(&str, &str); 5] = [
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dct", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// What is said of a resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Another resource, by its address.
    At(String),
    /// Words in a language.
    Words(String, &'static str),
    /// Text in no language.
    Text(String),
    /// A day.
    Day(Date),
    /// A resource without an address.
    Inner(Node),
}

/// A resource and what is said of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its address; none inside another.
    pub at: Option<String>,
    /// What it is, with prefix.
    pub kind: &'static str,
    /// What is said of it: property, with prefix, and terms.
    pub says: Vec<(&'static str, Vec<Term>)>,
}

impl Node {
    /// A resource with an address.
    #[must_use]
    pub fn at(at: impl Into<String>, kind: &'static str) -> Self {
        Self { at: Some(at.into()), kind, says: Vec::new() }
    }

    /// A resource without one.
    #[must_use]
    pub fn inner(kind: &'static str) -> Self {
        Self { at: None, kind, says: Vec::new() }
    }

    /// Says one thing more.
    #[must_use]
    pub fn say(mut self, property: &'static str, terms: impl IntoIterator<Item = Term>) -> Self {
        let terms: Vec<Term> = terms.into_iter().collect();
        if !terms.is_empty() {
            self.says.push((property, terms));
        }
        self
    }
}

/// As Turtle.
#[must_use]
pub fn turtle(nodes: &[Node]) -> String {
    let prefix = |(name, at): &(&str, &str)| format!("@prefix {name}: <{at}> .\n");
    let mut out: String = PREFIXES.iter().map(prefix).collect();
    for node in nodes {
        let at = node.at.as_deref().unwrap_or_default();
        out.push_str(&format!("\n<{at}> {} .\n", body(node, "    ")));
    }
    out
}

fn body(node: &Node, indent: &str) -> String {
    let mut out = format!("a {}", node.kind);
    for (property, terms) in &node.says {
        let terms: Vec<String> = terms.iter().map(|one| term(one, indent)).collect();
        out.push_str(&format!(" ;\n{indent}{property} {}", terms.join(" , ")));
    }
    out
}

fn term(term: &Term, indent: &str) -> String {
    match term {
        Term::At(at) => format!("<{at}>"),
        Term::Words(words, lang) => format!("\"{}\"@{lang}", escape(words)),
        Term::Text(text) => format!("\"{}\"", escape(text)),
        Term::Day(day) => format!("\"{day}\"^^xsd:date"),
        Term::Inner(node) => format!("[ {} ]", body(node, &format!("{indent}    "))),
    }
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out
}

/// As JSON-LD.
#[must_use]
pub fn json_ld(nodes: &[Node]) -> Value {
    let context: Map<String, Value> =
        PREFIXES.iter().map(|(name, at)| ((*name).to_owned(), json!(at))).collect();
    json!({ "@context": context, "@graph": nodes.iter().map(object).collect::<Vec<_>>() })
}

fn object(node: &Node) -> Value {
    let mut all = Map::new();
    if let Some(at) = &node.at {
        all.insert("@id".to_owned(), json!(at));
    }
    all.insert("@type".to_owned(), json!(node.kind));
    for (property, terms) in &node.says {
        let terms: Vec<Value> = terms.iter().map(value).collect();
        all.insert((*property).to_owned(), json!(terms));
    }
    Value::Object(all)
}

fn value(term: &Term) -> Value {
    match term {
        Term::At(at) => json!({ "@id": at }),
        Term::Words(words, lang) => json!({ "@value": words, "@language": lang }),
        Term::Text(text) => json!({ "@value": text }),
        Term::Day(day) => json!({ "@value": day, "@type": "xsd:date" }),
        Term::Inner(node) => object(node),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_graph_is_written_in_both_forms() {
        let inner = Node::inner("foaf:Agent").say("foaf:name", [Term::Text("A \"b\"".to_owned())]);
        let node = Node::at("x/2024", "dcat:Dataset")
            .say("dct:title", [Term::Words("Đơn".to_owned(), "vi")])
            .say("dct:issued", [Term::Day(jiff::civil::date(2024, 3, 21))])
            .say("dct:publisher", [Term::Inner(inner)])
            .say("dct:relation", []);
        let text = turtle(std::slice::from_ref(&node));
        let wanted = "<x/2024> a dcat:Dataset ;\n    dct:title \"Đơn\"@vi ;\n    \
            dct:issued \"2024-03-21\"^^xsd:date ;\n    dct:publisher [ a foaf:Agent ;\n        \
            foaf:name \"A \\\"b\\\"\" ] .\n";
        assert!(text.ends_with(wanted), "{text}");
        let json = json_ld(&[node]);
        assert_eq!(json["@graph"][0]["@id"], "x/2024");
        assert_eq!(json["@graph"][0]["dct:title"][0]["@language"], "vi");
        assert_eq!(json["@graph"][0]["dct:publisher"][0]["@type"], "foaf:Agent");
    }
}
