//! Doors of the JSON interface as the API document tells of them: each made from the same table
//! that its handler reads, so that what is told and what is taken cannot part.

use serde_json::{Value, json};

use super::Object;
use super::fields::{Field, schema, shown};
use crate::permissions::Act;

/// One method of one address.
#[derive(Clone, Debug)]
pub struct Door {
    method: &'static str,
    path: String,
    tag: &'static str,
    title: String,
    what: String,
    body: Option<Value>,
    query: &'static [Field],
    answers: Vec<(u16, Value)>,
    act: Option<Act>,
    /// Whether a token may come with it, though none is needed.
    or_token: bool,
    refused: Vec<(u16, &'static str)>,
    headers: Vec<Value>,
}

/// What every door may say instead of its answer.
const ALWAYS: (u16, &str) = (503, "Nothing was recorded; try again");

impl Door {
    /// A door that anybody may try.
    pub fn new(method: &'static str, path: &str, tag: &'static str, title: &str) -> Self {
        Self {
            method,
            path: path.to_owned(),
            tag,
            title: title.to_owned(),
            what: String::new(),
            body: None,
            query: &[],
            answers: Vec::new(),
            act: None,
            or_token: false,
            refused: vec![ALWAYS],
            headers: Vec::new(),
        }
    }

    /// More about it than its title.
    #[must_use]
    pub fn what(mut self, what: &str) -> Self {
        self.what = what.to_owned();
        self
    }

    /// It asks for a token whose posts may do this.
    #[must_use]
    pub fn token(mut self, act: Act) -> Self {
        self.act = Some(act);
        self.refuses(401, "No token, or one that is not known")
            .refuses(403, "The posts of the token do not reach this")
    }

    /// Anybody may send it, within limits; the program of an office signs with its token and is not
    /// held up.
    #[must_use]
    pub fn or_token(mut self) -> Self {
        self.or_token = true;
        self.refuses(401, "The token that came is not known")
            .refuses(429, "Too many from this network; `Retry-After` says how long to wait")
    }

    /// It takes an object of these fields.
    #[must_use]
    pub fn body(mut self, fields: &[Field]) -> Self {
        let content = json!({ "application/json": { "schema": schema(fields) } });
        self.body = Some(json!({ "required": true, "content": content }));
        self.refuses(400, "No JSON object")
            .refuses(413, "More bytes than a letter may have")
            .refuses(409, "Not lawful as the matter stands, with its ground and next step")
            .refuses(422, "Refused, with the field, the ground and the next step")
    }

    /// It takes this body, which is no object of fields.
    #[must_use]
    pub fn takes(mut self, body: Value) -> Self {
        self.body = Some(body);
        self.refuses(400, "The body cannot be read")
            .refuses(413, "More bytes than are taken")
            .refuses(422, "Refused, with the field and what to do")
    }

    /// It reads these fields from the query.
    #[must_use]
    pub fn query(mut self, fields: &'static [Field]) -> Self {
        self.query = fields;
        self.refuses(422, "A value that is none of the field's")
    }

    /// It asks for the version that the sender saw.
    #[must_use]
    pub fn versioned(self) -> Self {
        self.seen(true).refuses(428, "`If-Match` is missing")
    }

    /// It holds itself to the version that the sender saw, when the sender says which.
    #[must_use]
    pub fn perhaps_versioned(self) -> Self {
        self.seen(false)
    }

    fn seen(mut self, needed: bool) -> Self {
        self.headers.push(json!({
            "name": "If-Match", "in": "header", "required": needed,
            "description": "The `ETag` that the matter had when it was looked at; `*` takes it as \
                it is",
            "schema": { "type": "string" },
        }));
        self.refuses(412, "Somebody did something since; nothing was recorded")
    }

