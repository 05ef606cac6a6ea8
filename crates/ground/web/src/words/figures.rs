//! Figures as each language writes them (2.861 and 8,3; 2,861 and 8.3), and what may be put into
//! a sentence. Not a parser of figures.

use std::borrow::Cow;

use fluent_bundle::FluentValue;

use super::{Lang, Words};

/// A whole number of any width, by value or by reference, as templates hand them over.
pub trait Figure {
    /// The number.
    fn figure(&self) -> i128;
}

/// What may stand as a value in a sentence.
pub trait Value {
    /// As Fluent wants it.
    fn value(&self) -> FluentValue<'static>;
}

macro_rules! whole_numbers {
    ($($kind:ty),*) => {$(
        impl Figure for $kind {
            fn figure(&self) -> i128 {
                *self as i128
            }
        }
        impl Value for $kind {
            fn value(&self) -> FluentValue<'static> {
                FluentValue::from(*self)
            }
        }
    )*};
}
whole_numbers!(i8, i16, i32, i64, u8, u16, u32, u64, usize, isize);

impl Figure for i128 {
    fn figure(&self) -> i128 {
        *self
    }
}

impl<T: Figure + ?Sized> Figure for &T {
    fn figure(&self) -> i128 {
        (**self).figure()
    }
}

impl<T: Value + ?Sized> Value for &T {
    fn value(&self) -> FluentValue<'static> {
        (**self).value()
    }
}

impl Value for f64 {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::from(*self)
    }
}

impl Value for str {
    fn value(&self) -> FluentValue<'static> {
        FluentValue::String(Cow::Owned(self.to_owned()))
    }
}

impl Value for String {
    fn value(&self) -> FluentValue<'static> {
        self.as_str().value()
    }
}

impl Value for Cow<'_, str> {
    fn value(&self) -> FluentValue<'static> {
        self.as_ref().value()
    }
}

impl Words {
    /// A whole number: 2.861 or 2,861.
    pub fn num(&self, n: impl Figure) -> String {
        group(n.figure(), marks(self.lang()).0)
    }

    /// A number with `places` decimals: 8,3 or 8.3.
    pub fn dec(&self, n: f64, places: usize) -> String {
        decimal(&format!("{n:.places$}"), self.lang())
    }
}

/// The mark between thousands and the mark before decimals.
fn marks(lang: Lang) -> (char, char) {
    match lang {
        Lang::Vi => ('.', ','),
        Lang::En => (',', '.'),
    }
}

fn group(n: i128, mark: char) -> String {
    let digits = n.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    if n < 0 {
        out.push('−');
    }
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(mark);
        }
        out.push(digit);
    }
    out
}

/// Sets a plain decimal such as `-1234.5` in the language's marks.
fn decimal(plain: &str, lang: Lang) -> String {
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let (thousands, point) = marks(lang);
    let Ok(n) = whole.parse::<i128>() else { return plain.to_owned() };
    let mut out = group(n, thousands);
    if n == 0 && whole.starts_with('-') && part.bytes().any(|b| b != b'0') {
        out.insert(0, '−');
    }
    if !part.is_empty() {
        out.push(point);
        out.push_str(part);
    }
    out
}

fn format(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(number) => Some(decimal(&number.as_string(), lang)),
        _ => None,
    }
}

/// For the Vietnamese bundle, which wants a plain function.
pub(super) fn format_vi<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    format(value, Lang::Vi)
}

/// For the English bundle.
pub(super) fn format_en<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    format(value, Lang::En)
}
