//! Commands about keys, tokens and forgetting.

use accounts::Post;
use clap::{Args, Subcommand};
use kernel::Actor;

use super::Place;
use crate::output::{Done, fail, tell};

/// Destroy the words of a petition or of a visit on a ground of the law. Facts and dates stay.
#[derive(Args)]
pub struct Erase {
    #[command(flatten)]
    place: Place,
    /// The petition's code, or the visit's number in the register: "TCD 3/2026".
    code: String,
    /// The ground, as an article or decision.
    #[arg(long)]
    ground: String,
    /// The unit whose register of visits it is; the installation's own when absent.
    #[arg(long)]
    unit: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Erase {
    pub async fn run(self) -> Done {
        let json = self.json;
        match self.erase().await {
            Err(error) => fail(json, &error),
            done => done,
        }
    }

    async fn erase(self) -> Done {
        if self.ground.trim().is_empty() {
            return Err("erasing needs its ground".into());
        }
        let count = match receptions::meaning::read_code(&self.code) {
            Some(number) => self.visit(number).await?,
            None => self.petition().await?,
        };
        tell(self.json, &serde_json::json!({ "erased": count }), || {
            format!("{count} items are destroyed; their tombstones name the ground")
        })
    }

    async fn petition(&self) -> Result<usize, String> {
        let store = self.place.open(true).await?;
        let digits = petitions::code::read(&self.code).ok_or("that is not a code")?;
        let stream = petitions::store::by_digits(&store, &digits).await.map_err(told)?;
        let stream = stream.ok_or("no petition has this code")?;
        let read = petitions::desk::read(&store, &stream).await.map_err(told)?;
        let read = read.ok_or("no petition has this code")?;
        let count = petitions::desk::erase(&store, &ACTOR, read, &self.ground).await;
        store.close().await;
        count.map_err(told)
    }

    async fn visit(&self, (no, year): (i64, i16)) -> Result<usize, String> {
        let site = self.place.open_site(true).await?;
        let store = &site.app.store;
        let own = site.app.instance().map(|instance| instance.unit.clone());
        let unit = self.unit.clone().or(own).ok_or("whose register is not said")?;
        let stream = receptions::store::by_no(store, &unit, year, no).await.map_err(told)?;
        let stream = stream.ok_or("no visit has this number")?;
        let key = receptions::desk::key(&stream);
        let read = receptions::desk::read_visit(store, key).await.map_err(told)?;
        let read = read.ok_or("no visit has this number")?;
        let holdings = site::slices::holdings();
        let count = receptions::desk::erase(store, &holdings, &ACTOR, read, &self.ground).await;
        store.close().await;
        count.map_err(told)
    }
}

const ACTOR: Actor = Actor::System("erase");

/// Add a master key and wrap every data key anew. Keep a new copy of keys.toml afterwards.
#[derive(Args)]
pub struct RotateKey {
    #[command(flatten)]
    place: Place,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl RotateKey {
    pub async fn run(self) -> Done {
        let store = match self.place.open(true).await {
            Ok(store) => store,
            Err(error) => return fail(self.json, &error),
        };
        let done = store.rotate_master().await;
        store.close().await;
        match done {
            Ok(count) => tell(self.json, &serde_json::json!({ "wrapped": count }), || {
                format!(
                    "{count} data keys are wrapped anew; keep a new copy of keys.toml, and the old \
                     copy as long as you keep backups made before"
                )
            }),
            Err(error) => fail(self.json, &error),
        }
    }
}

/// Open and close tokens for programs of offices.
#[derive(Args)]
pub struct Token {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Open one; it is shown this once.
    New {
        #[command(flatten)]
        place: Place,
        /// Code of the unit that it acts for.
        #[arg(long)]
        unit: String,
        /// A post that it holds there: reception, handler, leader, jurist, administrator or
        /// auditor; may be given several times. Without one it files and follows only.
        #[arg(long = "post", value_name = "POST", value_parser = post)]
        posts: Vec<Post>,
        /// What its owner calls it.
        #[arg(long)]
        label: Option<String>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Close one.
    Close {
        #[command(flatten)]
        place: Place,
        /// Its identity.
        id: kernel::Id,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

fn post(word: &str) -> Result<Post, String> {
    let all = Post::ALL.map(Post::code).join(", ");
    word.parse().map_err(|_| format!("one of {all}"))
}

impl Token {
    pub async fn run(self) -> Done {
        match self.what {
            What::New { place, unit, posts, label, json } => {
                let site = place.open_site(true).await?;
                let actor = Actor::System("token");
                let opened = site.app.open_token(&actor, &unit, &posts, label.as_deref()).await;
                site.app.store.close().await;
                match opened {
                    Ok((id, token)) => {
                        let held: Vec<&str> = posts.iter().map(|post| post.code()).collect();
                        let value = serde_json::json!({
                            "id": id, "unit": unit, "posts": held, "token": token,
                        });
                        tell(json, &value, || format!("token {id} for {unit}: {token}"))
                    }
                    Err(error) => fail(json, &error),
                }
            }
            What::Close { place, id, json } => {
                let site = place.open_site(true).await?;
                let closed = site.app.close_token(&Actor::System("token"), id).await;
                site.app.store.close().await;
                match closed {
                    Ok(()) => tell(json, &serde_json::json!({ "closed": id }), || {
                        format!("token {id} is closed")
                    }),
                    Err(error) => fail(json, &error),
                }
            }
        }
    }
}
