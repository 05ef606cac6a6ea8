//! `dantin demo`: a simulated commune and a year of its petitions, or a province in years whose
//! figures were published, made through the same acts as real ones, under a clock that walks
//! through the time. Everything else is invented and every page says so.

mod conferences;
mod denunciations;
mod grassroots;
mod letters;
mod meetings;
mod picture;
mod province;
mod receptions;
mod villages;
mod year;

use accounts::totp::Factor;
use accounts::{Held, NewAccount, Person, Post};
use clap::Args;
use jiff::civil::Date;
use kernel::{Actor, Chance, Clock, Id};
use serde::Serialize;

use crate::commands::Place;
use crate::output::{Done, tell};

/// The posts of the demonstration's token: all that a program may be tried out with.
const TOKEN: &[Post] = &[Post::Reception, Post::Handler, Post::Leader];

/// Fill a folder with a simulated commune and a year of its petitions.
#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    place: Place,
    /// How many petitions the year has.
    #[arg(long, default_value_t = 420)]
    petitions: usize,
    /// Code of the commune that is simulated.
    #[arg(long, default_value = "20836")]
    unit: String,
    /// Instead of a commune: a province in the year named and the one before, in its units of that
    /// time, with the published figures.
    #[arg(long, conflicts_with_all = ["petitions", "unit"])]
    year: Option<Year>,
    /// Print JSON: {unit, token, accounts}.
    #[arg(long)]
    json: bool,
}

/// A year whose figures were published.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Year {
    #[value(name = "gia-lai-2024")]
    GiaLai2024,
}

/// What the demonstration prints.
#[derive(Serialize)]
struct Made {
    unit: String,
    token: String,
    accounts: Vec<Made1>,
}

/// One account of it.
#[derive(Serialize)]
struct Made1 {
    login: &'static str,
    password: &'static str,
    totp_secret: String,
    name: &'static str,
    posts: Vec<&'static str>,
}

/// Plainly fictitious people: "Mẫu" is a sample, "Thử" a trial, "Ví Dụ" an example.
struct Player {
    login: &'static str,
    name: &'static str,
    posts: &'static [Post],
}

const PLAYERS: &[Player] = &[
    Player { login: "chutich", name: "Lê Ví Dụ", posts: &[Post::Leader, Post::Administrator] },
    Player { login: "tiepdan", name: "Võ Minh Họa", posts: &[Post::Reception] },
    Player { login: "xuly1", name: "Trần Thị Thử", posts: &[Post::Handler] },
    Player { login: "xuly2", name: "Hồ Văn Nháp", posts: &[Post::Handler] },
    Player { login: "phapche", name: "Phan Thị Giả Định", posts: &[Post::Jurist] },
    Player { login: "giamsat", name: "Đặng Văn Mẫu", posts: &[Post::Auditor] },
];

/// One password for all: nobody may think that these accounts guard anything.
const PASSWORD: &str = "dan-tin-mo-phong";

/// The officers of the demonstration, by what they do.
pub(crate) struct Officers {
    pub leader: Id,
    pub reception: Id,
    pub handlers: [Id; 2],
}

impl Demo {
    pub async fn run(self) -> Done {
        if self.place.data.join("keys.toml").exists() {
            let folder = self.place.data.display();
            return Err(format!("{folder} is in use already; choose an empty folder"));
        }
        let made = self.play(Clock::System.now()).await?;
        std::fs::write(self.place.data.join("dantin.toml"), SETTINGS)
            .map_err(|error| error.to_string())?;
        self.tell(&made)
    }

    /// Makes what was asked for, as far as it has come by `now`.
    async fn play(&self, now: jiff::Timestamp) -> Result<Made, String> {
        let today = kernel::clock::civil_date(now);
        let (unit, opened) = match self.year {
            Some(Year::GiaLai2024) => (province::TODAY, province::OPENED),
            // The office opened before the year that is played, so that a filed letter can have
            // been kept for its time.
            None => (self.unit.as_str(), before(today, year::states::SINCE)),
        };
        let clock = Clock::fake(at(opened, 7, 30));
        let settings = site::Settings::default();
        let store = site::open_store(self.place.options(true), clock.clone(), Chance::System)
            .await
            .map_err(|error| error.to_string())?;
        let site = site::open(store.clone(), &settings).await.map_err(|e| e.to_string())?;
        let (officers, accounts) =
            people(&site.app, unit).await.map_err(|error| error.to_string())?;
        let (_, token) = site
            .app
            .open_token(&Actor::System("demo"), unit, TOKEN, Some("Phần mềm một cửa (mô phỏng)"))
            .await
            .map_err(|error| error.to_string())?;
        let played = match self.year {
            Some(Year::GiaLai2024) => province::play(&site.app, &clock, officers).await,
            None => self.commune(&site.app, &clock, &officers, (today, now)).await,
        };
        played.map_err(|error| error.to_string())?;
        store.close().await;
        Ok(Made { unit: unit.to_owned(), token, accounts })
    }

