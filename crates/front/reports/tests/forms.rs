//! Forms as files: what is wrong with one is said with its file and line.

use counts::Indicator;
use reports::Forms;

fn any(_: &str) -> bool {
    true
}

fn turns(word: &str) -> bool {
    word == "complaint"
}

fn sorts(word: &str) -> bool {
    word == "head"
}

const KNOWN: &[Indicator] = &[
    Indicator::new("receptions.turns", turns, any),
    Indicator::new("receptions.persons", any, sorts),
    Indicator::new("petitions.days", any, any).worked_out(),
];

const FORM: &str = "id = \"a\"\nvi = \"A\"\nen = \"A\"\nvalid_from = 2021-05-10\n\n[[column]]\n\
    id = \"turns\"\nvi = \"Lượt\"\nen = \"Turns\"\nmeasure_vi = \"lượt\"\nmeasure_en = \"turns\"\n\
    sum = [{ of = \"receptions.turns\", kind = [\"complaint\"] }]\n\n[[sentence]]\n\
    vi = \"Có {turns} lượt{turns.change}.\"\nen = \"{turns} turns{turns.change}.\"\n";

fn told(text: &str) -> String {
    match Forms::read([("a.toml", text)], KNOWN) {
        Ok(_) => "well".to_owned(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn a_fault_is_named_with_file_and_line() {
    assert_eq!(told(FORM), "well");
    let cases = [
        ("receptions.turns", "receptions.tuns", "a.toml, line 12: there is no indicator"),
        ("\"complaint\"", "\"opinion\"", "a.toml, line 12: receptions.turns has no kind opinion"),
        ("Có {turns}", "Có {lượt}", "a.toml, line 15: no column is called lượt"),
        ("id = \"turns\"", "ids = \"turns\"", "a.toml, line 7: unknown field `ids`"),
        ("valid_from = 2021-05-10\n", "", "a.toml, line 1: missing field `valid_from`"),
    ];
    for (good, bad, says) in cases {
        let found = told(&FORM.replacen(good, bad, 1));
        assert!(found.starts_with(says), "{found}");
    }
}

#[test]
fn a_share_is_of_columns_and_no_more_than_all_of_them() {
    let share = "\n[[share]]\nid = \"kept\"\nvi = \"Tỷ lệ\"\nen = \"Share\"\n\
        part = [\"turns\"]\nwhole = [\"turns\"]\n";
    let form = format!("{FORM}{share}");
    assert_eq!(told(&form), "well");
    assert_eq!(told(&form.replace("Có {turns}", "Có {kept}")), "well");
    let elsewhere = form.replace("part = [\"turns\"]", "part = [\"late\"]");
    assert_eq!(told(&elsewhere), "a.toml, line 19: no column is called late");
    let apart = form.replace("whole = [\"turns\"]", "whole = []");
    assert_eq!(told(&apart), "a.toml, line 19: turns is not in the whole");
}

#[test]
fn a_form_is_for_the_periods_that_end_while_it_is_valid() {
    let old =
        FORM.replace("2021-05-10", "2013-07-25\nvalid_to = 2021-05-09").replace("\"A\"", "\"Cũ\"");
    let forms = Forms::read([("a.toml", FORM), ("b.toml", old.as_str())], KNOWN).unwrap();
    let title = |day: &str| forms.on("a", day.parse().unwrap()).map(|form| form.vi.clone());
    assert_eq!(title("2021-05-10").as_deref(), Some("A"));
    assert_eq!(title("2021-05-09").as_deref(), Some("Cũ"));
    assert_eq!(title("2013-07-24"), None);
}

#[test]
fn a_column_is_a_sum_or_what_stands_open_or_what_rules_ask() {
    let sum = "sum = [{ of = \"receptions.turns\", kind = [\"complaint\"] }]";
    let with = |columns: &str| told(&FORM.replacen(sum, columns, 1));
    assert_eq!(with("sum = [{ of = \"receptions.persons\", channel = [\"head\"] }]"), "well");
    let open = "at = \"begin\"\nsum = [{ of = \"receptions.turns\" }]\n\
        less = [{ of = \"receptions.persons\" }]";
    assert_eq!(with(open), "well");
    assert_eq!(with("asks = [{ rule = \"TD.prov\", level = \"province\" }]"), "well");
    let cases = [
        (
            "sum = [{ of = \"receptions.persons\", channel = [\"desk\"] }]".to_owned(),
            "a.toml, line 12: receptions.persons has no channel desk",
        ),
        (
            "sum = [{ of = \"petitions.days\" }]".to_owned(),
            "a.toml, line 12: petitions.days cannot be added up",
        ),
        (
            open.replace("at = \"begin\"\n", ""),
            "a.toml, line 7: turns takes away and is of no end of the period",
        ),
        (
            "asks = [{ rule = \"TD.reply\", level = \"province\" }]".to_owned(),
            "a.toml, line 7: no rule TD.reply asks for days in a week or month",
        ),
        (String::new(), "a.toml, line 7: turns needs either a sum or rules that ask"),
    ];
    for (columns, says) in cases {
        assert_eq!(with(&columns), says);
    }
}
