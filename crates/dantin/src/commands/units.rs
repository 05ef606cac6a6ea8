//! `dantin units find | trace | outline`: the real tree of units, today's and before, and the
//! outline of a unit's ground.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;
use kernel::Actor;
use units::{Gazetteer, Relation, Share, Trace, outline};

use super::Place;
use crate::output::{Done, fail, tell};

/// Find units and follow their history.
#[derive(Args)]
pub struct Units {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Find units by name, with or without marks.
    Find {
        /// What to look for, as in "xa binh sa thang binh quang nam".
        text: String,
        /// As things were on this day.
        #[arg(long)]
        on: Option<Date>,
        /// How many at the most.
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Where a unit came from and what became of it.
    Trace {
        /// Its code; one that was used before and after 1 July 2025 means the unit of today.
        code: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Bring the outline of a unit's ground, so that residents can point to a place on a map.
    Outline(Drawing),
}

#[derive(Args)]
struct Drawing {
    #[command(flatten)]
    place: Place,
    /// The unit's code.
    code: String,
    /// The outline: Polygon or MultiPolygon, in degrees (WGS 84).
    #[arg(value_name = "FILE.geojson")]
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Drawing {
    async fn run(&self) -> Result<(usize, usize), String> {
        let name = self.file.display();
        let text = std::fs::read_to_string(&self.file).map_err(|e| format!("{name}: {e}"))?;
        let drawn = outline::read(&text).map_err(|error| format!("{name}: {error}"))?;
        let store = self.place.open(true).await?;
        let actor = Actor::System("operator");
        let done = outline::draw(&store, &actor, &self.code, &drawn).await;
        store.close().await;
        done.map_err(|error| error.to_string())?;
        Ok((drawn.rings.len(), drawn.rings.iter().map(Vec::len).sum()))
    }
}

impl Units {
    pub async fn run(self) -> Done {
        let gazetteer = Gazetteer::shared();
        match self.what {
            What::Find { text, on, limit, json } => {
                let hits = gazetteer.find(&text, on, limit);
                tell(json, &hits, || {
                    if hits.is_empty() {
                        return format!("nothing found for \"{text}\"; try fewer words");
                    }
                    let line = |hit: &units::Hit| {
                        let now: Vec<&str> =
                            hit.successors.iter().map(|s| s.path.as_str()).collect();
                        let now = match now.is_empty() {
                            true => String::new(),
                            false => format!(" → {}", now.join("; ")),
                        };
                        format!("{}  {}{now}", hit.unit.code, hit.unit.path)
                    };
                    hits.iter().map(line).collect::<Vec<_>>().join("\n")
                })
            }
            What::Outline(drawing) => match drawing.run().await {
                Err(error) => fail(drawing.json, &error),
                Ok((lines, points)) => {
                    let value = serde_json::json!({ "lines": lines, "points": points });
                    tell(drawing.json, &value, || format!("drawn: {lines} lines, {points} points"))
                }
            },
            What::Trace { code, json } => {
                let Some(trace) = gazetteer.trace_text(&code) else {
                    return fail(json, &format!("there is and was no unit {code}"));
                };
                tell(json, &trace, || told(&trace))
            }
        }
    }
}

/// A trace for reading: what went into the unit, what it went into, and, when the code was borne
/// by another unit before, that one's way.
fn told(trace: &Trace) -> String {
    let mut text = format!("{}  {}", trace.unit.code, trace.unit.path);
    steps(&mut text, 1, "from", &trace.predecessors);
    if let Some(earlier) = &trace.earlier {
        text.push_str(&format!("\n{}  {} (before)", earlier.code, earlier.path));
    }
    steps(&mut text, 1, "to", &trace.successors);
    if let Some(reason) = &trace.reason {
        text.push_str(&format!("\n  {}", reason.en));
    }
    if trace.ask {
        text.push_str("\n  which unit of today is meant, a person must say");
    }
    text
}

fn steps(text: &mut String, depth: usize, sign: &str, relations: &[Relation]) {
    for Relation { unit, share, date, ground, next } in relations {
        let share = match share {
            Share::Full => "",
            Share::Partial => ", a part",
            Share::Unstated => ", how much is not stated",
        };
        let day = date.day().map(|day| day.strftime("%d/%m/%Y, ").to_string()).unwrap_or_default();
        let (indent, path) = ("  ".repeat(depth), &unit.path);
        text.push_str(&format!("\n{indent}{sign} {path}{share} ({day}{})", ground.en));
        steps(text, depth + 1, sign, next);
    }
}
