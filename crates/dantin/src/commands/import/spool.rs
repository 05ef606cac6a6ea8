//! What an import says of its rows, on its way to the terminal: it waits in files without a name,
//! which end with the program, so that a register of any length takes no memory and an import that
//! fails prints its error alone.

use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, Seek as _, Write};

use accounts::Failure;
use petitions::import::Hear;
use petitions::import::report::{Fate, Line, Report};
use web::Words;

/// After how many rows somebody who waits hears of it.
const TOLD: u64 = 25_600;

/// The lines of a run, worded.
pub(super) struct Spool {
    words: Words,
    json: bool,
    dry_run: bool,
    /// Good rows, which only a dry run tells; for a person, all lines in the order of the file.
    good: Part,
    bad: Part,
    skipped: Part,
    heard: u64,
}

struct Part {
    out: BufWriter<File>,
    any: bool,
}

impl Part {
    fn new() -> io::Result<Self> {
        Ok(Self { out: BufWriter::new(tempfile::tempfile()?), any: false })
    }

    fn add(&mut self, between: &str, item: &str) -> io::Result<()> {
        if self.any {
            self.out.write_all(between.as_bytes())?;
        }
        self.any = true;
        self.out.write_all(item.as_bytes())
    }

    fn copy(self, to: &mut impl Write) -> io::Result<()> {
        let mut file = self.out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        io::copy(&mut file, to).map(drop)
    }
}

impl Spool {
    /// An empty one.
    pub fn new(words: Words, json: bool, dry_run: bool) -> io::Result<Self> {
        let (good, bad, skipped) = (Part::new()?, Part::new()?, Part::new()?);
        Ok(Self { words, json, dry_run, good, bad, skipped, heard: 0 })
    }

    fn keep(&mut self, line: &Line) -> io::Result<()> {
        let is_good = matches!(line.fate, Fate::New(_) | Fate::Known(_));
        if is_good && !self.dry_run {
            return Ok(());
        }
        if !self.json {
            return self.good.add("\n", &sentence(&self.words, line, self.dry_run));
        }
        let part = match line.fate {
            Fate::New(_) | Fate::Known(_) => &mut self.good,
            Fate::Bad { .. } => &mut self.bad,
            Fate::Skipped(_) => &mut self.skipped,
        };
        part.add(",", &line.json(&self.words).to_string())
    }

    /// Prints the sums and every line. A reader who has seen enough may leave.
    pub fn print(self, report: &Report) -> io::Result<()> {
        let mut out = BufWriter::new(io::stdout().lock());
        match self.write(report, &mut out).and_then(|()| out.flush()) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }

    fn write(self, report: &Report, out: &mut impl Write) -> io::Result<()> {
        if !self.json {
            let said = self.words.with("rows", report.rows).with("added", report.added);
            let said = said.with("known", report.known).with("refused", report.refused);
            writeln!(out, "{}", said.t("import-result-line"))?;
            if self.good.any {
                self.good.copy(out)?;
                writeln!(out)?;
            }
            return Ok(());
        }
        let Report { rows, added, known, refused, skipped: _, dry_run } = report;
        write!(out, "{{\"rows\":{rows},\"added\":{added},\"known\":{known},")?;
        write!(out, "\"refused\":{refused},\"dry_run\":{dry_run}")?;
        let lists = [("good", self.good), ("bad", self.bad), ("skipped", self.skipped)];
        for (name, part) in lists {
            write!(out, ",\"{name}\":[")?;
            part.copy(out)?;
            write!(out, "]")?;
        }
        writeln!(out, "}}")
    }
}

impl Hear for Spool {
    async fn hear(&mut self, lines: Vec<Line>) -> Result<(), Failure> {
        for line in &lines {
            self.keep(line).map_err(Failure::bug)?;
        }
        let before = self.heard / TOLD;
        self.heard += lines.len() as u64;
        if self.heard / TOLD > before {
            eprintln!("{} lines read", self.heard);
        }
        Ok(())
    }
}

/// A line for a person: `7 · Bỏ lại · Ngày nhận: “31/02/2026” không phải ngày …`.
fn sentence(w: &Words, line: &Line, dry_run: bool) -> String {
    let said = line.said(w, dry_run);
    let parts = [line.line.to_string(), said.fate, said.received, said.what, said.state, said.why];
    let parts = parts.iter().filter(|part| !part.is_empty()).map(String::as_str);
    parts.collect::<Vec<_>>().join(" · ")
}
