//! Signing in as an officer would: password, then the second factor, through the pages.

use std::time::{Duration, Instant};

use accounts::totp::Factor;
use kernel::Clock;

use crate::load::{self, Answer, Client};
use crate::program::Account;

type Fault = Box<dyn std::error::Error + Send + Sync>;

/// Cookies of one browser.
#[derive(Default)]
pub struct Browser {
    cookies: Vec<(String, String)>,
}

impl Browser {
    /// The header that carries them.
    pub fn header(&self) -> String {
        let all: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        match all.is_empty() {
            true => String::new(),
            false => format!("Cookie: {}\r\n", all.join("; ")),
        }
    }

    fn keep(&mut self, answer: &Answer) {
        for line in answer.head.lines() {
            let Some((name, value)) = line.split_once(": ") else { continue };
            if !name.eq_ignore_ascii_case("set-cookie") {
                continue;
            }
            let pair = value.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else { continue };
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, client: &mut Client, path: &str) -> Result<Answer, Fault> {
        let answer = client.send(&load::get(path, &self.header())).await?;
        self.keep(&answer);
        Ok(answer)
    }

    /// The seal that a page of this browser carries.
    pub async fn seal(&mut self, client: &mut Client, path: &str) -> Result<String, Fault> {
        let page = self.get(client, path).await?;
        let text = String::from_utf8_lossy(&page.body).into_owned();
        Ok(hidden(&text, "_seal").ok_or_else(|| format!("no form at {path}"))?.to_owned())
    }

    /// Fills a form and sends it; the status, and how long sending took (not opening the form).
    pub async fn send(
        &mut self,
        client: &mut Client,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<(u16, Duration), Fault> {
        let (answer, took) = self.fill(client, path, fields).await?;
        Ok((answer.status, took))
    }

    async fn post(
        &mut self,
        client: &mut Client,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, Fault> {
        self.fill(client, path, fields).await.map(|(answer, _)| answer)
    }

    async fn fill(
        &mut self,
        client: &mut Client,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<(Answer, Duration), Fault> {
        let page = self.get(client, path).await?;
        let text = String::from_utf8_lossy(&page.body).into_owned();
        let seal = hidden(&text, "_seal").ok_or_else(|| format!("no form at {path}"))?;
        let mut body = format!("_seal={seal}");
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", value.replace(' ', "+")));
        }
        if let Some(key) = hidden(&text, "key") {
            body.push_str(&format!("&key={key}"));
        }
        let kind = "application/x-www-form-urlencoded";
        let began = Instant::now();
        let answer = client.send(&load::post(path, kind, &self.header(), &body)).await?;
        let took = began.elapsed();
        self.keep(&answer);
        Ok((answer, took))
    }
}

/// The value of a hidden field of a page.
fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    page.split(&format!("name=\"{name}\" value=\"")).nth(1)?.split('"').next()
}

/// A browser in which this officer has signed in.
pub async fn sign_in(client: &mut Client, account: &Account) -> Result<Browser, Fault> {
    let mut browser = Browser::default();
    let fields = [("login", account.login.as_str()), ("password", account.password.as_str())];
    browser.post(client, "/dang-nhap", &fields).await?;
    let factor = Factor::read(&account.totp_secret).ok_or("the second factor is malformed")?;
    let code = factor.code(Clock::System.now());
    let answer = browser.post(client, "/dang-nhap/ma", &[("code", &code)]).await?;
    match answer.status {
        303 => Ok(browser),
        status => Err(format!("signing in ended with {status}").into()),
    }
}