    /// It may be sent again under a key.
    #[must_use]
    pub fn keyed(mut self) -> Self {
        self.headers.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "1 to 200 characters. The same request under the same key is done once, \
                for two days; it need not know that its first answer was lost",
            "schema": { "type": "string", "minLength": 1, "maxLength": 200 },
        }));
        self
    }

    /// It answers so with an object of a schema of the document.
    #[must_use]
    pub fn gives(self, status: u16, what: &str, of: &str) -> Self {
        let of = json!({ "$ref": format!("#/components/schemas/{of}") });
        self.answers(status, what, json!({ "application/json": { "schema": of } }))
    }

    /// It answers so with bytes of one of these media types.
    #[must_use]
    pub fn hands(self, status: u16, what: &str, media: &[&str]) -> Self {
        let binary = json!({ "schema": { "type": "string", "format": "binary" } });
        let content = media.iter().map(|media| ((*media).to_owned(), binary.clone()));
        self.answers(status, what, Value::Object(content.collect()))
    }

    /// It answers so without a body.
    #[must_use]
    pub fn ends(mut self, status: u16, what: &str) -> Self {
        self.answers.push((status, json!({ "description": what })));
        self
    }

    fn answers(mut self, status: u16, what: &str, content: Value) -> Self {
        self.answers.push((status, json!({ "description": what, "content": content })));
        self
    }

    /// It may refuse so, with a problem.
    #[must_use]
    pub fn refuses(mut self, status: u16, what: &'static str) -> Self {
        if self.refused.iter().all(|(known, _)| *known != status) {
            self.refused.push((status, what));
        }
        self
    }

    fn shown(&self) -> Value {
        let problem = json!({ "$ref": "#/components/schemas/Problem" });
        let problem = json!({ "application/problem+json": { "schema": problem } });
        let refused = self.refused.iter().map(|(status, what)| {
            (status.to_string(), json!({ "description": what, "content": problem }))
        });
        let answers = self.answers.iter().map(|(status, told)| (status.to_string(), told.clone()));
        let parameters: Vec<Value> = places(&self.path)
            .chain(self.query.iter().map(asked))
            .chain(self.headers.iter().cloned())
            .collect();
        let what = match self.act {
            Some(act) => format!("{}\n\nThe token needs a post that may `{act}`.", self.what),
            None => self.what.clone(),
        };
        let mut shown = json!({
            "tags": [self.tag],
            "summary": self.title,
            "description": what.trim(),
            "operationId": named(self.method, &self.path),
            "parameters": parameters,
            "responses": refused.chain(answers).collect::<Object>(),
            "security": match (self.act, self.or_token) {
                (Some(_), _) => json!([{ "office": [] }]),
                (None, true) => json!([{}, { "office": [] }]),
                (None, false) => json!([{}]),
            },
        });
        if let Some(body) = &self.body {
            shown["requestBody"] = body.clone();
        }
        shown
    }
}

/// `post_petitions_code_steps_accept`: a name that programs made from the document can bear.
fn named(method: &str, path: &str) -> String {
    let path = path.trim_start_matches("/api/v1/").replace(['{', '}'], "");
    format!("{method}_{}", path.replace(['/', '-'], "_"))
}

/// A field of a query.
fn asked(field: &Field) -> Value {
    json!({
        "name": field.name, "in": "query", "required": field.needed,
        "description": field.what, "schema": shown(field),
    })
}

/// The named places of an address: numbers where they are called `n`, else words.
fn places(path: &str) -> impl Iterator<Item = Value> {
    let names = path.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    names.map(|name| {
        let (schema, what) = match name {
            "n" => (json!({ "type": "integer", "minimum": 1 }), "Its number, from 1"),
            "code" => (json!({ "type": "string", "minLength": 1 }), "The code, in any spelling"),
            "entry" => (json!({ "type": "string", "minLength": 1 }), "Its key, as the list has it"),
            _ => (json!({ "type": "string", "minLength": 1 }), "Which"),
        };
        json!({
            "name": name, "in": "path", "required": true, "description": what, "schema": schema,
        })
    })
}

/// Puts doors into a document.
pub fn add(document: &mut Value, doors: &[Door]) {
    for door in doors {
        document["paths"][&door.path][door.method] = door.shown();
    }
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;

    const FIELDS: &[Field] = &[Field::needed("note", Shape::Words(9), "What")];

    #[test]
    fn a_door_tells_all_that_it_may_answer() {
        let door = Door::new("post", "/api/v1/x/{code}/{n}", "x", "Does it")
            .token(Act::PETITIONS_NOTE)
            .body(FIELDS)
            .versioned()
            .keyed()
            .gives(200, "Done", "Case");
        let mut document = json!({ "paths": { "/api/v1/x/{code}/{n}": { "get": {} } } });
        add(&mut document, &[door]);
        let shown = &document["paths"]["/api/v1/x/{code}/{n}"];
        assert!(shown["get"].is_object(), "what was there stays");
        let responses: Vec<&String> =
            shown["post"]["responses"].as_object().unwrap().keys().collect();
        let wanted = ["200", "400", "401", "403", "409", "412", "413", "422", "428", "503"];
        assert_eq!(responses, wanted);
        let names: Vec<&str> = shown["post"]["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        assert_eq!(names, ["code", "n", "If-Match", "Idempotency-Key"]);
        assert_eq!(shown["post"]["security"], json!([{ "office": [] }]));
        assert!(shown["post"]["description"].as_str().unwrap().contains("petitions.note"));
    }
}
