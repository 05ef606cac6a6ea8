//! Signing in as an officer would: password, then the second factor, through the pages.

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

    async fn post(
        &mut self,
        client: &mut Client,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Answer, Fault> {
        let page = self.get(client, path).await?;
        let text = String::from_utf8_lossy(&page.body).into_owned();
        let seal = text
            .split("name=\"_seal\" value=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .ok_or_else(|| format!("no form at {path}"))?;
        let mut body = format!("_seal={seal}");
        for (name, value) in fields {
            body.push_str(&format!("&{name}={value}"));
        }
        let kind = "application/x-www-form-urlencoded";
        let answer = client.send(&load::post(path, kind, &self.header(), &body)).await?;
        self.keep(&answer);
        Ok(answer)
    }
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
