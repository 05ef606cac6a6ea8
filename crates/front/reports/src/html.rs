//! A report as one HTML file that stands by itself: to be read, printed or put on another site. It
//! has no script, no style of its own and no address to anywhere.

use askama::Template;
use jiff::civil::Date;
use kernel::text::capital;
use web::Words;

use crate::caveats;
use crate::lineage;
use crate::narrative::{period_words, sentences, strange, text, tongue};
use crate::out::{self, note};
use crate::plan;
use crate::report::{Number, Report};
use crate::shares;

/// A line of the table.
struct Line {
    name: String,
    numbers: Vec<String>,
}

#[derive(Template)]
#[template(path = "report-file.html")]
struct FilePage<'a> {
    lang: &'static str,
    title: &'a str,
    /// Sign of the form, unit and period.
    whose: String,
    sentences: Vec<String>,
    heads: Vec<String>,
    lines: Vec<Line>,
    total: Line,
    /// Under the total: what was planned, and how much per cent of it was reached.
    plan: Vec<Line>,
    /// Each share: its name, how it is told, and what it is of what.
    shares: Vec<(String, String, String)>,
    notes: Vec<String>,
}

/// The file, as of a day.
///
/// # Errors
/// Never for a report that was made here.
pub fn html(report: &Report<'_>, words: &Words, today: Date) -> Result<Vec<u8>, askama::Error> {
    let lang = tongue(words);
    let line = |name: String, numbers: &[Number]| {
        let both = |number: &Number| [Some(number.now), number.before];
        let all = numbers.iter().flat_map(both).flatten();
        Line { name, numbers: all.map(|n| words.num(n)).collect() }
    };
    let mut heads = vec![words.t("rp-unit").into_owned()];
    for column in &report.form.columns {
        heads.push(column.title(lang).to_owned());
        heads.extend(report.compare.map(|compare| {
            let period = words.with("period", period_words(compare.asked, words));
            period.with("title", column.title(lang)).t("rp-beside")
        }));
    }
    let unit = capital(&out::path(report.unit));
    let period = words.with("period", capital(&period_words(report.period.asked, words)));
    let days = period.with("from", words.date(report.period.from));
    let days = days.with("until", words.date(report.period.until)).t("rp-period-days");
    let whose: Vec<&str> = [report.form.code.as_str(), unit.as_str(), days.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect();
    let share = |told: &shares::Told<'_>| {
        let is = told.definition(report.form, words);
        (told.share.title(lang).to_owned(), told.now.told(words), is)
    };
    let notes = strange(report).into_iter().map(|one| note(one, words));
    let footnotes = report.form.notes.iter().map(|note| note.text(lang).to_owned());
    let page = FilePage {
        lang: words.lang().code(),
        title: report.form.title(lang),
        whose: whose.join(". "),
        sentences: caveats::of(report, words, today)
            .into_iter()
            .chain(sentences(report, words).iter().map(|pieces| text(pieces)))
            .chain(plan::sentences(report, words))
            .collect(),
        heads,
        lines: report
            .lines
            .iter()
            .map(|one| line(out::who(&one.who, words), &one.numbers))
            .collect(),
        total: line(words.t("rp-total").into_owned(), &report.total),
        plan: planned(report, words),
        shares: shares::of_total(report).iter().map(share).collect(),
        notes: notes.chain(lineage::notes(report, words)).chain(footnotes).collect(),
    };
    page.render().map(String::into_bytes)
}

/// The lines of the plan under the total, as wide as it is.
fn planned(report: &Report<'_>, words: &Words) -> Vec<Line> {
    let Some(plan) = &report.plan else { return Vec::new() };
    let all = plan::reached(report);
    let line = |name: String, told: &dyn Fn(plan::Reached<'_>) -> String| {
        let mut numbers = Vec::new();
        for reached in &all {
            numbers.push(reached.map(told).unwrap_or_default());
            numbers.extend(report.compare.map(|_| String::new()));
        }
        Line { name, numbers }
    };
    let target = |one: plan::Reached<'_>| words.num(one.target);
    vec![
        line(plan::head(plan.year, words), &target),
        line(words.t("rp-plan-so-far").into_owned(), &|one| one.told(words)),
    ]
}
