//! `/styleguide`: every part with a sample, in both languages, on both grounds, at both
//! densities. The samples are also a list, so that tests can render and audit each one.

use askama::Template;
use axum::response::Response;
use jiff::Timestamp;
use jiff::civil::{Date, date};

use crate::form::FormState;
use crate::html::Html;
use crate::page::Page;
use crate::parts::{
    Act, CalendarDay, DayKind, Due, Event, Leader, Mark, Open, Pager, Receipt, Status, Tab, Task,
    When,
};
use crate::visit::Scheme;
use crate::words::Lang;

/// One part, shown.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its name in the address and in tests.
    pub name: &'static str,
    /// Its markup.
    pub html: Html,
}

/// All parts with samples, in the language of `page`.
pub fn samples(page: &Page) -> Vec<Sample> {
    let state = sent_form(&page.t("sg-words-typed"));
    let of = |name, html| Sample { name, html };
    vec![
        of("type", Html::of(&TypeSample { page })),
        of("colour", Html::of(&ColourSample { page })),
        of("status", Html::of(&StatusSample { page })),
        of("buttons", Html::of(&ButtonSample { page })),
        of("form", Html::of(&FormSample { page, state: &state })),
        of("notices", notices(page)),
        of("due", due(page)),
        of("calendar", calendar(page)),
        of("timeline", page.timeline(&events(page))),
        of("table", Html::of(&TableSample { page, state: &FormState::of(page.query()) })),
        of("acts", acts(page)),
        of("lists", lists(page)),
        of("receipt", receipt(page)),
    ]
}

/// `GET /styleguide?lang=en&scheme=dark&office=1`.
pub(crate) async fn show(page: Page) -> Response {
    let asked = page.query();
    let page = page
        .seen_with(asked.get("lang").and_then(Lang::read), asked.get("scheme").map(Scheme::read))
        .titled("sg-title")
        .hidden();
    let office = asked.get("office").is_some();
    let page = if office { page.office() } else { page };
    let samples = samples(&page);
    page.show(&GuidePage { page: &page, samples: &samples })
}

const TODAY: Date = date(2026, 2, 12);

fn at(text: &str) -> Timestamp {
    text.parse().unwrap_or(Timestamp::UNIX_EPOCH)
}

fn sent_form(words: &str) -> FormState {
    let mut form = FormState::new()
        .with("village", "go-dai")
        .with("day", "31/02/2026")
        .with("words", words)
        .with("answer", "sms")
        .with("phone", "090 000 123");
    form.maybe_date("day", date(2000, 1, 1), TODAY);
    form.maybe_phone("phone");
    form
}

fn notices(page: &Page) -> Html {
    let say = |mark, key: &str| {
        page.notice(mark, page.t(format!("sg-{key}-title")), page.t(format!("sg-{key}-text")))
    };
    Html::join([
        say(Mark::New, "note"),
        say(Mark::Done, "saved"),
        say(Mark::Soon, "soon"),
        say(Mark::Late, "refused"),
        page.empty(page.t("sg-empty"), page.t("sg-empty-act"), "/styleguide"),
    ])
}

fn due(page: &Page) -> Html {
    let on = date(2026, 2, 23);
    let due = Due {
        label: page.t("sg-due-label").into_owned(),
        on,
        lunar: page.t("sg-due-lunar").into_owned(),
        status: Some(page.days_status(on, TODAY, 3)),
        why: page.t("sg-due-why").into_owned(),
        explained: Some("#calendar".to_owned()),
    };
    let stamp = page.stamp(page.t("received"), "TT-4176-28", at("2026-02-12T01:41:00Z"));
    Html::join([
        stamp,
        Html::trusted("<div class=\"fld\">"),
        page.due(&due),
        Html::trusted("</div>"),
    ])
}

fn calendar(page: &Page) -> Html {
    let tet = page.t("sg-tet").into_owned();
    let first = date(2026, 1, 15);
    let days: Vec<CalendarDay> = first
        .series(jiff::ToSpan::day(1))
        .take_while(|day| *day <= date(2026, 2, 23))
        .zip(0u32..)
        .map(|(date, n)| sample_day(date, n, &tet))
        .collect();
    let text = format!("<p>{}</p>", Html::escape(page.t("sg-calendar-text")));
    let legend = page.calendar_legend();
    Html::join([
        Html::trusted(text),
        Html::trusted("<div class=\"fld\">"),
        page.calendar(&days),
        Html::trusted("</div>"),
        legend,
    ])
}

