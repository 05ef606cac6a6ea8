//! What rules ask of a unit that is neither done nor in its calendar, as the board shows it.

use accounts::Want;
use jiff::civil::Date;
use web::parts::{Mark, Status};

use super::rows::{Reader, rule_words};

/// One of them in words.
pub(super) struct Shown {
    /// The rule with its article.
    pub rule: String,
    /// What is missing, and until when.
    pub status: Status,
    /// Where it is planned.
    pub href: String,
}

/// All of them, in the order in which they end.
pub(super) fn shown(reader: &Reader<'_>, wants: &[Want]) -> Vec<Shown> {
    wants.iter().map(|want| one(reader, want)).collect()
}

fn one(reader: &Reader<'_>, want: &Want) -> Shown {
    let page = reader.page;
    let rule = match rule_words(reader, &want.rule, want.until) {
        Some((words, article)) => format!("{} ({article}).", words.trim_end_matches('.')),
        None => want.rule.clone(),
    };
    let figures = page
        .with("missing", want.missing)
        .with("need", want.need)
        .with("date", page.date(want.until));
    let status = match want.is_over(reader.today) {
        true => Status::new(Mark::Late, figures.t("board-want-over")),
        false => Status::new(Mark::Soon, figures.t("board-want-open")),
    };
    Shown { rule, status, href: want.path.clone() }
}

/// How much of what rules asked of a unit its period ended without.
pub(super) fn over(wants: &[Want], unit: &str, today: Date) -> i64 {
    let theirs = wants.iter().filter(|want| want.unit == unit && want.is_over(today));
    theirs.map(|want| i64::from(want.missing)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_still_be_planned_is_not_missing_above() {
        let want = |unit: &str, month, missing| Want {
            unit: unit.to_owned(),
            rule: "TD.comm.new".to_owned(),
            until: Date::constant(2026, month, 30),
            need: 2,
            missing,
            path: String::new(),
        };
        let all = [want("1", 9, 1), want("1", 11, 2), want("2", 9, 2)];
        let today = Date::constant(2026, 10, 5);
        assert_eq!((over(&all, "1", today), over(&all, "2", today)), (1, 2));
        assert_eq!(over(&all, "3", today), 0);
    }
}
