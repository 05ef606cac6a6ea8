//! The request about data that a handler is for: found by the address, with the permission that the
//! table of routes has for this way asked for. Who takes it cannot forget to ask.

use std::sync::Arc;

use accounts::{Access, Act, App, Failure, Officer};
use axum::extract::{FromRequestParts, MatchedPath, Path};
use axum::http::Method;
use axum::http::request::Parts;
use web::PageError;

use super::ROUTES;
use crate::desk::{self, Read};

/// A request on which something is done: it is still open.
pub(super) struct At {
    pub app: Arc<App>,
    pub officer: Officer,
    pub read: Read,
}

/// A request that is read, whether it is finished or not.
pub(super) struct Seen(pub At);

/// What the table asks of whoever comes this way.
fn asked(method: &Method, route: &str) -> Option<Act> {
    // Whoever asks for the head alone is answered by the page.
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    let row = ROUTES.iter().find(|(known, path, _)| *known == method && *path == route);
    match row? {
        (_, _, Access::Act(act)) => Some(*act),
        _ => None,
    }
}

async fn find(parts: &mut Parts, app: &Arc<App>) -> Result<At, Failure> {
    let officer = <Officer as FromRequestParts<_>>::from_request_parts(parts, app).await?;
    let route = <MatchedPath as FromRequestParts<_>>::from_request_parts(parts, app).await;
    let route = route.map_err(Failure::bug)?;
    let act = asked(&parts.method, route.as_str());
    let act = act.ok_or_else(|| Failure::bug("the table has no act for this way"))?;
    officer.allow_somewhere(act)?;
    let typed = Path::<String>::from_request_parts(parts, app).await;
    let Path(typed) = typed.map_err(|_| PageError::NotFound)?;
    let read = desk::read(&app.store, &typed).await?.ok_or(PageError::NotFound)?;
    officer.allow(act, &read.it.received.unit)?;
    Ok(At { app: app.clone(), officer, read })
}

/// The request as it is now: somebody may have done something with it meanwhile.
pub(super) async fn again(app: &App, key: &str) -> Result<Read, Failure> {
    desk::read(&app.store, key).await?.ok_or(Failure(PageError::NotFound))
}

impl FromRequestParts<Arc<App>> for At {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let at = find(parts, app).await?;
        at.read.it.still_open()?;
        Ok(at)
    }
}

impl FromRequestParts<Arc<App>> for Seen {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        find(parts, app).await.map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_a_request_asks_for_what_the_table_says() {
        let mut ways = 0;
        for (method, path, _) in ROUTES.iter().filter(|(_, path, _)| path.contains("{request}")) {
            let method: Method = method.parse().unwrap();
            assert!(asked(&method, path).is_some(), "{method} {path}");
            ways += 1;
        }
        assert!(ways > 9, "{ways}");
        let one = "/can-bo/du-lieu/yeu-cau/{request}";
        assert_eq!(asked(&Method::HEAD, one), Some(Act::DATA_READ));
        assert_eq!(asked(&Method::POST, &format!("{one}/xoa")), Some(Act::VAULT_ERASE));
        assert_eq!(asked(&Method::POST, one), None, "nothing is sent there");
    }
}
