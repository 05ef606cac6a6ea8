//! Speaking to another server: reading a log's files from its address, asking a witness. Plain
//! HTTP/1.1, or over TLS with the certificates that the machine trusts. One connection at a time,
//! kept while it lasts.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::uri::Scheme;
use axum::http::{Method, Request, StatusCode, Uri, header};
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
/// No file of a log, and no answer of a witness, is near this.
const MOST_BYTES: usize = 1 << 20;

/// What a server answered.
#[derive(Clone, Debug)]
pub struct Told {
    /// The status.
    pub status: StatusCode,
    /// The kind of the body; empty when it says none.
    pub kind: String,
    /// The body.
    pub body: Vec<u8>,
}

/// A server at an address.
pub struct Peer {
    host: String,
    port: u16,
    tls: bool,
    base: String,
    kept: Mutex<Option<SendRequest<Body>>>,
}

impl Peer {
    /// Reads an address: `https://xa.example`, with or without a path.
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
        let base = uri.path().trim_end_matches('/').to_owned();
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

    /// Sends one request and reads its whole answer.
    ///
    /// # Errors
    /// When the server cannot be reached, or does not answer within `patience`.
    pub async fn ask(
        &self,
        (method, path): (Method, &str),
        body: String,
        patience: Duration,
    ) -> Result<Told, String> {
        // What is given up in the middle takes its connection with it.
        match tokio::time::timeout(patience, self.speak(method, path, body)).await {
            Ok(done) => done,
            Err(_) => Err("the server does not answer".into()),
        }
    }

    async fn speak(&self, method: Method, path: &str, body: String) -> Result<Told, String> {
        let mut kept = self.kept.lock().await;
        let mut sender = match kept.take() {
            Some(sender) => sender,
            None => self.connect().await?,
        };
        // The connection may have ended since the last answer, or not be done with it yet.
        if sender.ready().await.is_err() {
            sender = self.connect().await?;
        }
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/{path}", self.base))
            .header(header::HOST, format!("{}:{}", self.host, self.port))
            .body(Body::from(body))
            .map_err(|error| error.to_string())?;
        let answer = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let (status, kind) = (answer.status(), answer.headers().get(header::CONTENT_TYPE));
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default().to_owned();
        let body = to_bytes(Body::new(answer.into_body()), MOST_BYTES).await;
        let body = body.map_err(|error| error.to_string())?.to_vec();
        *kept = Some(sender);
        Ok(Told { status, kind, body })
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

/// A log at an address: below `/log/` of its site.
pub struct Site(Peer);

impl Site {
    /// Reads the address of a site.
    ///
    /// # Errors
    /// As [`Peer::read`].
    pub fn read(address: &str) -> Result<Self, String> {
        Peer::read(address).map(Self)
    }
}

impl Files for Site {
    async fn get(&self, path: &str) -> Result<Vec<u8>, String> {
        let asked = (Method::GET, &*format!("log/{path}"));
        match self.0.ask(asked, String::new(), PATIENCE).await? {
            Told { status: StatusCode::OK, body, .. } => Ok(body),
            told => Err(format!("the server answers {}", told.status)),
        }
    }
}
