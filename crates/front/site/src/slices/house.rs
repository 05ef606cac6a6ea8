//! What the house itself declares: ground, common records, reports. Subjects are in `subjects.rs`.

use std::sync::Arc;

use store::{Migration, Projector, Table};

use super::{NOTHING, Slice};

fn owned(statements: &[&str]) -> Vec<String> {
    statements.iter().map(|statement| (*statement).to_owned()).collect()
}

pub(super) fn ground() -> Slice {
    Slice {
        name: "site",
        migrations: jobs::MIGRATIONS,
        statements: |engine| {
            [owned(&store::open::statements()), store::people::statements(engine)].concat()
        },
        routes: || {
            use crate::{diary, handed, home, offline, promised};
            [home::ROUTES, diary::ROUTES, handed::ROUTES, promised::ROUTES, offline::ROUTES]
                .concat()
        },
        facts: || vec![store::laws::ADOPTED, store::laws::CHANGED],
        samples: crate::diary::samples,
        words: words!["site", "documents"],
        ..NOTHING
    }
}

pub(super) fn units() -> Slice {
    Slice {
        name: "units",
        migrations: UNITS,
        tables: UNIT_TABLES,
        projectors: || [units::local::projectors(), units::outline::projectors()].concat(),
        statements: |_| [units::local::statements(), units::outline::statements()].concat(),
        routes: || crate::places::ROUTES.to_vec(),
        router: crate::places::router,
        facts: || [units::local::KINDS, units::outline::KINDS].concat(),
        samples: crate::places::samples,
        words: words!["units"],
        ..NOTHING
    }
}

const UNITS: &[Migration] = &[units::local::MIGRATIONS[0], units::outline::MIGRATIONS[0]];
static UNIT_TABLES: &[&Table] = &[&units::local::LOCAL_UNITS, &units::outline::OUTLINES];

pub(super) fn accounts() -> Slice {
    Slice {
        name: "accounts",
        migrations: accounts::MIGRATIONS,
        tables: accounts::TABLES,
        projectors: accounts::projectors,
        statements: |_| accounts::statements(),
        routes: || accounts::ROUTES.to_vec(),
        router: accounts::router,
        facts: || accounts::FACT_KINDS.iter().map(|(_, kind)| *kind).collect(),
        counts: accounts::INDICATORS,
        samples: accounts::samples,
        words: accounts::WORDS,
        ..NOTHING
    }
}

pub(super) fn duties() -> Slice {
    Slice {
        name: "duties",
        migrations: duties::MIGRATIONS,
        tables: duties::TABLES,
        projectors: || vec![("law", Arc::new(duties::NoViews) as Arc<dyn Projector>)],
        statements: |_| duties::statements(),
        routes: || duties::ROUTES.to_vec(),
        router: duties::router,
        samples: duties::samples,
        words: words!["duties"],
        ..NOTHING
    }
}

pub(super) fn counts() -> Slice {
    Slice {
        name: "counts",
        migrations: counts::MIGRATIONS,
        tables: counts::TABLES,
        statements: |_| counts::statements(),
        words: words!["counts"],
        ..NOTHING
    }
}

pub(super) fn ledger() -> Slice {
    Slice {
        name: "ledger",
        migrations: ledger::MIGRATIONS,
        projectors: ledger::projectors,
        statements: |_| ledger::statements(),
        routes: || ledger::ROUTES.to_vec(),
        router: ledger::router,
        facts: || ledger::KINDS.to_vec(),
        samples: ledger::samples,
        words: words!["ledger"],
        ..NOTHING
    }
}

pub(super) fn notices() -> Slice {
    Slice {
        name: "notices",
        migrations: notices::MIGRATIONS,
        tables: notices::TABLES,
        projectors: notices::projectors,
        statements: |_| owned(notices::STATEMENTS),
        routes: || notices::ROUTES.to_vec(),
        router: notices::router,
        facts: || notices::KINDS.to_vec(),
        samples: notices::samples,
        words: words!["notices"],
        ..NOTHING
    }
}

pub(super) fn privacy() -> Slice {
    Slice {
        name: "privacy",
        migrations: privacy::MIGRATIONS,
        tables: privacy::TABLES,
        projectors: privacy::projectors,
        statements: |_| privacy::store::statements(),
        routes: privacy::routes,
        router: privacy::router,
        facts: || privacy::facts::KINDS.to_vec(),
        owing: privacy::OWING,
        holdings: privacy::HOLDINGS,
        samples: privacy::samples,
        words: words!["privacy"],
        ..NOTHING
    }
}

pub(super) fn reports() -> Slice {
    Slice {
        name: "reports",
        migrations: reports::MIGRATIONS,
        tables: reports::TABLES,
        projectors: reports::projectors,
        statements: |_| reports::statements(),
        routes: || reports::pages::ROUTES.to_vec(),
        router: reports::pages::router,
        facts: reports::facts,
        samples: reports::pages::samples,
        words: words![
            "reports",
            "reports-plan",
            "reports-schedule",
            "reports-periods",
            "reports-open",
            "reports-sent",
            "reports-look",
        ],
        ..NOTHING
    }
}