fn sample_day(date: Date, n: u32, tet: &str) -> CalendarDay {
    let holiday = date.month() == 2 && (16..=20).contains(&date.day());
    let kind = match n {
        0 => DayKind::Start,
        39 => DayKind::Due,
        1..=30 => DayKind::Counted,
        _ => DayKind::Off,
    };
    CalendarDay {
        date,
        kind,
        ordinal: (kind == DayKind::Counted).then_some(n),
        note: if holiday { tet.to_owned() } else { String::new() },
    }
}

fn events(page: &Page) -> Vec<Event> {
    vec![
        Event::next(
            When::Said(page.t("sg-event-after").into_owned()),
            page.t("sg-event-after-title"),
        ),
        Event::next(date(2026, 3, 6), page.t("sg-event-next")),
        Event::now(at("2026-02-10T02:30:00Z"), page.t("sg-event-now"))
            .text(page.t("sg-event-now-text")),
        Event::past(at("2026-02-04T09:10:00Z"), page.t("sg-event-past")),
        Event::past(at("2026-01-26T07:32:00Z"), page.t("sg-event-first")),
    ]
}

fn acts(page: &Page) -> Html {
    let act = |n: u8, open| {
        Act::new(page.t(format!("sg-act-{n}")), page.t(format!("sg-act-{n}-note")), open)
    };
    page.acts(&[
        act(1, Open::Link("#acts".into())).button(page.t("sg-act-1-do")).first(),
        act(2, Open::Press("/styleguide".into())).button(page.t("sg-act-2-do")),
        act(3, Open::NotYet),
    ])
}

fn lists(page: &Page) -> Html {
    let leaders = page.leaders(&[
        Leader::new(page.t("sg-office"), page.t("sg-office-is")),
        Leader::html(page.t("sg-answer-due"), page.date_tag(date(2026, 3, 5))),
        Leader::link(page.t("sg-task-2"), "#lists", "27/03"),
    ]);
    let tasks = page.tasks(&[
        Task::new(page.t("sg-task-1"), "#lists", page.t("sg-task-1-facts")),
        Task::new(page.t("sg-task-2"), "#lists", page.t("sg-task-2-facts"))
            .status(&Status::new(Mark::Soon, page.t("sg-soon-title"))),
    ]);
    let steps = page.steps(&[page.t("sg-step-1"), page.t("sg-step-2"), page.t("sg-step-3")], 2);
    let words = page.own_words(page.t("sg-words-typed"));
    Html::of(&ListSample { page, leaders, tasks, steps, words })
}

fn receipt(page: &Page) -> Html {
    let t = |key: &str| page.t(key).into_owned();
    let sheet = page.receipt(&Receipt {
        title: t("sg-receipt-title"),
        kind: t("sg-receipt-kind"),
        number: t("sg-receipt-number"),
        place_and_date: t("sg-receipt-place"),
        code: "TT-4176-28".to_owned(),
        at: at("2026-02-12T01:41:00Z"),
        picture: Html::default(),
        facts: vec![
            Leader::new(t("sg-receipt-what"), t("sg-receipt-what-is")),
            Leader::new(t("sg-office"), t("sg-office-is")),
            Leader::html(t("sg-answer-due"), page.date_tag(date(2026, 3, 5))),
        ],
        secret: ["sen", "cau", "đò", "mây"].map(str::to_owned).to_vec(),
        secret_title: t("sg-secret"),
        secret_note: t("sg-secret-note"),
        next_title: t("sg-next"),
        next: events(page).into_iter().rev().skip(3).collect(),
        proof: vec![t("sg-proof"), t("sg-received-by")],
    });
    let body = format!(
        "<p class=\"ctr fld\"><b>{}</b></p><p class=\"txt\">{}</p>",
        Html::escape(page.t("sg-letter-title")),
        Html::escape(page.t("sg-letter-text")),
    );
    Html::join([
        sheet,
        Html::trusted("<div class=\"fld\">"),
        page.letter(Html::trusted(body)),
        Html::trusted("</div>"),
    ])
}

