//! What the subjects declare, in the order of the list; `cargo xtask new-slice` adds a new one at
//! the end.

use std::sync::Arc;

use store::Projector;

use super::{NOTHING, Slice};

pub(super) fn petitions() -> Slice {
    Slice {
        name: "petitions",
        migrations: petitions::meaning::MIGRATIONS,
        tables: petitions::meaning::TABLES,
        projectors: || {
            let petition = Arc::new(petitions::meaning::Petitions) as Arc<dyn Projector>;
            let view = Arc::new(petitions::views::Views) as Arc<dyn Projector>;
            [vec![("petition", petition), ("view", view)], petitions::papers::projectors()].concat()
        },
        statements: petitions::statements,
        routes: petitions::routes,
        router: petitions::router,
        facts: || {
            let numbers = &[petitions::facts::NUMBER_TAKEN];
            [petitions::facts::KINDS, petitions::views::KINDS, numbers].concat()
        },
        owing: petitions::matters::OWING,
        wants: None,
        logged: petitions::logged::LOGGED,
        holdings: &[petitions::holdings::HOLDING],
        agenda: None,
        counts: petitions::meaning::INDICATORS,
        samples: petitions::samples,
        words: words![
            "petitions",
            "petitions-resident",
            "petitions-office",
            "petitions-import",
            "petitions-day",
            "petitions-papers",
        ],
    }
}

pub(super) fn denunciations() -> Slice {
    Slice {
        name: "denunciations",
        migrations: denunciations::meaning::MIGRATIONS,
        tables: denunciations::meaning::TABLES,
        projectors: denunciations::projectors,
        statements: |_| denunciations::store::statements(),
        routes: denunciations::routes,
        router: denunciations::router,
        facts: || denunciations::facts::KINDS.to_vec(),
        owing: denunciations::OWING,
        wants: None,
        counts: denunciations::meaning::INDICATORS,
        samples: denunciations::samples,
        words: words!["denunciations"],
        ..NOTHING
    }
}

pub(super) fn receptions() -> Slice {
    Slice {
        name: "receptions",
        migrations: receptions::meaning::MIGRATIONS,
        tables: receptions::meaning::TABLES,
        projectors: receptions::projectors,
        statements: receptions::store::statements,
        routes: receptions::routes,
        router: receptions::router,
        facts: || receptions::facts::KINDS.to_vec(),
        owing: receptions::OWING,
        wants: Some(receptions::WANTS),
        logged: &[],
        holdings: &[receptions::holdings::HOLDING],
        agenda: Some(receptions::pages::agenda),
        counts: receptions::meaning::INDICATORS,
        samples: receptions::samples,
        words: words!["receptions"],
    }
}

pub(super) fn villages() -> Slice {
    Slice {
        name: "villages",
        migrations: villages::meaning::MIGRATIONS,
        tables: villages::meaning::TABLES,
        projectors: villages::projectors,
        statements: |_| villages::store::statements(),
        routes: villages::routes,
        router: villages::router,
        facts: || villages::facts::KINDS.to_vec(),
        owing: villages::OWING,
        wants: None,
        logged: &[],
        holdings: &[villages::holdings::HOLDING],
        agenda: Some(villages::pages::agenda),
        counts: villages::meaning::INDICATORS,
        samples: villages::samples,
        words: words!["villages"],
    }
}

pub(super) fn meetings() -> Slice {
    Slice {
        name: "meetings",
        migrations: meetings::meaning::MIGRATIONS,
        tables: meetings::meaning::TABLES,
        projectors: meetings::projectors,
        statements: |_| meetings::store::statements(),
        routes: meetings::routes,
        router: meetings::router,
        facts: || meetings::facts::KINDS.to_vec(),
        owing: meetings::OWING,
        wants: Some(meetings::WANTS),
        logged: meetings::logged::LOGGED,
        holdings: meetings::holdings::HOLDINGS,
        agenda: Some(meetings::pages::agenda),
        counts: meetings::meaning::INDICATORS,
        samples: meetings::samples,
        words: words!["meetings"],
    }
}

pub(super) fn conferences() -> Slice {
    Slice {
        name: "conferences",
        migrations: conferences::meaning::MIGRATIONS,
        tables: conferences::meaning::TABLES,
        projectors: conferences::projectors,
        statements: |_| conferences::store::statements(),
        routes: conferences::routes,
        router: conferences::router,
        facts: || conferences::facts::KINDS.to_vec(),
        owing: conferences::OWING,
        wants: None,
        logged: &[],
        holdings: conferences::holdings::HOLDINGS,
        agenda: Some(conferences::pages::agenda),
        counts: conferences::meaning::INDICATORS,
        samples: conferences::samples,
        words: words!["conferences"],
    }
}

pub(super) fn grassroots() -> Slice {
    Slice {
        name: "grassroots",
        migrations: grassroots::meaning::MIGRATIONS,
        tables: grassroots::meaning::TABLES,
        projectors: grassroots::projectors,
        statements: |_| grassroots::store::statements(),
        routes: grassroots::routes,
        router: grassroots::router,
        facts: || grassroots::facts::KINDS.to_vec(),
        owing: grassroots::OWING,
        wants: None,
        logged: &[],
        holdings: &[grassroots::holdings::HOLDING],
        agenda: Some(grassroots::pages::agenda),
        counts: grassroots::meaning::INDICATORS,
        samples: grassroots::samples,
        words: words!["grassroots"],
    }
}
