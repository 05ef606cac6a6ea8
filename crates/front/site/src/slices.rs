//! The one list of slices, by hand.

use std::sync::Arc;

use accounts::{Access, Agenda, App, Owing, Wants};
use axum::Router;
use counts::Indicator;
use ledger::Logged;
use privacy::Holding;
use store::{Engine, Migration, Projector, Schema, Table};
use web::styleguide::Sample;
use web::{Lang, Page};

/// A route and who may use it.
pub type Route = (&'static str, &'static str, Access);

/// Who knows the facts of streams with a prefix.
pub type Projectors = Vec<(&'static str, Arc<dyn Projector>)>;

/// What a subject declares to the house; a plain value.
pub struct Slice {
    /// Its crate's name.
    pub name: &'static str,
    /// Its schema.
    pub migrations: &'static [Migration],
    /// Its views.
    pub tables: &'static [&'static Table],
    /// What its facts mean, by stream prefix.
    pub projectors: fn() -> Projectors,
    /// Samples of all its statements, for the test that prepares them.
    pub statements: fn(Engine) -> Vec<String>,
    /// Its routes with the permission of each.
    pub routes: fn() -> Vec<Route>,
    /// The handlers of those routes.
    pub router: fn() -> Router<Arc<App>>,
    /// Every kind of fact that it writes.
    pub facts: fn() -> Vec<&'static str>,
    /// Its matters that owe something: who may learn of it, and where they are opened.
    pub owing: &'static [Owing],
    /// What its rules ask of a unit by themselves, without a matter behind it.
    pub wants: Option<Wants>,
    /// Its facts that the public log takes.
    pub logged: &'static [Logged],
    /// What it holds about persons, and how it lets go of it.
    pub holdings: &'static [Holding],
    /// What it has on the days of a unit, for everybody.
    pub agenda: Option<Agenda>,
    /// What its facts count for in the statistics.
    pub counts: &'static [Indicator],
    /// Samples of its pages, which readers of screens and checkers look at.
    pub samples: fn(&Page) -> Vec<Sample>,
    /// Its words in both languages.
    pub words: &'static [(Lang, &'static str)],
}

/// Every slice, in the order of their tiers.
pub fn slices() -> Vec<Slice> {
    vec![
        ground(),
        units(),
        accounts(),
        duties(),
        counts(),
        ledger(),
        notices(),
        privacy(),
        petitions(),
        denunciations(),
        receptions(),
        villages(),
        meetings(),
        conferences(),
        grassroots(),
        reports(),
    ]
}

/// Every indicator of every slice.
pub fn indicators() -> Vec<Indicator> {
    slices().iter().flat_map(|slice| slice.counts).copied().collect()
}

/// What all slices hold about persons.
pub fn holdings() -> privacy::Holdings {
    let all = slices().iter().flat_map(|slice| slice.holdings).copied().collect();
    privacy::Holdings::new(all).followed(meetings::holdings::follow)
}

/// Samples of all pages, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    slices().iter().flat_map(|slice| (slice.samples)(page)).collect()
}

/// The schema of all slices together.
pub fn schema() -> Schema {
    let (all, holdings) = (slices(), holdings());
    let watched = |one| privacy::watched(traced(one), &holdings);
    Schema {
        migrations: all.iter().flat_map(|slice| slice.migrations).copied().collect(),
        tables: all.iter().flat_map(|slice| slice.tables).copied().collect(),
        projectors: all.iter().flat_map(|slice| (slice.projectors)()).map(watched).collect(),
        law_sensitive: Some(duties::LAW_SENSITIVE),
    }
}

/// Every matter that is counted can be listed behind its number.
fn traced(
    (prefix, known): (&'static str, Arc<dyn Projector>),
) -> (&'static str, Arc<dyn Projector>) {
    (prefix, Arc::new(counts::behind::Traced(known)))
}

fn owned(statements: &[&str]) -> Vec<String> {
    statements.iter().map(|statement| (*statement).to_owned()).collect()
}

macro_rules! words {
    ($($name:literal),* $(,)?) => {
        &[$(
            (Lang::Vi, include_str!(concat!("../../../../locales/vi/", $name, ".ftl"))),
            (Lang::En, include_str!(concat!("../../../../locales/en/", $name, ".ftl"))),
        )*]
    };
}

/// What a slice declares that says nothing of it.
const NOTHING: Slice = Slice {
    name: "",
    migrations: &[],
    tables: &[],
    projectors: Vec::new,
    statements: |_| Vec::new(),
    routes: Vec::new,
    router: Router::new,
    facts: Vec::new,
    owing: &[],
    wants: None,
    logged: &[],
    holdings: &[],
    agenda: None,
    counts: &[],
    samples: |_| Vec::new(),
    words: &[],
};

fn ground() -> Slice {
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

fn units() -> Slice {
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

fn accounts() -> Slice {
    Slice {
        name: "accounts",
        migrations: accounts::MIGRATIONS,
        tables: accounts::TABLES,
        projectors: accounts::projectors,
        statements: |_| accounts::statements(),
        routes: || accounts::ROUTES.to_vec(),
        router: accounts::router,
        facts: || accounts::FACT_KINDS.iter().map(|(_, kind)| *kind).collect(),
        samples: accounts::samples,
        words: accounts::WORDS,
        ..NOTHING
    }
}

fn duties() -> Slice {
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

fn counts() -> Slice {
    Slice {
        name: "counts",
        migrations: counts::MIGRATIONS,
        tables: counts::TABLES,
        statements: |_| counts::statements(),
        words: words!["counts"],
        ..NOTHING
    }
}

fn ledger() -> Slice {
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

fn notices() -> Slice {
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

fn privacy() -> Slice {
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

fn petitions() -> Slice {
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

fn denunciations() -> Slice {
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

fn receptions() -> Slice {
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

fn villages() -> Slice {
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

fn meetings() -> Slice {
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

fn conferences() -> Slice {
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

fn grassroots() -> Slice {
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

fn reports() -> Slice {
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
