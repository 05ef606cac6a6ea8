//! Closed lists: an enumeration whose values have a stable word each, for facts, rows, addresses
//! and forms. What is not one of the words is nothing.

/// Makes enumerations with `ALL`, `WORDS`, `word` and `read`.
///
/// ```
/// kernel::closed! {
///     /// A light.
///     Light { Red => "red", Green => "green" }
/// }
/// assert_eq!(Light::read("green"), Some(Light::Green));
/// assert_eq!(Light::read("blue"), None);
/// assert_eq!(Light::WORDS, ["red", "green"]);
/// ```
#[macro_export]
macro_rules! closed {
    ($($(#[$on:meta])* $of:ident {
        $($(#[$each:meta])* $variant:ident => $word:literal),* $(,)?
    })*) => {
        $($(#[$on])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $of { $($(#[$each])* $variant),* }

        impl $of {
            /// Every value, in the order of screens.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// The words of [`Self::ALL`].
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The stable word used in facts, rows, addresses and forms.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Reads the word back.
            pub fn read(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        })*
    };
}

/// As [`closed!`](crate::closed), for values that stand in facts as they are: each word must be the
/// value's name in `snake_case`, and a test of the subject holds it to that.
#[macro_export]
macro_rules! closed_facts {
    ($($(#[$on:meta])* $of:ident { $($values:tt)* })*) => {
        $crate::closed! {
            $($(#[$on])*
            #[derive(::serde::Serialize, ::serde::Deserialize)]
            #[serde(rename_all = "snake_case")]
            $of { $($values)* })*
        }
    };
}
