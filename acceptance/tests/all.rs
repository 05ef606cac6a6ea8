//! All acceptance tests in one binary: each module is named by the rule or door that it tests.

mod all {
    pub mod alike;
    pub mod bad_input;
    pub mod cli;
    pub mod clock_back;
    pub mod codes;
    pub mod conflict;
    pub mod crash;
    pub mod day;
    pub mod denunciations;
    pub mod faults;
    pub mod filing;
    pub mod first_start;
    pub mod horizontals;
    pub mod import;
    pub mod import_page;
    pub mod law;
    pub mod letters;
    pub mod letters_killed;
    pub mod life;
    pub mod open311;
    pub mod paths;
    pub mod permissions;
    pub mod phone;
    pub mod reach;
    pub mod receptions;
    pub mod restart;
    pub mod routes;
    pub mod second_factor;
    pub mod steps;
    pub mod watch;
}