#[derive(Template)]
#[template(path = "styleguide/page.html")]
struct GuidePage<'a> {
    page: &'a Page,
    samples: &'a [Sample],
}

impl Page {
    fn guide_title(&self, name: &str) -> String {
        self.t(format!("sg-{name}")).into_owned()
    }

    fn guide_note(&self, name: &str) -> String {
        self.t(format!("sg-{name}-note")).into_owned()
    }

    fn guide_colour(&self, name: &str) -> String {
        self.t(format!("sg-colour-{name}")).into_owned()
    }
}

#[derive(Template)]
#[template(path = "styleguide/type.html")]
struct TypeSample<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "styleguide/colour.html")]
struct ColourSample<'a> {
    page: &'a Page,
}

impl ColourSample<'_> {
    /// Token, contrast on paper, contrast on slate.
    fn rows(&self) -> [(&'static str, f64, f64); 7] {
        [
            ("ink", 15.8, 14.4),
            ("ink-2", 6.7, 8.3),
            ("edge", 4.2, 5.2),
            ("tim", 9.5, 9.6),
            ("son", 6.9, 9.0),
            ("nghe", 6.7, 9.8),
            ("la", 7.0, 9.8),
        ]
    }
}

#[derive(Template)]
#[template(path = "styleguide/status.html")]
struct StatusSample<'a> {
    page: &'a Page,
}

impl StatusSample<'_> {
    fn statuses(&self) -> Vec<Status> {
        let page = self.page;
        vec![
            Status::new(Mark::New, page.t("sg-new")),
            Status::new(Mark::Half, page.t("sg-half")),
            page.days_status(date(2026, 2, 13), TODAY, 3),
            page.days_status(date(2026, 2, 4), TODAY, 3),
            Status::new(Mark::Done, page.t("sg-done")),
            Status::new(Mark::None, page.t("sg-none")),
        ]
    }

    fn marks(&self) -> Html {
        let counts = [(Mark::Done, 3), (Mark::Half, 1), (Mark::Late, 1)];
        self.page.marks(self.page.t("sg-marks"), &counts)
    }
}

#[derive(Template)]
#[template(path = "styleguide/buttons.html")]
struct ButtonSample<'a> {
    page: &'a Page,
}

#[derive(Template)]
#[template(path = "styleguide/form.html")]
struct FormSample<'a> {
    page: &'a Page,
    state: &'a FormState,
}

impl FormSample<'_> {
    /// The summary without its focus: here it is one part among many.
    fn errors(&self) -> Html {
        let summary = self.page.form(self.state).errors();
        Html::trusted(summary.as_str().replace(" autofocus", ""))
    }
}

#[derive(Template)]
#[template(path = "styleguide/lists.html")]
struct ListSample<'a> {
    page: &'a Page,
    leaders: Html,
    tasks: Html,
    steps: Html,
    words: Html,
}

#[derive(Template)]
#[template(path = "styleguide/table.html")]
struct TableSample<'a> {
    page: &'a Page,
    state: &'a FormState,
}

impl TableSample<'_> {
    fn tabs(&self) -> Html {
        let page = self.page;
        page.tabs(
            page.t("sg-table"),
            &[
                Tab::new(page.t("sg-tab-all"), "#table", true).count(10),
                Tab::new(page.t("sg-tab-late"), "#table", false).count(2),
            ],
        )
    }

    fn late(&self) -> Status {
        self.page.days_status(date(2026, 2, 10), TODAY, 3)
    }

    fn today(&self) -> Status {
        self.page.days_status(TODAY, TODAY, 3)
    }

    fn open(&self) -> Status {
        self.page.days_status(date(2026, 3, 5), TODAY, 3)
    }

    fn status(&self, mark: Mark, key: &str) -> Status {
        Status::new(mark, self.page.t(key))
    }

    fn pager(&self) -> Html {
        let note = self.page.with("n", 2861).t("sg-open-letters");
        self.page.pager(&Pager { newer: None, older: Some("#table".to_owned()), note })
    }
}
