//! The invented letters, read from `letters.toml`.

use serde::Deserialize;

/// All of them.
#[derive(Deserialize)]
pub struct Letters {
    pub villages: Vec<String>,
    pub families: Vec<String>,
    pub given: Vec<String>,
    pub letter: Vec<Letter>,
    pub complaint: Vec<Letter>,
}

/// One letter and what became of it.
#[derive(Clone, Deserialize)]
pub struct Letter {
    pub matter: String,
    pub text: String,
    #[serde(default)]
    pub result: String,
    pub answer: String,
}

impl Letters {
    /// Reads the embedded file.
    pub fn read() -> Result<Self, String> {
        toml::from_str(include_str!("letters.toml")).map_err(|error| error.to_string())
    }
}
