//! `cargo xtask new-slice works --under act`: a crate with the rooms that every subject has, small
//! and compiling. It decides nothing about the subject: what it writes is there to be replaced.

use std::collections::BTreeMap;
use std::path::Path;

use crate::tidy::MOTTO;
use crate::tree;

/// What the new subject is called and where it belongs.
#[derive(clap::Args)]
pub struct Ask {
    /// The crate's name, a plural in the law's words: works
    name: String,
    /// The folder of the motto: know, discuss, act, check, lead
    #[arg(long)]
    under: String,
    /// One of them: work; without it the name less its `s`
    #[arg(long)]
    thing: Option<String>,
}

/// A room: its path inside the crate, and its text with `{name}`, `{thing}`, `{Thing}`.
const ROOMS: &[(&str, &str)] = &[
    ("Cargo.toml", include_str!("slice/rooms/manifest.txt")),
    ("askama.toml", include_str!("slice/rooms/askama.txt")),
    ("src/lib.rs", include_str!("slice/rooms/lib.txt")),
    ("src/facts.rs", include_str!("slice/rooms/facts.txt")),
    ("src/{thing}.rs", include_str!("slice/rooms/thing.txt")),
    ("src/meaning.rs", include_str!("slice/rooms/meaning.txt")),
    ("src/store.rs", include_str!("slice/rooms/store.txt")),
    ("src/pages.rs", include_str!("slice/rooms/pages.txt")),
    ("src/api.rs", include_str!("slice/rooms/api.txt")),
    ("templates/{thing}.html", include_str!("slice/rooms/page.txt")),
    ("migrations/1.sql", include_str!("slice/rooms/migration.txt")),
];
/// Words of its page in each language.
const WORDS: &[(&str, &str)] = &[
    ("vi", include_str!("slice/rooms/words.vi.txt")),
    ("en", include_str!("slice/rooms/words.en.txt")),
];

/// What the new subject declares to the house: a function after those of the other subjects.
const SLICE: &str = include_str!("slice/rooms/slice.txt");

/// Makes the slice, puts it on the list, and says what is left to do.
///
/// # Errors
/// When the name cannot be a crate's, or something stands there already.
pub fn run(ask: &Ask) -> Result<(), String> {
    let root = tree::root();
    for path in make(ask, &root)? {
        println!("wrote {path}");
    }
    let Ask { name, under, .. } = ask;
    println!(
        "\nIt is on the list of slices, with one public page and nothing else. Next:\n  \
         crates/{under}/{name}/src/lib.rs    say what it is, what it never does, what it owes, \
         holds, counts\n  \
         ARCHITECTURE.md, docs/facts.md      the lines that say `(say …)`\n  \
         CONTRIBUTING.md                     what else a slice declares, and where\n  \
         cargo xtask tidy"
    );
    Ok(())
}

/// Writes the crate under `root` and registers it; the paths written.
fn make(ask: &Ask, root: &Path) -> Result<Vec<String>, String> {
    let Ask { name, under, thing } = ask;
    let right = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    let thing = thing.clone().unwrap_or_else(|| name.trim_end_matches('s').to_owned());
    if !right(name) || !right(&thing) || thing == "lib" {
        return Err(format!("`{name}`/`{thing}`: lower-case letters and `_` only"));
    }
    if !MOTTO.contains(&under.as_str()) {
        return Err(format!("no folder `{under}`; the motto has {}", MOTTO.join(", ")));
    }
    let folder = format!("crates/{under}/{name}");
    if root.join(&folder).exists() {
        return Err(format!("{folder} stands already"));
    }
    let fill = |text: &str| {
        text.replace("{name}", name)
            .replace("{thing}", &thing)
            .replace("{Thing}", &pascal(&thing))
            .replace("{under}", under)
    };
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in ROOMS {
        files.insert(format!("{folder}/{}", fill(path)), fill(text));
    }
    for (lang, text) in WORDS {
        files.insert(format!("locales/{lang}/{name}.ftl"), fill(text));
    }
    for (path, change) in registrations(ask, &thing) {
        let text = std::fs::read_to_string(root.join(path)).map_err(|e| format!("{path}: {e}"))?;
        files.insert(path.to_owned(), change(&text).ok_or(format!("{path}: no place found"))?);
    }
    for (path, text) in &files {
        let full = root.join(path);
        let parent = full.parent().unwrap_or(root);
        std::fs::create_dir_all(parent).map_err(|e| format!("{}: {e}", parent.display()))?;
        std::fs::write(&full, text).map_err(|e| format!("{}: {e}", full.display()))?;
    }
    Ok(files.into_keys().collect())
}

/// The crate that knows every subject.
const SITE: &str = "crates/front/site/Cargo.toml";
/// The one list of slices.
const LIST: &str = "crates/front/site/src/slices.rs";
/// What subjects declare to it.
const SUBJECTS: &str = "crates/front/site/src/slices/subjects.rs";

/// A change of a file's text; `None` when the place for it is not there.
type Change = Box<dyn Fn(&str) -> Option<String>>;

