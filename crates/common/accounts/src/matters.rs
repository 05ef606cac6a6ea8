//! Matters by the codes that people say: the access log holds streams, and an auditor asks by code.
//! Which codes there are is the subjects' to say; `site` gives each subject's word here. Knows no
//! subject.

use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;

use crate::app::App;
use crate::failure::Failure;

/// An answer that is waited for.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, Failure>> + Send + 'a>>;

/// Codes by stream.
pub type Codes = HashMap<String, String>;

/// What one subject knows of its matters: both ways.
#[derive(Clone, Copy)]
pub struct Matters {
    /// The codes of these streams; streams of others are left out.
    pub codes: for<'a> fn(&'a App, &'a [&'a str]) -> Later<'a, Codes>,
    /// The stream of what was typed, in any spelling, when it is a code of a matter here.
    pub stream: for<'a> fn(&'a App, &'a str) -> Later<'a, Option<String>>,
}

impl App {
    /// Learns how to read the codes of the subjects; once, when the site opens.
    pub fn know_matters(&self, all: Vec<Matters>) {
        let _ = self.matters.set(all);
    }

    fn matters(&self) -> &[Matters] {
        self.matters.get().map_or(&[], Vec::as_slice)
    }

    /// The codes of these streams, as far as a subject knows them.
    pub(crate) async fn codes_of(&self, streams: &[&str]) -> Result<Codes, Failure> {
        let mut found = HashMap::new();
        for matters in self.matters() {
            found.extend((matters.codes)(self, streams).await?);
        }
        Ok(found)
    }

    /// The stream of a matter by its code; what was typed when no subject knows such a code.
    pub(crate) async fn stream_of(&self, typed: String) -> Result<String, Failure> {
        for matters in self.matters() {
            if let Some(stream) = (matters.stream)(self, &typed).await? {
                return Ok(stream);
            }
        }
        Ok(typed)
    }
}
