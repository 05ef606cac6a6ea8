//! Running one statement and reading its rows, with errors that name what was wrong.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Row as _};

use crate::value::{Value, date};
use crate::{Result, StoreError};

/// One row that was read. Columns are asked for by their place in the SELECT list.
pub struct Row(AnyRow);

impl Row {
    pub(crate) fn new(row: AnyRow) -> Self {
        Self(row)
    }
}

impl Row {
    fn get<'r, T>(&'r self, column: usize) -> Result<T>
    where
        T: sqlx::Decode<'r, sqlx::Any> + sqlx::Type<sqlx::Any>,
    {
        Ok(self.0.try_get(column)?)
    }

    /// A number.
    pub fn int(&self, column: usize) -> Result<i64> {
        self.get(column)
    }

    /// A number or NULL.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        self.get(column)
    }

    /// Text.
    pub fn text(&self, column: usize) -> Result<String> {
        self.get(column)
    }

    /// Text or NULL.
    pub fn opt_text(&self, column: usize) -> Result<Option<String>> {
        self.get(column)
    }

    /// Bytes.
    pub fn bytes(&self, column: usize) -> Result<Vec<u8>> {
        self.get(column)
    }

    /// Bytes or NULL.
    pub fn opt_bytes(&self, column: usize) -> Result<Option<Vec<u8>>> {
        self.get(column)
    }

    /// Yes or no, kept as 1 or 0.
    pub fn yes(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// An instant.
    pub fn at(&self, column: usize) -> Result<Timestamp> {
        let micros = self.int(column)?;
        Timestamp::from_microsecond(micros)
            .map_err(|e| StoreError::inconsistent("a row", micros, e))
    }

    /// A civil date.
    pub fn date(&self, column: usize) -> Result<Date> {
        Ok(date(self.int(column)?))
    }

    /// A civil date or NULL.
    pub fn opt_date(&self, column: usize) -> Result<Option<Date>> {
        Ok(self.opt_int(column)?.map(date))
    }

    /// A value parsed from text, such as an identity; what does not parse is inconsistent data.
    pub fn parse<T: std::str::FromStr>(&self, column: usize) -> Result<T>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.text(column)?;
        text.parse().map_err(|e| StoreError::inconsistent("a row", &text, e))
    }

    /// Any value as it is stored; numbers of every width become [`Value::Int`], and every NULL is
    /// one of a number: what type the column has, a row does not say.
    pub fn value(&self, column: usize) -> Result<Value> {
        use sqlx::{TypeInfo as _, ValueRef as _};
        let raw = self.0.try_get_raw(column)?;
        if raw.is_null() {
            return Ok(Value::Null(crate::value::Type::Int));
        }
        Ok(match raw.type_info().name() {
            "TEXT" => Value::Text(self.text(column)?),
            "BLOB" => Value::Bytes(self.bytes(column)?),
            _ => Value::Int(self.int(column)?),
        })
    }

    /// How many columns the row has.
    pub fn width(&self) -> usize {
        self.0.columns().len()
    }
}

/// A statement on a table that is neither journal nor view, as a part of one durable transaction.
pub struct Apart {
    /// The statement.
    pub sql: String,
    /// What is bound to it.
    pub values: Vec<Value>,
    /// How many rows it must touch: with any other number nothing of the transaction is kept.
    pub touches: Option<u64>,
}

impl Apart {
    /// A statement that may touch any number of rows.
    pub fn new(sql: impl Into<String>, values: Vec<Value>) -> Self {
        Self { sql: sql.into(), values, touches: None }
    }

    /// A statement that must touch just one row.
    pub fn one(sql: impl Into<String>, values: Vec<Value>) -> Self {
        Self { touches: Some(1), ..Self::new(sql, values) }
    }
}

fn bind(values: Vec<Value>) -> AnyArguments {
    let mut args = AnyArguments::default();
    for value in values {
        value.bind(&mut args);
    }
    args
}

/// Runs a statement that returns nothing of interest; answers how many rows it touched.
pub async fn run(conn: &mut AnyConnection, sql: &str, values: Vec<Value>) -> Result<u64> {
    let query = sqlx::query_with(AssertSqlSafe(sql), bind(values));
    Ok(query.execute(conn).await?.rows_affected())
}

/// All rows of a statement, on one connection.
pub async fn rows(conn: &mut AnyConnection, sql: &str, values: Vec<Value>) -> Result<Vec<Row>> {
    let query = sqlx::query_with(AssertSqlSafe(sql), bind(values));
    Ok(query.fetch_all(conn).await?.into_iter().map(Row).collect())
}

/// All rows of a statement, on any free reading connection.
pub async fn pool_rows(pool: &AnyPool, sql: &str, values: Vec<Value>) -> Result<Vec<Row>> {
    let query = sqlx::query_with(AssertSqlSafe(sql), bind(values));
    Ok(query.fetch_all(pool).await?.into_iter().map(Row).collect())
}