/// Where a new crate is named.
fn registrations(ask: &Ask, thing: &str) -> Vec<(&'static str, Change)> {
    let Ask { name, under, .. } = ask;
    let member = format!("    \"crates/{under}/*\",\n");
    let need = format!("{name} = {{ path = \"crates/{under}/{name}\" }}\n");
    let line = format!("- `crates/{under}/{name}`: (say what it is)\n");
    let row = format!("| `{thing}.registered` | (say what happened) |\n");
    let known = format!("{name}.workspace = true\n");
    let listed = format!("        subjects::{name}(),\n");
    let declared = SLICE.replace("{name}", name);
    let cargo: Change = Box::new(move |text| {
        let text = match text.contains(&member) {
            true => text.to_owned(),
            false => before(text, "    \"crates/front/*\",\n", &member)?,
        };
        before(&text, "site = {", &need)
    });
    vec![
        ("Cargo.toml", cargo),
        ("ARCHITECTURE.md", Box::new(move |text| before(text, "- `crates/front/site`", &line))),
        ("docs/facts.md", Box::new(move |text| Some(format!("{}\n{row}", text.trim_end())))),
        (SITE, Box::new(move |text| before(text, "askama.workspace = true", &known))),
        (LIST, Box::new(move |text| before(text, "        house::reports(),", &listed))),
        (SUBJECTS, Box::new(move |text| Some(format!("{}\n{declared}", text.trim_end())))),
    ]
}

/// `text` with `line` put before the first line that begins with `mark`.
fn before(text: &str, mark: &str, line: &str) -> Option<String> {
    let at = text.find(&format!("\n{mark}"))? + 1;
    Some(format!("{}{line}{}", &text[..at], &text[at..]))
}

/// `land_plot` → `LandPlot`.
fn pascal(name: &str) -> String {
    let word = |part: &str| {
        let mut chars = part.chars();
        let first = chars.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    };
    name.split('_').map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::FILE_SOFT;

    fn ask(name: &str, under: &str) -> Ask {
        Ask { name: name.to_owned(), under: under.to_owned(), thing: None }
    }

    fn house() -> tempfile::TempDir {
        let house = tempfile::tempdir().unwrap();
        for path in ["Cargo.toml", "ARCHITECTURE.md", "docs/facts.md", SITE, LIST, SUBJECTS] {
            let to = house.path().join(path);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(tree::root().join(path), to).unwrap();
        }
        house
    }

    #[test]
    fn a_new_slice_has_every_room_and_is_named_where_crates_are_named() {
        let house = house();
        let written = make(&ask("works", "act"), house.path()).unwrap();
        assert_eq!(written.len(), ROOMS.len() + WORDS.len() + 6);
        let read = |path: &str| std::fs::read_to_string(house.path().join(path)).unwrap();
        for path in &written {
            let text = read(path);
            for mark in ["{name}", "{thing}", "{Thing}", "{under}"] {
                assert!(!text.contains(mark), "{path} still says {mark}");
            }
            if path.ends_with(".rs") {
                assert!(text.starts_with("//! "), "{path} has no front");
                syn::parse_file(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
            }
        }
        let manifest: toml::Table = read("Cargo.toml").parse().unwrap();
        let members = manifest["workspace"]["members"].as_array().unwrap();
        assert!(members.iter().any(|member| member.as_str() == Some("crates/act/*")));
        let path = &manifest["workspace"]["dependencies"]["works"]["path"];
        assert_eq!(path.as_str(), Some("crates/act/works"));
        assert!(read("ARCHITECTURE.md").contains("- `crates/act/works`:"));
        assert!(read("docs/facts.md").contains("| `work.registered` |"));
        assert!(read(SITE).contains("\nworks.workspace = true\n"));
        assert!(read(LIST).contains("        subjects::works(),\n        house::reports(),\n"));
        assert!(read(SUBJECTS).contains("\n}\n\npub(super) fn works() -> Slice {\n"));
    }

    /// A field that the list gained and the rooms do not know would be a slice that is not whole.
    #[test]
    fn a_new_slice_declares_all_that_the_list_asks_and_leaves_room_for_the_next() {
        let list = std::fs::read_to_string(tree::root().join(LIST)).unwrap();
        let asked = list.split_once("pub struct Slice {").unwrap().1.split_once("\n}").unwrap().0;
        let asked = asked.lines().filter_map(|line| line.trim().strip_prefix("pub "));
        let asked: Vec<&str> = asked.filter_map(|line| Some(line.split_once(':')?.0)).collect();
        assert!(asked.len() > 10, "{asked:?}");
        for field in asked {
            assert!(SLICE.contains(&format!("        {field}: ")), "`{field}` is not declared");
        }
        for path in [LIST, SUBJECTS] {
            let text = std::fs::read_to_string(tree::root().join(path)).unwrap();
            let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            assert!(lines + SLICE.lines().count() < FILE_SOFT, "{path} is full: divide it");
        }
    }

    #[test]
    fn nothing_is_written_over_and_no_folder_is_invented() {
        let house = house();
        make(&ask("works", "act"), house.path()).unwrap();
        assert!(make(&ask("works", "act"), house.path()).unwrap_err().contains("stands already"));
        assert!(make(&ask("works", "ground"), house.path()).unwrap_err().contains("the motto"));
        assert!(make(&ask("../works", "act"), house.path()).is_err());
        assert_eq!(pascal("land_plot"), "LandPlot");
    }
}
