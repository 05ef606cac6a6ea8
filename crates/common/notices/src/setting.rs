//! How letters leave, as the operator set it. None of it is law.

use std::fmt;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::TlsParameters;
use url::Url;

/// How the line to the server is kept secret.
#[derive(Clone)]
pub enum Tls {
    /// Not at all.
    No,
    /// From the first byte: `smtps://`.
    Whole(TlsParameters),
    /// After `STARTTLS`, which the server must offer: `starttls://`.
    Start(TlsParameters),
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::No => "No",
            Self::Whole(_) => "Whole",
            Self::Start(_) => "Start",
        })
    }
}

/// The mail server.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The line.
    pub tls: Tls,
    /// Who we are to it.
    pub login: Option<Credentials>,
}

/// How long one step of an attempt may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Until the server has greeted us and knows who we are.
    pub greet: Duration,
    /// For each answer before the letter.
    pub answer: Duration,
    /// For the letter itself and the server's word on it.
    pub letter: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            greet: Duration::from_secs(20),
            answer: Duration::from_secs(20),
            letter: Duration::from_secs(60),
        }
    }
}

/// All that sending needs to know.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The server.
    pub server: Server,
    /// Who the letters are from.
    pub from: Mailbox,
    /// Where the site is reached, `https://dantin.example.vn`; empty when nobody said.
    pub public_url: String,
    /// How many connections at once.
    pub at_once: usize,
    /// How many letters a minute.
    pub per_minute: usize,
    /// Notices older than so many days are left alone when letters are switched on.
    pub oldest_days: i64,
    /// How patient we are with the server.
    pub patience: Patience,
}

impl Mail {
    /// A mail server and a sender, with everything else as usual.
    ///
    /// # Errors
    /// A sentence that names the setting and what to do.
    pub fn new(smtp: &str, from: &str) -> Result<Self, String> {
        let from: Mailbox =
            from.parse().map_err(|e| format!("mail_from: “{from}” is not an address: {e}"))?;
        Ok(Self {
            server: Server::read(smtp)?,
            from,
            public_url: String::new(),
            at_once: 2,
            per_minute: 60,
            oldest_days: 3,
            patience: Patience::default(),
        })
    }

    /// The domain of the sender: our name to the server, and the end of each Message-ID.
    pub fn domain(&self) -> &str {
        self.from.email.domain()
    }
}

impl Server {
    /// Reads `smtp://host`, `starttls://login:password@host:587` or `smtps://login:password@host`.
    ///
    /// # Errors
    /// A sentence that says what is wrong. It never repeats the address: a password is in it.
    pub fn read(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|e| format!("smtp: not an address: {e}"))?;
        let host = url.host_str().filter(|host| !host.is_empty());
        let host = host.ok_or("smtp: it names no host")?.to_owned();
        let tls = || TlsParameters::new_rustls(host.clone()).map_err(|e| format!("smtp: {e}"));
        let (tls, port) = match url.scheme() {
            "smtp" => (Tls::No, 25),
            "starttls" => (Tls::Start(tls()?), 587),
            "smtps" => (Tls::Whole(tls()?), 465),
            other => {
                return Err(format!("smtp: {other}:// is not smtp://, starttls:// or smtps://"));
            }
        };
        let plain = |text: &str| {
            let pair = format!("x={}", text.replace('+', "%2B")).into_bytes();
            let found = url::form_urlencoded::parse(&pair).next();
            found.map(|(_, value)| value.into_owned()).unwrap_or_default()
        };
        let login = (!url.username().is_empty()).then(|| {
            Credentials::new(plain(url.username()), plain(url.password().unwrap_or_default()))
        });
        let near = ["localhost", "127.0.0.1", "[::1]"].contains(&host.as_str());
        if login.is_some() && matches!(tls, Tls::No) && !near {
            return Err(
                "smtp: a password would travel in clear; use starttls:// or smtps://".into()
            );
        }
        Ok(Self { port: url.port().unwrap_or(port), host, tls, login })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_servers() {
        let server = Server::read("starttls://xa%40danang:m%2Bt@mail.example.vn").unwrap();
        assert_eq!((server.host.as_str(), server.port), ("mail.example.vn", 587));
        assert!(matches!(server.tls, Tls::Start(_)) && server.login.is_some());
        assert_eq!(server.login, Some(Credentials::new("xa@danang".into(), "m+t".into())));
        assert_eq!(Server::read("smtp://127.0.0.1:2525").unwrap().port, 2525);
        for (bad, why) in [
            ("mail.example.vn", "not an address"),
            ("http://mail.example.vn", "is not smtp://"),
            ("smtp://a:b@mail.example.vn", "in clear"),
            ("smtps://", "host"),
        ] {
            let told = Server::read(bad).unwrap_err();
            assert!(told.contains(why) && !told.contains("a:b"), "{bad}: {told}");
        }
        assert!(Mail::new("smtp://127.0.0.1", "không phải").unwrap_err().starts_with("mail_from"));
    }
}
