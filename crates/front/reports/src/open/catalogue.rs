//! The catalogue of all datasets by DCAT 3: each dataset is a series, each of its years a dataset
//! with its files.

use super::LICENCE;
use super::define::{Dataset, Open};
use super::graph::{Node, Term};
use super::store::Entry;

/// Where the catalogue's page is, from its files.
const HOME: &str = "../du-lieu";
/// What the catalogue keeps to.
const DCAT: &str = "https://www.w3.org/TR/vocab-dcat-3/";
/// What the tables keep to.
const TABLE: &str = "https://datapackage.org/standard/table-schema/";
const VIETNAMESE: &str = "http://publications.europa.eu/resource/authority/language/VIE";
const MONTHLY: &str = "http://publications.europa.eu/resource/authority/frequency/MONTHLY";
const MEDIA: &str = "https://www.iana.org/assignments/media-types";

/// Whose catalogue it is, in both languages.
#[derive(Clone, Debug, Default)]
pub struct Named {
    /// Title, then description, in Vietnamese.
    pub vi: [String; 2],
    /// The same in English.
    pub en: [String; 2],
    /// The body that publishes.
    pub office: String,
}

fn both(vi: &str, en: &str) -> [Term; 2] {
    [Term::Words(vi.to_owned(), "vi"), Term::Words(en.to_owned(), "en")]
}

fn at(address: &str) -> [Term; 1] {
    [Term::At(address.to_owned())]
}

fn standard(address: &str) -> [Term; 1] {
    [Term::Inner(Node::inner("dct:Standard").say("rdfs:seeAlso", at(address)))]
}

/// What is said of anything here.
fn begun(node: Node, named: &Named) -> Node {
    let agent = Node::inner("foaf:Agent").say("foaf:name", both(&named.office, &named.office));
    node.say("dct:publisher", [Term::Inner(agent)])
        .say("dct:license", at(LICENCE))
        .say("dct:language", at(VIETNAMESE))
}

/// The whole catalogue.
#[must_use]
pub fn catalogue(open: &Open, entries: &[Entry], named: &Named) -> Vec<Node> {
    let of = |dataset: &Dataset| {
        let id = dataset.id.clone();
        entries.iter().filter(move |entry| entry.dataset == id).collect::<Vec<_>>()
    };
    let issued: Vec<(&Dataset, Vec<&Entry>)> = open
        .datasets()
        .iter()
        .map(|dataset| (dataset, of(dataset)))
        .filter(|(_, entries)| !entries.is_empty())
        .collect();
    let all = issued.iter().flat_map(|(dataset, entries)| {
        let years = entries.iter().map(|entry| address(entry));
        std::iter::once(dataset.id.clone()).chain(years).map(Term::At).collect::<Vec<_>>()
    });
    let root = begun(Node::at(HOME, "dcat:Catalog"), named)
        .say("dct:title", both(&named.vi[0], &named.en[0]))
        .say("dct:description", both(&named.vi[1], &named.en[1]))
        .say("dct:conformsTo", standard(DCAT))
        .say("dct:modified", entries.iter().map(|entry| entry.last).max().map(Term::Day))
        .say("dcat:dataset", all);
    let mut nodes = vec![root];
    for (dataset, entries) in &issued {
        nodes.push(series(dataset, entries, named));
        nodes.extend(entries.iter().map(|entry| year(dataset, entry, named)));
    }
    nodes
}

/// The address of a year, from the catalogue's files.
fn address(entry: &Entry) -> String {
    format!("{}/{}", entry.dataset, entry.year)
}

fn series(dataset: &Dataset, entries: &[&Entry], named: &Named) -> Node {
    let first = entries.iter().map(|entry| entry.first).min();
    let last = entries.iter().map(|entry| entry.last).max();
    begun(Node::at(dataset.id.as_str(), "dcat:DatasetSeries"), named)
        .say("dct:title", both(&dataset.vi, &dataset.en))
        .say("dct:description", both(&dataset.about_vi, &dataset.about_en))
        .say("dct:identifier", [Term::Text(dataset.id.clone())])
        .say("dct:issued", first.map(Term::Day))
        .say("dct:modified", last.map(Term::Day))
        .say("dct:accrualPeriodicity", at(MONTHLY))
        .say("dcat:landingPage", at(&dataset.id))
        .say("dcat:keyword", keywords(dataset))
}

fn keywords(dataset: &Dataset) -> Vec<Term> {
    let words = |all: &[String], lang| -> Vec<Term> {
        all.iter().map(|word| Term::Words(word.clone(), lang)).collect()
    };
    [words(&dataset.keywords_vi, "vi"), words(&dataset.keywords_en, "en")].concat()
}

fn year(dataset: &Dataset, entry: &Entry, named: &Named) -> Node {
    let title = |title: &str| format!("{title}, {}", entry.year);
    let file = |kind: &str, media: &str| {
        let name = format!("{}.{kind}", address(entry));
        let file = Node::inner("dcat:Distribution")
            .say("dct:title", [Term::Text(kind.to_uppercase())])
            .say("dcat:accessURL", at(&dataset.id))
            .say("dcat:downloadURL", at(&name))
            .say("dcat:mediaType", at(&format!("{MEDIA}/{media}")))
            .say("dct:license", at(LICENCE));
        let kept = if kind == "csv" { standard(TABLE).to_vec() } else { Vec::new() };
        Term::Inner(file.say("dct:conformsTo", kept))
    };
    begun(Node::at(address(entry), "dcat:Dataset"), named)
        .say("dct:title", both(&title(&dataset.vi), &title(&dataset.en)))
        .say("dct:description", both(&dataset.about_vi, &dataset.about_en))
        .say("dct:identifier", [Term::Text(address(entry))])
        .say("dct:issued", [Term::Day(entry.first)])
        .say("dct:modified", [Term::Day(entry.last)])
        .say("dct:conformsTo", standard(TABLE))
        .say("dcat:inSeries", at(&dataset.id))
        .say("dcat:landingPage", at(&dataset.id))
        .say("dcat:keyword", keywords(dataset))
        .say("dcat:distribution", [file("csv", "text/csv"), file("json", "application/json")])
}
