//! Tables of routes: what stands at one address.

/// What each row of a table of routes asks at an address, in the table's order.
pub fn asked<A: Copy>(routes: &[(&str, &str, A)], path: &str) -> Vec<A> {
    routes.iter().filter(|row| row.1 == path).map(|row| row.2).collect()
}
