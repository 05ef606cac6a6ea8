//! What is published, as data: the files of `open/`. A dataset names indicators that subjects
//! declare and by what each is broken down.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Lang;
use counts::Indicator;
use serde::Deserialize;

/// The datasets, in the order of the page.
const FILES: &[(&str, &str)] = &[
    ("tiep-cong-dan.toml", include_str!("../../open/tiep-cong-dan.toml")),
    ("don-thu.toml", include_str!("../../open/don-thu.toml")),
    ("doi-thoai.toml", include_str!("../../open/doi-thoai.toml")),
    ("hop-thon.toml", include_str!("../../open/hop-thon.toml")),
    ("ve-co-so.toml", include_str!("../../open/ve-co-so.toml")),
    ("hoi-nghi.toml", include_str!("../../open/hoi-nghi.toml")),
];
/// The columns, and by what figures are broken down.
const DICTIONARY: &str = include_str!("../../open/dictionary.toml");

/// A column of every file.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its name in files.
    pub id: String,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// The same in English.
    pub en: String,
    /// What it holds, in Vietnamese.
    pub is_vi: String,
    /// The same in English.
    pub is_en: String,
}

/// By what figures are broken down.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dimension {
    /// Its name in files.
    pub id: String,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// The same in English.
    pub en: String,
    /// Its words, each with what it is called in Vietnamese and English.
    pub words: BTreeMap<String, [String; 2]>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dictionary {
    column: Vec<Column>,
    dimension: Vec<Dimension>,
}

/// An indicator of a dataset.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The indicator.
    pub of: String,
    /// What it is called in Vietnamese.
    pub vi: String,
    /// The same in English.
    pub en: String,
    /// What it counts, in Vietnamese.
    pub is_vi: String,
    /// The same in English.
    pub is_en: String,
    /// Which dimension its kinds are, when it is broken down by them.
    #[serde(default)]
    pub kind: Option<String>,
    /// Which dimension its channels are.
    #[serde(default)]
    pub channel: Option<String>,
}

/// A dataset.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dataset {
    /// Its name in addresses.
    pub id: String,
    /// Its title in Vietnamese.
    pub vi: String,
    /// The same in English.
    pub en: String,
    /// What it is about, in Vietnamese.
    pub about_vi: String,
    /// The same in English.
    pub about_en: String,
    /// Words to find it by.
    pub keywords_vi: Vec<String>,
    /// The same in English.
    pub keywords_en: Vec<String>,
    /// Its indicators, in their order.
    #[serde(rename = "indicator")]
    pub indicators: Vec<Told>,
}

impl Dimension {
    /// What it is called.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }

    /// What a word of it is called; the word itself when nobody said.
    #[must_use]
    pub fn word<'a>(&'a self, word: &'a str, lang: Lang) -> &'a str {
        self.words.get(word).map_or(word, |[vi, en]| lang.pick(vi, en))
    }
}

impl Told {
    /// What it is called.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }

    /// What it counts.
    #[must_use]
    pub fn definition(&self, lang: Lang) -> &str {
        lang.pick(&self.is_vi, &self.is_en)
    }
}

impl Dataset {
    /// Its title.
    #[must_use]
    pub fn title(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }

    /// What it is about.
    #[must_use]
    pub fn about(&self, lang: Lang) -> &str {
        lang.pick(&self.about_vi, &self.about_en)
    }

    /// The names of its indicators.
    #[must_use]
    pub fn indicators(&self) -> Vec<&str> {
        self.indicators.iter().map(|told| told.of.as_str()).collect()
    }
}

/// All that is published, and the indicators that it is made of. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Open(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    datasets: Vec<Dataset>,
    dictionary: Dictionary,
    indicators: Vec<Indicator>,
}

