//! Settings of an operator: a small file in the data folder, `dantin.toml`. None of them is law.

use std::path::Path;
use std::sync::Arc;

use accounts::{App, Instance, Limits};
use serde::Deserialize;
use units::Gazetteer;
use web::{Door, Doors, Issuer, Setting, Uploads};

/// The file's shape. Every setting has a default; an unknown one is refused by name.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where people are received.
    pub address: String,
    /// The office's telephone.
    pub phone: String,
    /// The office's mail box.
    pub mail: String,
    /// The mail server, `starttls://login:password@host:587`; letters are sent only with one.
    pub smtp: String,
    /// Who letters are from.
    pub mail_from: String,
    /// Where the site is reached, for links in letters.
    pub public_url: String,
    /// How many connections to the mail server at once.
    pub mail_at_once: Option<usize>,
    /// How many letters a minute.
    pub mail_per_minute: Option<usize>,
    /// Notices older than so many days are left alone when a mail server is set.
    pub mail_oldest_days: Option<u16>,
    /// Cookies travel over TLS only; set it when a certificate stands in front.
    pub secure_cookies: bool,
    /// A proxy in front says who the sender is.
    pub behind_proxy: bool,
    /// How large a register may be that is sent for import, in megabytes; 16 when left out.
    pub import_megabytes: Option<u8>,
    /// How many photographs and papers one form may carry.
    pub files: Option<u8>,
    /// How many megabytes each of them may have.
    pub file_mb: Option<u8>,
    /// Witnesses of the public log: of each its address, a blank, and its key.
    pub witnesses: Vec<String>,
    /// Keys by which signed reports of units below are known.
    pub exchange_keys: Vec<String>,
    /// Forms of reports that the operator added, file name and text: the folder `forms`.
    #[serde(skip)]
    pub forms: Vec<(String, String)>,
}

impl Settings {
    /// The names of all settings with a word on each, for the documents.
    pub const NAMES: &[(&str, &str)] = &[
        ("address", "where people are received; shown at the foot of each page"),
        ("phone", "the office's telephone"),
        ("mail", "the office's mail box"),
        ("smtp", "the mail server: smtp://, starttls:// or smtps://; none sends no letters"),
        ("mail_from", "who letters are from"),
        ("public_url", "where the site is reached, for links in letters"),
        ("mail_at_once", "how many connections to the mail server at once"),
        ("mail_per_minute", "how many letters a minute at most"),
        ("mail_oldest_days", "what is older when a mail server is set is not told"),
        ("secure_cookies", "cookies travel over TLS only"),
        ("behind_proxy", "a proxy in front says who the sender is (X-Forwarded-For)"),
        ("import_megabytes", "the most that a register sent for import may have; 16, at most 64"),
        ("files", "how many photographs and papers one form may carry; 5 when not set"),
        ("file_mb", "how many megabytes each of them may have; 10 when not set"),
        ("witnesses", "who cosigns the public log: of each address, a blank, and key"),
        ("exchange_keys", "keys of units below whose signed reports are taken in"),
    ];

    /// Reads the folder's file; all defaults when there is none.
    ///
    /// # Errors
    /// When the file cannot be read or has a setting that there is not.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join("dantin.toml");
        let mut read: Self = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => return Err(format!("{}: {error}", path.display())),
        };
        read.forms = forms(&folder.join("forms"))?;
        Ok(read)
    }

    /// How letters leave; `None` when no mail server is set.
    ///
    /// # Errors
    /// A sentence that names the setting that is wrong.
    pub fn mail_server(&self) -> Result<Option<notices::Mail>, String> {
        if self.smtp.trim().is_empty() {
            return Ok(None);
        }
        let mut mail = notices::Mail::new(self.smtp.trim(), &self.mail_from)?;
        mail.public_url = self.public_url.trim().trim_end_matches('/').to_owned();
        let web = ["https://", "http://"].iter().any(|start| mail.public_url.starts_with(start));
        if !web && !mail.public_url.is_empty() {
            return Err("public_url: it begins with https://".into());
        }
        mail.at_once = self.mail_at_once.unwrap_or(mail.at_once).clamp(1, 32);
        mail.per_minute = self.mail_per_minute.unwrap_or(mail.per_minute).max(1);
        mail.oldest_days = self.mail_oldest_days.map_or(mail.oldest_days, i64::from);
        Ok(Some(mail))
    }

    /// Who cosigns the public log.
    ///
    /// # Errors
    /// A sentence that names the setting that is wrong.
    pub fn witnesses(&self) -> Result<Vec<ledger::Witness>, String> {
        let read = |text: &String| {
            ledger::Witness::read(text).map_err(|error| format!("witnesses: {error}"))
        };
        self.witnesses.iter().map(read).collect()
    }

    /// The keys of units below.
    ///
    /// # Errors
    /// A sentence that names the setting that is wrong.
    pub fn exchange_keys(&self) -> Result<Vec<ledger::note::Verifier>, String> {
        let read = |text: &String| {
            reports::sent::file::pinned(text).map_err(|error| format!("exchange_keys: {error}"))
        };
        self.exchange_keys.iter().map(read).collect()
    }

    fn uploads(&self) -> Uploads {
        let usual = Uploads::default();
        Uploads {
            most: self.files.map_or(usual.most, usize::from),
            bytes: self.file_mb.map_or(usual.bytes, |mb| usize::from(mb) << 20),
        }
    }

    pub(crate) fn limits(&self) -> Limits {
        let usual = Limits::default();
        let bytes = self.import_megabytes.map(|most| u64::from(most.clamp(1, 64)) << 20);
        let register_bytes = bytes.unwrap_or(usual.register_bytes);
        Limits { behind_proxy: self.behind_proxy, register_bytes, ..usual }
    }
}

