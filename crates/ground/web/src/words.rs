//! Screen words: Fluent messages in Vietnamese (first) and English, with numbers and dates as
//! each language writes them. Not a place for words themselves: those stand in `locales/`.
//!
//! A [`Book`] is made once, from web's own words and the text each subject brings; a [`Words`] is
//! the book opened at one language, cheap to clone.
//!
//! ```
//! use web::{Book, Lang};
//! let book = Book::builder()
//!     .add(Lang::Vi, "letters = { $n } đơn")
//!     .add(Lang::En, "letters = { $n ->\n    [one] one letter\n   *[other] { $n } letters\n }")
//!     .build()
//!     .unwrap();
//! let (vi, en) = (book.words(Lang::Vi), book.words(Lang::En));
//! assert_eq!(vi.with("n", 2861).t("letters"), "2.861 đơn");
//! assert_eq!(en.with("n", 2861).t("letters"), "2,861 letters");
//! assert_eq!(en.with("n", 1).t("letters"), "one letter");
//! assert!(book.gaps().is_empty());
//! ```

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

mod dates;
mod figures;
mod gaps;

pub use dates::Day;
pub(crate) use dates::iso;
pub use figures::{Figure, Value};

/// A language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Vietnamese: the language of the law, and the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both, Vietnamese first.
    pub const ALL: [Lang; 2] = [Lang::Vi, Lang::En];

    /// The code for `lang` attributes and cookies.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Vi => "vi",
            Lang::En => "en",
        }
    }

    /// Reads a code such as `vi`, `en` or `en-GB`; `None` for any other language.
    pub fn read(code: &str) -> Option<Lang> {
        match code.get(..2)? {
            "vi" | "VI" => Some(Lang::Vi),
            "en" | "EN" => Some(Lang::En),
            _ => None,
        }
    }

    /// The language's name in itself.
    pub fn own_name(self) -> &'static str {
        match self {
            Lang::Vi => "Tiếng Việt",
            Lang::En => "English",
        }
    }
}

/// What is wrong with the words that were handed in.
#[derive(Debug, thiserror::Error)]
pub enum WordsError {
    /// A source is not Fluent; the first lines of what was not understood.
    #[error("words in {lang:?} are not readable: {detail}")]
    Syntax {
        /// Of which language.
        lang: Lang,
        /// What the reader said.
        detail: String,
    },
    /// One key was brought twice in one language.
    #[error("words in {lang:?} bring a key twice: {detail}")]
    Twice {
        /// Of which language.
        lang: Lang,
        /// Which key.
        detail: String,
    },
}

/// Gathers the words of web and of every subject into a [`Book`].
pub struct BookBuilder {
    sources: Vec<(Lang, &'static str)>,
}

impl BookBuilder {
    /// Adds one Fluent source; usually `include_str!` of a file in `locales/`.
    #[must_use]
    pub fn add(mut self, lang: Lang, source: &'static str) -> Self {
        self.sources.push((lang, source));
        self
    }

    /// Adds all of a subject's sources.
    #[must_use]
    pub fn add_all(mut self, sources: &[(Lang, &'static str)]) -> Self {
        self.sources.extend_from_slice(sources);
        self
    }

    /// Reads everything.
    ///
    /// # Errors
    /// A source that is not Fluent, or a key brought twice in a language. A key missing in one
    /// language is no error here; tests ask [`Book::gaps`].
    pub fn build(self) -> Result<Book, WordsError> {
        let mut bundles = [bundle(Lang::Vi), bundle(Lang::En)];
        for (lang, source) in &self.sources {
            let resource =
                FluentResource::try_new((*source).to_owned()).map_err(|(_, errors)| {
                    WordsError::Syntax { lang: *lang, detail: format!("{:?}", errors.first()) }
                })?;
            bundles[*lang as usize].add_resource(resource).map_err(|errors| WordsError::Twice {
                lang: *lang,
                detail: format!("{:?}", errors.first()),
            })?;
        }
        let keys = gaps::keys(&self.sources);
        Ok(Book(Arc::new(Inner { bundles, keys })))
    }
}

fn bundle(lang: Lang) -> FluentBundle<FluentResource> {
    let id: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![id]);
    // Fluent would put invisible direction marks around each value: they break copying a code.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match lang {
        Lang::Vi => figures::format_vi,
        Lang::En => figures::format_en,
    }));
    bundle
}

struct Inner {
    bundles: [FluentBundle<FluentResource>; 2],
    keys: BTreeMap<String, gaps::Seen>,
}

/// All words in all languages. Cheap to clone.
#[derive(Clone)]
pub struct Book(Arc<Inner>);

impl Book {
    /// A builder that already holds web's own words.
    pub fn builder() -> BookBuilder {
        BookBuilder {
            sources: vec![
                (Lang::Vi, include_str!("../../../../locales/vi/web.ftl")),
                (Lang::En, include_str!("../../../../locales/en/web.ftl")),
                (Lang::Vi, include_str!("../../../../locales/vi/styleguide.ftl")),
                (Lang::En, include_str!("../../../../locales/en/styleguide.ftl")),
            ],
        }
    }

