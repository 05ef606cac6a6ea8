//! Lines of the board: what one debt says in one line, whatever its subject.

use std::collections::HashMap;

use accounts::{App, Failure, Officer};
use jiff::civil::Date;
use kernel::Id;
use rulebook::Law;
use units::Gazetteer;
use web::Page;
use web::parts::{Mark, Status};

use super::key;
use crate::Holder;
use crate::board::Line;
use crate::debt::{AGREED, STANDS_STILL};
use crate::explain;

/// Where a line stands on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    /// The date has passed.
    Late,
    /// The date is near.
    Soon,
    /// There is time.
    Later,
    /// Its clock stands still.
    Still,
}

impl Group {
    /// In the order of the page.
    pub const ALL: [Group; 4] = [Group::Late, Group::Soon, Group::Later, Group::Still];

    /// Of a debt that is due then.
    pub fn of(due: Date, today: Date, soon: Date) -> Self {
        match due {
            STANDS_STILL => Group::Still,
            due if due < today => Group::Late,
            due if due <= soon => Group::Soon,
            _ => Group::Later,
        }
    }

    /// The key of its heading.
    pub fn key(self) -> &'static str {
        match self {
            Group::Late => "board-group-late",
            Group::Soon => "board-group-soon",
            Group::Later => "board-group-later",
            Group::Still => "board-group-still",
        }
    }
}

/// One line. Texts are already in the page's language.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Where it stands.
    pub group: Group,
    /// When it is due; `None` while its clock stands still.
    pub due: Option<Date>,
    /// How it stands, in words.
    pub status: Status,
    /// What people call the matter.
    pub code: String,
    /// Where the matter is, for whoever may open it.
    pub href: Option<String>,
    /// What is owed.
    pub what: String,
    /// The article behind it; empty where a day was agreed upon.
    pub article: String,
    /// What kind of matter it is.
    pub subject: String,
    /// Who has it.
    pub holder: String,
}

/// Who looks at a list, and when.
pub(super) struct Reader<'a> {
    /// The page.
    pub page: &'a Page,
    /// The law of today.
    pub law: &'a Law,
    /// Today.
    pub today: Date,
    /// The last day that is "soon".
    pub soon: Date,
}

/// A rule's sentence and article as of a day, or of its last version; nothing for a day that was
/// agreed upon.
pub(super) fn rule_words(reader: &Reader<'_>, id: &str, on: Date) -> Option<(String, String)> {
    let (book, lang) = (&reader.law.rulebook, explain::lang(reader.page));
    let rule = book.in_force(id, on).or_else(|| book.versions(id).last())?;
    Some((rule.sentence(None, lang), book.cite(&rule.article, lang)))
}

/// One line, its holder already named.
pub(super) fn row(reader: &Reader<'_>, line: &Line, href: Option<String>, holder: String) -> Row {
    let page = reader.page;
    let group = Group::of(line.due, reader.today, reader.soon);
    let left = || page.days_left(line.due, reader.today);
    let status = match group {
        Group::Late => Status::new(Mark::Late, left()),
        Group::Soon => Status::new(Mark::Soon, left()),
        Group::Later => Status::new(Mark::Half, left()),
        Group::Still => Status::new(Mark::None, page.t("board-still")),
    };
    let (what, article) = match line.rule.as_str() {
        AGREED => (page.t(key("board-agreed", line.prefix())).into_owned(), String::new()),
        id => rule_words(reader, id, line.started_on).unwrap_or((id.to_owned(), String::new())),
    };
    Row {
        group,
        due: (group != Group::Still).then_some(line.due),
        status,
        code: line.code.clone(),
        href,
        what,
        article,
        subject: page.t(key("board-of", line.prefix())).into_owned(),
        holder,
    }
}

/// Lines with the names of those, or the posts, that have them, and who stands in for whoever is
/// away.
pub(super) async fn read(
    app: &App,
    officer: &Officer,
    reader: &Reader<'_>,
    lines: &[Line],
) -> Result<Vec<Row>, Failure> {
    let page = reader.page;
    let absences = app.absent_on(reader.today).await?;
    let mut wanted: Vec<Id> = lines.iter().filter_map(|line| line.holder.parse().ok()).collect();
    wanted.extend(absences.iter().map(|absence| absence.stand_in));
    wanted.sort_unstable();
    wanted.dedup();
    let names: HashMap<Id, String> = app.names(&wanted).await?;
    let holder = |line: &Line| {
        if let Some(post) = Holder::post_of(&line.holder) {
            return page.t(post.key()).into_owned();
        }
        let Ok(account) = line.holder.parse::<Id>() else { return String::new() };
        let gone = || page.t("board-erased").into_owned();
        let name = names.get(&account).cloned().unwrap_or_else(gone);
        match absences.iter().find(|absence| absence.account == account) {
            None => name,
            Some(away) => page
                .with("who", name)
                .with("until", page.date(away.until))
                .with("name", names.get(&away.stand_in).cloned().unwrap_or_default())
                .t("board-away"),
        }
    };
    // Of what a unit of before left, the board says whose it was.
    let owner = |line: &Line| {
        let before = Gazetteer::shared().ended(&line.unit).map(|unit| unit.phrase());
        let both = [Some(holder(line)), before].into_iter().flatten();
        both.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(", ")
    };
    let one = |line: &Line| row(reader, line, app.path_of(officer, &line.owed()), owner(line));
    Ok(lines.iter().map(one).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_stands_before_soon_and_what_stands_still_last() {
        let day = |day| Date::constant(2026, 3, day);
        let of = |due| Group::of(due, day(5), day(10));
        assert_eq!(of(day(4)), Group::Late);
        assert_eq!(of(day(5)), Group::Soon, "the last day is not late");
        assert_eq!(of(day(10)), Group::Soon);
        assert_eq!(of(day(11)), Group::Later);
        assert_eq!(of(STANDS_STILL), Group::Still);
    }
}
