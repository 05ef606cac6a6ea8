//! Who the asker is, as lines of a page. Shown only when it was asked for, and logged before.

use web::Page;
use web::parts::Leader;

use crate::desk::Person;

/// The asker, line by line; empty when nothing was said or all was erased.
pub(in super::super) fn leaders(page: &Page, person: &Person) -> Vec<Leader> {
    let lines = [
        ("office-person-name", &person.name),
        ("office-person-phone", &person.phone),
        ("office-person-address", &person.address),
        ("office-person-email", &person.email),
    ];
    let said = lines.into_iter().filter(|(_, value)| !value.is_empty());
    said.map(|(key, value)| Leader::new(page.t(key), value)).collect()
}
