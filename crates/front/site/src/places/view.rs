//! How units that an operator added are shown: the list by kind, one unit with its course.

use askama::Template;
use jiff::civil::Date;
use kernel::Refusal;
use units::local::{Kind, LocalUnit};
use web::parts::{Leader, Mark, Status};
use web::styleguide::Sample;
use web::{Choice, Form, FormState, Html, Page};

/// The units of one kind.
pub(super) struct Group<'a> {
    kind: Kind,
    units: Vec<&'a LocalUnit>,
}

/// The list, with the form to add to it.
#[derive(Template)]
#[template(path = "units.html")]
pub(super) struct ListPage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    /// The unit above them, inside a sentence.
    pub phrase: String,
    pub choices: &'a [(String, String)],
    pub groups: Vec<Group<'a>>,
    pub today: Date,
    pub may_change: bool,
    /// How many were added just now.
    pub added: Option<i64>,
}

/// One unit, with the forms that rename and end it.
#[derive(Template)]
#[template(path = "unit.html")]
pub(super) struct OnePage<'a> {
    pub page: &'a Page,
    pub form: &'a FormState,
    pub unit: &'a LocalUnit,
    /// The unit above it.
    pub parent: String,
    /// All units under the same parent.
    pub beside: &'a [LocalUnit],
    pub today: Date,
    pub may_change: bool,
}

/// The kinds that have any unit, in their order: `units` are in it already.
pub(super) fn groups(units: &[LocalUnit]) -> Vec<Group<'_>> {
    let of = |kind| Group { kind, units: units.iter().filter(|u| u.kind == kind).collect() };
    Kind::ALL.map(of).into_iter().filter(|group| !group.units.is_empty()).collect()
}

/// Where a unit stands on a day.
fn status(page: &Page, unit: &LocalUnit, today: Date) -> Status {
    let date = |key, date: Date| page.with("day", page.date(date)).t(key);
    match unit.until {
        Some(until) if until <= today => Status::new(Mark::None, date("unit-until", until)),
        Some(until) => Status::new(Mark::Soon, date("unit-until-ahead", until)),
        None if unit.from > today => Status::new(Mark::New, date("unit-from-ahead", unit.from)),
        None => Status::new(Mark::Done, page.t("unit-current")),
    }
}

impl ListPage<'_> {
    fn status(&self, unit: &LocalUnit) -> Status {
        status(self.page, unit, self.today)
    }

    fn kinds(&self, form: &Form<'_>) -> Choice {
        let choice = form.choice("kind", self.page.t("unit-kind")).in_a_row();
        let option =
            |choice: Choice, kind: Kind| choice.option(kind.word(), self.page.t(kind.key()));
        Kind::ALL.into_iter().fold(choice, option)
    }
}

impl OnePage<'_> {
    fn status(&self) -> Status {
        status(self.page, self.unit, self.today)
    }

    fn path(&self) -> String {
        format!("{}/{}", super::LIST, self.unit.code)
    }

    /// What is known of it, in lines.
    fn facts(&self) -> Vec<Leader> {
        let (page, unit) = (self.page, self.unit);
        let mut facts = vec![
            Leader::new(page.t("unit-code"), &unit.code),
            Leader::new(page.t("unit-kind"), page.t(unit.kind.key())),
            Leader::new(page.t("unit-parent"), &self.parent),
            Leader::new(page.t("unit-since"), page.date(unit.from)),
        ];
        if !unit.former.is_empty() {
            facts.push(Leader::new(page.t("unit-former"), unit.former.join(", ")));
            facts.push(Leader::new(page.t("unit-name-since"), page.date(unit.name_from)));
        }
        let before = |other: &&LocalUnit| other.successors.contains(&unit.code);
        let after = |other: &&LocalUnit| unit.successors.contains(&other.code);
        let linked = |found: Vec<&LocalUnit>| {
            Html::join(found.iter().enumerate().map(|(n, other)| {
                let comma = if n == 0 { "" } else { ", " };
                let (code, name) = (Html::escape(&other.code), Html::escape(&other.name));
                let list = super::LIST;
                Html::trusted(format!("{comma}<a href=\"{list}/{code}\">{name}</a>"))
            }))
        };
        for (key, found) in [
            ("unit-before", self.beside.iter().filter(before).collect::<Vec<_>>()),
            ("unit-after", self.beside.iter().filter(after).collect()),
        ] {
            if !found.is_empty() {
                facts.push(Leader::html(page.t(key), linked(found)));
            }
        }
        facts
    }

    /// The units that may come after it: of its kind, there now or later.
    fn successors(&self, form: &Form<'_>) -> Option<Choice> {
        let may = |other: &&LocalUnit| {
            other.kind == self.unit.kind
                && other.code != self.unit.code
                && !other.is_over(self.today)
        };
        let others: Vec<&LocalUnit> = self.beside.iter().filter(may).collect();
        if others.is_empty() {
            return None;
        }
        let choice =
            form.boxes("into", self.page.t("unit-into")).hint(self.page.t("unit-into-hint"));
        let choice = choice.in_a_row();
        Some(others.iter().fold(choice, |choice, other| choice.option(&other.code, &other.name)))
    }
}

fn sample_unit(seq: i64, kind: Kind, name: &str) -> LocalUnit {
    LocalUnit {
        code: format!("20836-{seq:02}"),
        parent: "20836".into(),
        seq,
        kind,
        name: name.into(),
        former: Vec::new(),
        from: Date::constant(2026, 1, 5),
        name_from: Date::constant(2026, 1, 5),
        until: None,
        successors: Vec::new(),
    }
}

/// A sample of each page, in the language of `page`, for the tests that render and audit them.
pub fn samples(page: &Page) -> Vec<Sample> {
    let today = Date::constant(2026, 2, 12);
    let mut units = vec![
        sample_unit(1, Kind::Village, "Thôn Bến Cồn"),
        sample_unit(2, Kind::Village, "Thôn Gò Dài"),
        sample_unit(3, Kind::Village, "Thôn Rừng Dương"),
        sample_unit(4, Kind::Office, "Phòng Kinh tế"),
    ];
    units[1].former = vec!["Thôn Gò".into()];
    units[2].until = Some(Date::constant(2026, 2, 1));
    units[2].successors = vec!["20836-02".into()];
    let mut wrong = FormState::new().with("kind", "village").with("name", "Thôn Bến Cồn");
    let taken = Refusal::invalid("name", "unit-name-taken");
    wrong.refuse(&taken.with("name", "Thôn Bến Cồn").with("other", "Thôn Bến Cồn"));
    let (page, empty) = (page.clone().office(), FormState::new());
    let list = |name, form, units, may_change: bool| {
        let page = &page.clone().titled("units-title");
        let groups = groups(units);
        let (phrase, choices) = ("xã Thăng Trường".to_owned(), &[][..]);
        let added = may_change.then_some(3);
        let shown = ListPage { page, form, phrase, choices, groups, today, may_change, added };
        Sample { name, html: Html::of(&shown) }
    };
    let one = |name, unit: &LocalUnit, may_change| {
        let page = &page.clone().title(&unit.name);
        let (beside, parent) = (&units[..], "Xã Thăng Trường".to_owned());
        let shown = OnePage { page, form: &empty, unit, parent, beside, today, may_change };
        Sample { name, html: Html::of(&shown) }
    };
    vec![
        list("units-list", &wrong, &units, true),
        list("units-list-empty", &empty, &[], false),
        one("units-one", &units[1], true),
        one("units-one-ended", &units[2], false),
    ]
}
