//! Reading rows of TOML so that every error names its file, its row and its field.
//!
//! A [`Row`] gives its fields away one by one; what is left at the end was a misspelt field, and
//! is refused. This module knows no field by name.

use jiff::civil::Date;
use toml::{Table, Value};

/// A file of rules that cannot be read. The three places lead to the fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {row}: {field}: {problem}")]
pub struct ParseError {
    /// The file's name.
    pub file: String,
    /// The row's id, or its kind and number when it has none.
    pub row: String,
    /// The field.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

/// The tables of one file.
pub(crate) struct File<'a> {
    name: &'a str,
    table: Table,
}

impl<'a> File<'a> {
    pub fn parse(name: &'a str, text: &str) -> Result<File<'a>, ParseError> {
        match text.parse::<Table>() {
            Ok(table) => Ok(File { name, table }),
            Err(error) => {
                let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
                Err(ParseError {
                    file: name.to_owned(),
                    row: format!("line {line}"),
                    field: "syntax".to_owned(),
                    problem: error.message().to_owned(),
                })
            }
        }
    }

    /// Takes all rows of one kind, written as `[[kind]]`.
    pub fn rows(&mut self, kind: &str) -> Result<Vec<Row>, ParseError> {
        let Some(value) = self.table.remove(kind) else { return Ok(Vec::new()) };
        rows_of(self.name, kind, kind, value)
    }

    /// Takes the one table of a kind, written as `[kind]`.
    pub fn single(&mut self, kind: &str) -> Result<Option<Row>, ParseError> {
        match self.table.remove(kind) {
            None => Ok(None),
            Some(Value::Table(table)) => {
                Ok(Some(Row { file: self.name.to_owned(), row: kind.to_owned(), table }))
            }
            Some(_) => Err(ParseError {
                file: self.name.to_owned(),
                row: kind.to_owned(),
                field: kind.to_owned(),
                problem: format!("must be written once, as [{kind}]"),
            }),
        }
    }

    /// Refuses a kind of row that nobody asked for.
    pub fn finish(self) -> Result<(), ParseError> {
        match self.table.keys().next() {
            None => Ok(()),
            Some(key) => Err(ParseError {
                file: self.name.to_owned(),
                row: key.clone(),
                field: key.clone(),
                problem: "unknown kind of row".to_owned(),
            }),
        }
    }
}

/// One row, whose fields are taken one by one.
pub(crate) struct Row {
    file: String,
    row: String,
    table: Table,
}

impl Row {
    /// The name under which errors speak of this row.
    pub fn rename(&mut self, row: impl Into<String>) {
        self.row = row.into();
    }

    pub fn error(&self, field: &str, problem: impl Into<String>) -> ParseError {
        ParseError {
            file: self.file.clone(),
            row: self.row.clone(),
            field: field.to_owned(),
            problem: problem.into(),
        }
    }

    pub fn text(&mut self, field: &str) -> Result<String, ParseError> {
        self.opt_text(field)?.ok_or_else(|| self.error(field, "is missing"))
    }

    pub fn opt_text(&mut self, field: &str) -> Result<Option<String>, ParseError> {
        match self.table.remove(field) {
            None => Ok(None),
            Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text)),
            Some(_) => Err(self.error(field, "must be a text that is not empty")),
        }
    }

    /// A text that `read` understands; `wanted` says what that would be.
    pub fn parsed<T>(
        &mut self,
        field: &str,
        wanted: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ParseError> {
        let text = self.text(field)?;
        read(&text).ok_or_else(|| self.error(field, format!("\"{text}\" is not {wanted}")))
    }

    pub fn date(&mut self, field: &str) -> Result<Date, ParseError> {
        self.opt_date(field)?.ok_or_else(|| self.error(field, "is missing"))
    }

    pub fn opt_date(&mut self, field: &str) -> Result<Option<Date>, ParseError> {
        let wrong = || self.error(field, "must be a date, written 2026-07-01 without quotes");
        let date = match self.table.get(field) {
            None => return Ok(None),
            Some(Value::Datetime(moment)) if moment.time.is_none() => {
                moment.to_string().parse().map_err(|_| wrong())?
            }
            Some(_) => return Err(wrong()),
        };
        self.table.remove(field);
        Ok(Some(date))
    }

    pub fn number<T: TryFrom<i64>>(&mut self, field: &str) -> Result<T, ParseError> {
        self.opt_number(field)?.ok_or_else(|| self.error(field, "is missing"))
    }

    pub fn opt_number<T: TryFrom<i64>>(&mut self, field: &str) -> Result<Option<T>, ParseError> {
        match self.table.remove(field) {
            None => Ok(None),
            Some(Value::Integer(number)) => match T::try_from(number) {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(self.error(field, format!("{number} is out of range"))),
            },
            Some(_) => Err(self.error(field, "must be a whole number")),
        }
    }

    pub fn opt_flag(&mut self, field: &str) -> Result<Option<bool>, ParseError> {
        match self.table.remove(field) {
            None => Ok(None),
            Some(Value::Boolean(flag)) => Ok(Some(flag)),
            Some(_) => Err(self.error(field, "must be true or false")),
        }
    }

    /// Rows inside this row, written as `field = [{ … }, { … }]`.
    pub fn rows(&mut self, field: &str) -> Result<Vec<Row>, ParseError> {
        let Some(value) = self.table.remove(field) else { return Ok(Vec::new()) };
        rows_of(&self.file, &self.row, field, value)
    }

    /// Refuses what is left: a field that nobody asked for.
    pub fn finish(self) -> Result<(), ParseError> {
        match self.table.keys().next() {
            None => Ok(()),
            Some(key) => Err(self.error(key, "unknown field")),
        }
    }
}

fn rows_of(file: &str, owner: &str, kind: &str, value: Value) -> Result<Vec<Row>, ParseError> {
    let wrong = || ParseError {
        file: file.to_owned(),
        row: owner.to_owned(),
        field: kind.to_owned(),
        problem: format!("must be a list of rows, as in [[{kind}]]"),
    };
    let Value::Array(values) = value else { return Err(wrong()) };
    let mut rows = Vec::with_capacity(values.len());
    for (index, value) in values.into_iter().enumerate() {
        let Value::Table(table) = value else { return Err(wrong()) };
        let id = table.get("id").and_then(Value::as_str);
        let row = id.map_or_else(|| format!("{owner} number {}", index + 1), str::to_owned);
        rows.push(Row { file: file.to_owned(), row, table });
    }
    Ok(rows)
}
