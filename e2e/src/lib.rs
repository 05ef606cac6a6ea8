//! What journeys in a real browser stand on: a house that is served over a demonstration folder,
//! a browser that is driven, and the accessibility checker. Not a second set of rules: what a page
//! must say is tested where the page is made.

pub mod audit;
pub mod browser;
pub mod driver;
pub mod house;

/// Whether what this needs is here. What is absent is said and skipped, but not in CI.
///
/// # Panics
/// In CI, when something is absent.
pub fn ready() -> bool {
    let absent = [driver::absent(), audit::absent()].into_iter().flatten().next();
    let Some(absent) = absent else { return true };
    testkit::skip(&absent, testkit::in_ci());
    false
}