    /// The book opened at `lang`.
    pub fn words(&self, lang: Lang) -> Words {
        Words { book: self.clone(), lang }
    }

    /// Faults that a test must not let pass: a key that one language lacks, or that names other
    /// values in one language than in the other. Empty when all is well.
    pub fn gaps(&self) -> Vec<String> {
        gaps::find(&self.0.keys)
    }

    /// Whether both languages have `key`.
    pub fn has(&self, key: &str) -> bool {
        self.0.bundles.iter().all(|bundle| bundle.has_message(key))
    }
}

impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Book({} keys)", self.0.keys.len())
    }
}

/// The words of one language. Cheap to clone.
///
/// A key that is missing shows itself in brackets, `[file-title]`, and is logged: a page with one
/// odd word serves a reader better than no page.
#[derive(Clone, Debug)]
pub struct Words {
    book: Book,
    lang: Lang,
}

impl Words {
    /// Which language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The whole book, to open it at another language.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// The words under `key`, which takes no values.
    pub fn t(&self, key: impl AsRef<str>) -> Cow<'_, str> {
        self.look_up(key.as_ref(), None)
    }

    /// The words under `key` when both languages have it; for wordings that may be absent.
    pub fn find(&self, key: impl AsRef<str>) -> Option<Cow<'_, str>> {
        self.book.has(key.as_ref()).then(|| self.look_up(key.as_ref(), None))
    }

    /// Begins a sentence with values: `w.with("n", 3).with("on", day).t("sent")`.
    pub fn with(&self, name: &'static str, value: impl Value) -> Phrase<'_> {
        Phrase { words: self, args: FluentArgs::new() }.with(name, value)
    }

    /// The words under `key` with `args`; the form for lists made elsewhere.
    pub fn tn<V: Value>(&self, key: impl AsRef<str>, args: &[(&str, V)]) -> String {
        let mut all = FluentArgs::new();
        for (name, value) in args {
            all.set((*name).to_owned(), value.value());
        }
        self.look_up(key.as_ref(), Some(&all)).into_owned()
    }

    /// A [`Say`] in this language.
    pub fn say(&self, what: &Say) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in &what.args {
            args.set(*name, value.clone().into_fluent());
        }
        let mut said = self.look_up(&what.key, Some(&args)).into_owned();
        for next in what.then.iter().filter(|next| self.find(&*next.key).is_some()) {
            said.push(' ');
            said.push_str(&self.say(next));
        }
        said
    }

    fn look_up<'a>(&'a self, key: &str, args: Option<&FluentArgs<'_>>) -> Cow<'a, str> {
        let bundle = &self.book.0.bundles[self.lang as usize];
        let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, lang = self.lang.code(), "words are missing");
            return Cow::Owned(format!("[{key}]"));
        };
        let mut errors = Vec::new();
        // The text must not borrow from `args`, which end with the caller.
        let text = match bundle.format_pattern(pattern, args, &mut errors) {
            Cow::Borrowed(text) if args.is_none() => Cow::Borrowed(text),
            text => Cow::Owned(text.into_owned()),
        };
        if !errors.is_empty() {
            tracing::error!(key, lang = self.lang.code(), ?errors, "words lack a value");
        }
        text
    }
}

/// A sentence in the making: values first, then the key.
pub struct Phrase<'a> {
    words: &'a Words,
    args: FluentArgs<'static>,
}

impl Phrase<'_> {
    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Value) -> Self {
        self.args.set(name, value.value());
        self
    }

    /// The finished sentence.
    pub fn t(&self, key: impl AsRef<str>) -> String {
        self.words.look_up(key.as_ref(), Some(&self.args)).into_owned()
    }
}

/// A value as it is kept until the language is known. Fluent's own cannot pass between threads by
/// reference, because it may hold anything.
#[derive(Clone, Debug, PartialEq)]
enum Told {
    Text(Cow<'static, str>),
    Number(FluentNumber),
}

impl Told {
    fn of(value: FluentValue<'static>) -> Self {
        match value {
            FluentValue::String(text) => Self::Text(text),
            FluentValue::Number(number) => Self::Number(number),
            // No `Value` makes another.
            _ => Self::Text(Cow::Borrowed("")),
        }
    }

    fn into_fluent(self) -> FluentValue<'static> {
        match self {
            Self::Text(text) => FluentValue::String(text),
            Self::Number(number) => FluentValue::Number(number),
        }
    }
}

/// Something to say, not yet in any language: a key and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Say {
    key: Cow<'static, str>,
    args: Vec<(&'static str, Told)>,
    /// Sentences after it; those whose key has no words are left out.
    then: Vec<Say>,
}

impl Say {
    /// The words under `key`.
    pub fn new(key: impl Into<Cow<'static, str>>) -> Self {
        Self { key: key.into(), args: Vec::new(), then: Vec::new() }
    }

    /// Adds a value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Value) -> Self {
        self.args.push((name, Told::of(value.value())));
        self
    }

    /// Adds a sentence after it, if the words have one under its key.
    #[must_use]
    pub fn then(mut self, next: Say) -> Self {
        self.then.push(next);
        self
    }

    /// The key.
    pub fn key(&self) -> &str {
        &self.key
    }
}

#[cfg(test)]
mod tests;
