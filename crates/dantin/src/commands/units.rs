//! `dantin units find | trace`: the real tree of units, today's and before.

use clap::{Args, Subcommand};
use jiff::civil::Date;
use units::Gazetteer;

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
}

impl Units {
    pub fn run(self) -> Done {
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
            What::Trace { code, json } => {
                let trace = gazetteer.resolve(&code).and_then(|unit| gazetteer.trace(unit.id()));
                let Some(trace) = trace else {
                    return fail(json, &format!("there is and was no unit {code}"));
                };
                tell(json, &trace, || {
                    let mut text = format!("{}  {}", trace.unit.code, trace.unit.path);
                    for (sign, relations) in
                        [("from", &trace.predecessors), ("to", &trace.successors)]
                    {
                        for relation in relations {
                            text.push_str(&format!("\n  {sign} {}", relation.unit.path));
                        }
                    }
                    text
                })
            }
        }
    }
}
