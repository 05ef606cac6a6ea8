//! Reading a log's files from its address: plain HTTP/1.1, or over TLS with the certificates that
//! the machine trusts. One connection at a time, kept while it lasts.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::uri::Scheme;
use axum::http::{Request, StatusCode, Uri, header};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::audit::Files;

/// How long one file is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// No file of a log is near this.
const MOST_BYTES: usize = 1 << 20;

/// A log at an address.
pub struct Site {
    host: String,
    port: u16,
    tls: bool,
    base: String,
    kept: Mutex<Option<SendRequest<Body>>>,
}

impl Site {
    /// Reads the address of a site: `https://xa.example`; its log is below `/log/`.
    ///
    /// # Errors
    /// When it is no such address.
    pub fn read(address: &str) -> Result<Self, String> {
        let told = || format!("{address} is no address such as https://xa.example");
        let uri: Uri = address.parse().map_err(|_| told())?;
        let tls = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTPS => true,
            Some(scheme) if *scheme == Scheme::HTTP => false,
            _ => return Err(told()),
        };
        let host = uri.host().ok_or_else(told)?.to_owned();
        let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let base = format!("{}/log", uri.path().trim_end_matches('/'));
        Ok(Self { host, port, tls, base, kept: Mutex::default() })
    }

    async fn connect(&self) -> Result<SendRequest<Body>, String> {
        let told = |error: std::io::Error| format!("{}:{}: {error}", self.host, self.port);
        let host = self.host.trim_matches(['[', ']']).to_owned();
        let stream = TcpStream::connect((host.as_str(), self.port)).await.map_err(told)?;
        if !self.tls {
            return begin(stream).await;
        }
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        let config = ClientConfig::builder().with_root_certificates(roots).with_no_client_auth();
        let name = ServerName::try_from(host).map_err(|error| error.to_string())?;
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
        begin(stream.map_err(told)?).await
    }

    async fn ask(&self, path: &str) -> Result<Vec<u8>, String> {
        let mut kept = self.kept.lock().await;
        let mut sender = match kept.take().filter(|sender| !sender.is_closed()) {
            Some(sender) => sender,
            None => self.connect().await?,
        };
        let request = Request::get(format!("{}/{path}", self.base))
            .header(header::HOST, format!("{}:{}", self.host, self.port))
            .body(Body::empty())
            .map_err(|error| error.to_string())?;
        let answer = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let status = answer.status();
        let body = to_bytes(Body::new(answer.into_body()), MOST_BYTES).await;
        let body = body.map_err(|error| error.to_string())?;
        *kept = Some(sender);
        match status {
            StatusCode::OK => Ok(body.to_vec()),
            other => Err(format!("the server answers {other}")),
        }
    }
}

async fn begin<S>(stream: S) -> Result<SendRequest<Body>, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let shaken = handshake(TokioIo::new(stream)).await;
    let (sender, connection) = shaken.map_err(|error| error.to_string())?;
    // Ends with the connection; what goes wrong on it the waiting request is told.
    tokio::spawn(connection);
    Ok(sender)
}

impl Files for Site {
    async fn get(&self, path: &str) -> Result<Vec<u8>, String> {
        match tokio::time::timeout(PATIENCE, self.ask(path)).await {
            Ok(done) => done,
            Err(_) => Err("the server does not answer".into()),
        }
    }
}