/// Shows whose pages these are, once that is known.
pub fn refresh(app: &Arc<App>, settings: &Settings) {
    app.face.set(face(app.instance().as_deref(), settings));
}

pub(crate) fn face(instance: Option<&Instance>, settings: &Settings) -> Setting {
    let unit = instance.and_then(|instance| Gazetteer::shared().current(&instance.unit));
    let door = |key, href| Door { key, href };
    Setting {
        issuer: Issuer {
            above: unit.and_then(|u| u.parent()).map(|above| above.title()).unwrap_or_default(),
            name: unit.map_or_else(|| "Dân Tin".to_owned(), |unit| unit.title()),
            office: unit
                .map(|unit| format!("Ủy ban nhân dân {}", unit.phrase()))
                .unwrap_or_default(),
            address: settings.address.clone(),
            phone: settings.phone.clone(),
            mail: settings.mail.clone(),
        },
        demo: instance.is_some_and(|instance| instance.simulated),
        doors: vec![
            door("door-file", "/gui-don"),
            door("door-follow", "/don"),
            door("door-receptions", "/lich-tiep-dan"),
            door("door-villages", "/hop-thon"),
            door("door-dialogues", "/doi-thoai"),
            door("door-grassroots", "/ve-co-so"),
            door("door-deadline", "/tinh-han"),
        ],
        office_doors: vec![
            door("door-today", "/can-bo/hom-nay"),
            door("door-duties", "/can-bo/viec"),
            door("door-desk", "/can-bo/nhan-don"),
            door("door-register", "/can-bo/so-don"),
            door("door-lead", "/can-bo/lanh-dao"),
        ],
        office_more: office_more(),
        foot: vec![
            door("foot-privacy", "/rieng-tu"),
            door("foot-log", "/nhat-ky-cong-khai"),
            door("foot-data", "/du-lieu"),
            door("foot-denunciation", "/to-cao"),
            door("foot-permissions", "/quyen-han"),
            door("foot-api", "/api/v1/openapi.json"),
        ],
        sign_out: "/dang-xuat",
        uploads: settings.uploads(),
        version: env!("CARGO_PKG_VERSION"),
        secure: settings.secure_cookies,
    }
}

/// The texts of a folder of forms, by name; none when there is no such folder.
fn forms(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(told)?,
    };
    let mut all = Vec::new();
    for entry in entries {
        let path = entry.map_err(told)?.path();
        if path.extension().is_some_and(|end| end == "toml") {
            let text = std::fs::read_to_string(&path).map_err(told)?;
            all.push((path.display().to_string(), text));
        }
    }
    all.sort();
    Ok(all)
}

/// The doors of officers that not every day begins with, by what they are about.
fn office_more() -> Vec<Doors> {
    let door = |key, href| Door { key, href };
    let of = |key, doors| Doors { key, doors };
    vec![
        of(
            "doors-people",
            vec![
                door("door-receptions", "/can-bo/tiep-dan"),
                door("door-dialogues", "/can-bo/doi-thoai"),
                door("door-promises", "/can-bo/cam-ket"),
                door("door-villages", "/can-bo/hop-thon"),
                door("door-grassroots", "/can-bo/ve-co-so"),
            ],
        ),
        of(
            "doors-letters",
            vec![
                door("door-asked", "/can-bo/hoi-y-kien"),
                door("door-denunciations", "/can-bo/to-cao"),
                door("door-outbox", "/can-bo/thu-bao"),
                door("door-data", "/can-bo/du-lieu"),
            ],
        ),
        of(
            "doors-office",
            vec![
                door("door-reports", "/can-bo/bao-cao"),
                door("door-proofs", "/can-bo/kiem-dau"),
                door("door-conferences", "/can-bo/hoi-nghi"),
                door("door-conclusions", "/can-bo/ket-luan"),
                door("door-law", "/can-bo/luat"),
                door("door-units", "/can-bo/don-vi"),
                door("door-accounts", "/can-bo/tai-khoan"),
            ],
        ),
    ]
}