    /// Makes the commune's year that ends today.
    async fn commune(
        &self,
        app: &std::sync::Arc<accounts::App>,
        clock: &Clock,
        officers: &Officers,
        (today, now): (Date, jiff::Timestamp),
    ) -> Result<(), accounts::Failure> {
        let (unit, days) = (self.unit.as_str(), (before(today, 364), today));
        year::play(app, clock, officers, unit, self.petitions, days).await?;
        denunciations::play(app, clock, officers.leader, unit, today).await?;
        receptions::play(app, clock, officers, unit, days, now).await?;
        villages::play(app, clock, officers, unit, today).await?;
        meetings::play(app, clock, officers, unit, today).await?;
        grassroots::play(app, clock, officers, unit, today).await?;
        conferences::play(app, clock, officers, unit, today).await
    }

    fn tell(&self, made: &Made) -> Done {
        tell(self.json, made, || {
            let account = |of: &Made1| {
                format!(
                    "  {:8} {}  second factor {}  {} ({})",
                    of.login,
                    of.password,
                    of.totp_secret,
                    of.name,
                    of.posts.join(", ")
                )
            };
            let head = [
                format!("A simulated office, unit {}. Nobody in it is real.", made.unit),
                format!("Office token: {}", made.token),
            ];
            let lines: Vec<String> =
                head.into_iter().chain(made.accounts.iter().map(account)).collect();
            lines.join("\n")
        })
    }
}

/// Opens the accounts, all of one unit.
async fn people(
    app: &std::sync::Arc<accounts::App>,
    unit: &str,
) -> Result<(Officers, Vec<Made1>), accounts::Failure> {
    let (mut ids, mut made) = (Vec::new(), Vec::new());
    for player in PLAYERS {
        let (login, name) = (player.login.to_owned(), player.name.to_owned());
        let person = Person { login, name, ..Person::default() };
        let id = match ids.is_empty() {
            true => app.open_instance(unit, true, person, PASSWORD).await?,
            false => {
                let from = app.store.clock().today();
                let held =
                    |post: &Post| Held { post: *post, unit: unit.to_owned(), from, until: None };
                let posts = player.posts.iter().map(held).collect();
                let actor = Actor::System("demo");
                let id = app.open_account(&actor, NewAccount { person, posts }).await?;
                app.set_password(&actor, id, PASSWORD, true, "").await?;
                id
            }
        };
        let factor = Factor::new(app.store.chance())
            .ok_or_else(|| accounts::Failure::bug("no second factor could be made"))?;
        app.set_totp(&Actor::Account(id), id, &factor).await?;
        ids.push(id);
        made.push(Made1 {
            login: player.login,
            password: PASSWORD,
            totp_secret: factor.text().to_owned(),
            name: player.name,
            posts: player.posts.iter().map(|post| post.code()).collect(),
        });
    }
    let officers = Officers { leader: ids[0], reception: ids[1], handlers: [ids[2], ids[3]] };
    Ok((officers, made))
}

const SETTINGS: &str = "\
# Settings of the demonstration; every one of them is invented.
address = \"thôn Bến Cồn\"
phone = \"0000 000 000\"
mail = \"vanthu@xa.example\"
";

/// The day itself when offices work on it, else the next on which they do.
pub(crate) fn worked(app: &accounts::App, day: Date) -> Date {
    let laws = app.store.laws();
    let calendar = &laws.now().calendar;
    let mut days = day.series(jiff::Span::new().days(1));
    let office = calendar::CalendarKind::Office;
    days.find(|day| calendar.is_working(*day, office)).unwrap_or(day)
}

/// So many days before a day.
fn before(day: Date, days: i64) -> Date {
    day.saturating_sub(jiff::Span::new().days(days))
}

/// An instant on a day in Viet Nam.
pub(crate) fn at(day: Date, hour: i8, minute: i8) -> jiff::Timestamp {
    let time = jiff::civil::Time::constant(hour, minute, 0, 0);
    kernel::clock::instant(day, time).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}
