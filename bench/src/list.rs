//! What can be measured, by name. No bench itself: `cargo xtask bench` reads this to list them
//! without building anything.

/// Each name with what it measures, in the order in which `all` runs them.
pub const ALL: [(&str, &str); 13] = [
    ("filings", "durable filings through HTTP, 128 clients, beside a bare route"),
    ("page", "a public case page, hot, beside a bare route"),
    ("photo", "a photograph of 8 MB, attached and filed with its letter"),
    ("national", "a national year at one unit: import, start, lists, search, memory"),
    ("slow-reader", "a register of a million rows to a reader on a slow line: memory, other pages"),
    ("spoken", "a nation's receptions and dialogues at one unit, and a clerk in a full hall"),
    ("points", "a conference with every commune of the country connected"),
    ("kill", "the program killed at random moments under load: nothing acknowledged is lost"),
    ("flips", "single bits flipped in everything that is stored: all are found and named"),
    ("proofs", "a proof among ten million leaves, a full audit, what an entry takes on disk"),
    ("duplicates", "how well points for likeness find what a city marked as duplicates"),
    ("documents", "letters, a register to print, a nation's year as XLSX and CSV"),
    ("reports", "a province's annual report out of ten million facts"),
];

/// A line for each, and how all of them are run.
pub fn told() -> String {
    let lines = ALL.iter().map(|(name, what)| format!("{name:<12}{what}\n"));
    lines.chain(["all         every one of them, in this order\n".to_owned()]).collect()
}
