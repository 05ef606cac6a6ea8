//! What the tests of petitions' pages share: the schema of all that petitions stand on, and words.

use std::sync::Arc;

use store::{Projector, Schema};
use units::{local, outline};
use web::{Book, Lang};

macro_rules! words {
    ($($name:literal),* $(,)?) => {
        Book::builder()$(
            .add(Lang::Vi, include_str!(concat!("../../../../../locales/vi/", $name, ".ftl")))
            .add(Lang::En, include_str!(concat!("../../../../../locales/en/", $name, ".ftl")))
        )*
    };
}

/// The words of every page that these tests open.
pub fn words() -> Book {
    let book = words![
        "accounts",
        "duties",
        "site",
        "petitions",
        "petitions-resident",
        "petitions-office",
        "petitions-day",
        "petitions-papers",
    ];
    book.build().unwrap()
}

/// The schema of petitions and of what they stand on.
pub fn schema() -> Schema {
    let mut projectors = accounts::projectors();
    let petitions: Arc<dyn Projector> = Arc::new(petitions::meaning::Petitions);
    projectors.push(("petition", petitions));
    projectors.extend(petitions::papers::projectors());
    projectors.extend(local::projectors());
    projectors.extend(outline::projectors());
    projectors.extend(notices::projectors());
    projectors.push(("law", Arc::new(duties::NoViews)));
    Schema {
        migrations: [
            jobs::MIGRATIONS,
            local::MIGRATIONS,
            outline::MIGRATIONS,
            accounts::MIGRATIONS,
            duties::MIGRATIONS,
            counts::MIGRATIONS,
            notices::MIGRATIONS,
            privacy::MIGRATIONS,
            petitions::meaning::MIGRATIONS,
        ]
        .concat(),
        tables: [
            local::TABLES,
            outline::TABLES,
            accounts::TABLES,
            duties::TABLES,
            counts::TABLES,
            notices::TABLES,
            privacy::TABLES,
            petitions::meaning::TABLES,
        ]
        .concat(),
        projectors,
        law_sensitive: Some(duties::LAW_SENSITIVE),
    }
}
