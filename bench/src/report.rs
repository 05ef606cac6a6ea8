//! What was measured, with the least that was promised beside it.

use serde::Serialize;

/// One figure.
#[derive(Serialize)]
struct Figure {
    what: String,
    value: f64,
    unit: &'static str,
    promised: Option<String>,
    kept: Option<bool>,
}

/// All figures of a run, with the machine they come from.
#[derive(Serialize)]
pub struct Report {
    engine: &'static str,
    cores: usize,
    processor: String,
    figures: Vec<Figure>,
}

impl Report {
    /// An empty report.
    pub fn new(postgres: bool) -> Self {
        let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let model = info.lines().find_map(|line| line.strip_prefix("model name"));
        Self {
            engine: if postgres { "postgres" } else { "sqlite" },
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            processor: model.unwrap_or("?").trim_start_matches([' ', '\t', ':']).to_owned(),
            figures: Vec::new(),
        }
    }

    /// A figure for information.
    pub fn told(&mut self, what: impl Into<String>, value: f64, unit: &'static str) {
        self.add(what.into(), value, unit, None, None);
    }

    /// A figure that must reach at least `least`.
    pub fn at_least(
        &mut self,
        what: impl Into<String>,
        value: f64,
        unit: &'static str,
        least: f64,
    ) {
        let promised = format!("≥ {least}");
        self.add(what.into(), value, unit, Some(promised), Some(value >= least));
    }

    /// A figure that must stay below `most`.
    pub fn below(&mut self, what: impl Into<String>, value: f64, unit: &'static str, most: f64) {
        let promised = format!("< {most}");
        self.add(what.into(), value, unit, Some(promised), Some(value < most));
    }

    fn add(
        &mut self,
        what: String,
        value: f64,
        unit: &'static str,
        promised: Option<String>,
        kept: Option<bool>,
    ) {
        eprintln!("   {what}: {value:.2} {unit}");
        self.figures.push(Figure { what, value, unit, promised, kept });
    }

    /// Prints a table, or JSON.
    pub fn print(&self, json: bool) {
        if json {
            println!("{}", serde_json::to_string(self).unwrap_or_default());
            return;
        }
        println!("{} · {} cores · {}", self.engine, self.cores, self.processor);
        for figure in &self.figures {
            let promised = figure.promised.as_deref().unwrap_or("");
            let kept = match figure.kept {
                None => "",
                Some(true) => "kept",
                Some(false) => "MISSED",
            };
            println!(
                "{:52} {:>12.2} {:8} {promised:12} {kept}",
                figure.what, figure.value, figure.unit
            );
        }
    }
}
