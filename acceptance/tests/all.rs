//! All acceptance tests in one binary: each module is named by the rule or door that it tests.

mod all {
    pub mod crash;
    pub mod faults;
    pub mod filing;
    pub mod first_start;
    pub mod horizontals;
    pub mod import;
    pub mod law;
    pub mod routes;
    pub mod steps;
    pub mod watch;
}
