//! Where a request comes from: asked by the guards, kept nowhere.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use crate::app::App;
use crate::sign_in::Source;

/// The sender's address; unknown in tests without a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub Option<IpAddr>);

impl FromRequestParts<Arc<App>> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        if app.limits.behind_proxy {
            return Ok(Self(forwarded(parts)));
        }
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Self(socket.map(|ConnectInfo(address)| address.ip())))
    }
}

/// The last entry is the one that our own proxy wrote; the others are the sender's word.
fn forwarded(parts: &Parts) -> Option<IpAddr> {
    let last = parts.headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

impl FromRequestParts<Arc<App>> for Source {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let Peer(peer) = Peer::from_request_parts(parts, app).await?;
        Ok(Self { peer, headers: parts.headers.clone() })
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    #[test]
    fn only_our_own_proxy_is_believed() {
        let request = Request::builder()
            .header("x-forwarded-for", "198.51.100.1")
            .header("x-forwarded-for", "10.0.0.1, 203.0.113.9")
            .body(())
            .unwrap();
        let (parts, ()) = request.into_parts();
        assert_eq!(forwarded(&parts), Some("203.0.113.9".parse().unwrap()));
        let (none, ()) = Request::new(()).into_parts();
        assert_eq!(forwarded(&none), None);
    }
}