impl Open {
    /// Reads the files of the program and holds them against what subjects declare.
    ///
    /// # Errors
    /// The first file that names what there is not.
    pub fn new(indicators: &[Indicator]) -> Result<Self, String> {
        let told = |file: &str, what: &dyn std::fmt::Display| format!("open/{file}: {what}");
        let dictionary: Dictionary =
            toml::from_str(DICTIONARY).map_err(|error| told("dictionary.toml", &error))?;
        let mut datasets = Vec::new();
        for (file, text) in FILES {
            let dataset: Dataset = toml::from_str(text).map_err(|error| told(file, &error))?;
            for one in &dataset.indicators {
                check(one, indicators, &dictionary.dimension).map_err(|what| told(file, &what))?;
            }
            datasets.push(dataset);
        }
        let indicators = indicators.to_vec();
        Ok(Self(Arc::new(Inner { datasets, dictionary, indicators })))
    }

    /// The datasets alone, for samples.
    #[must_use]
    pub(crate) fn own() -> Self {
        let read = |(_, text): &(&str, &str)| toml::from_str(text).ok();
        let none = || Dictionary { column: Vec::new(), dimension: Vec::new() };
        Self(Arc::new(Inner {
            datasets: FILES.iter().filter_map(read).collect(),
            dictionary: toml::from_str(DICTIONARY).unwrap_or_else(|_| none()),
            indicators: Vec::new(),
        }))
    }

    /// The columns of every file.
    #[must_use]
    pub fn columns(&self) -> &[Column] {
        &self.0.dictionary.column
    }

    /// The datasets, in the order of the page.
    #[must_use]
    pub fn datasets(&self) -> &[Dataset] {
        &self.0.datasets
    }

    /// One of them.
    #[must_use]
    pub fn dataset(&self, id: &str) -> Option<&Dataset> {
        self.0.datasets.iter().find(|dataset| dataset.id == id)
    }

    /// A dimension.
    #[must_use]
    pub fn dimension(&self, id: &str) -> Option<&Dimension> {
        self.0.dictionary.dimension.iter().find(|dimension| dimension.id == id)
    }

    /// Whether some dataset tells an indicator.
    #[must_use]
    pub fn tells(&self, indicator: &str) -> bool {
        let mut all = self.0.datasets.iter().flat_map(|dataset| &dataset.indicators);
        all.any(|told| told.of == indicator)
    }

    /// Whether each piece of a kind stands on a public list.
    #[must_use]
    pub fn is_listed(&self, indicator: &str, kind: &str) -> bool {
        let found = self.0.indicators.iter().find(|one| one.id == indicator);
        found.is_some_and(|one| (one.listed)(kind))
    }

    /// Whether nothing of a kind is published.
    #[must_use]
    pub fn is_unpublished(&self, indicator: &str, kind: &str) -> bool {
        let found = self.0.indicators.iter().find(|one| one.id == indicator);
        found.is_some_and(|one| (one.unpublished)(kind))
    }

    /// Whether some kinds of an indicator stand on a public list.
    #[must_use]
    pub fn has_listed(&self, indicator: &str) -> bool {
        let words = self.0.dictionary.dimension.iter().flat_map(|dimension| dimension.words.keys());
        words.into_iter().any(|word| self.is_listed(indicator, word))
    }
}

/// The indicator is there, and every word of its dimensions is one of its own.
fn check(told: &Told, indicators: &[Indicator], dimensions: &[Dimension]) -> Result<(), String> {
    let id = &told.of;
    let found = indicators.iter().find(|one| one.id == id);
    let indicator = found.ok_or_else(|| format!("there is no indicator {id}"))?;
    if !indicator.additive {
        return Err(format!("{id} cannot be added up, and so not be guarded"));
    }
    for (name, has) in [(&told.kind, indicator.kind), (&told.channel, indicator.channel)] {
        let Some(name) = name else { continue };
        let found = dimensions.iter().find(|dimension| dimension.id == *name);
        let dimension = found.ok_or_else(|| format!("there is no dimension {name}"))?;
        if !dimension.words.keys().any(|word| has(word)) {
            return Err(format!("{id} has no word of the dimension {name}"));
        }
        if let Some(word) = dimension.words.keys().find(|word| (indicator.unpublished)(word)) {
            return Err(format!("{id} would tell of {word}, of which nothing is published"));
        }
    }
    Ok(())
}
