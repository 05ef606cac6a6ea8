//! Templates: every wording of the repository reads and fills; what is missing or unknown is said.

use documents::{DocumentError, Fields, Form, Paragraph, REPLIES, Reply, Template};

use crate::letter::letter;
use crate::reader;

/// Every field of a reply, its value its own name.
fn all(reply: Reply) -> Fields<'static> {
    reply.fields().into_iter().map(|field| (field, format!("[{field}]"))).collect()
}

#[test]
fn every_reply_of_the_repository_is_read_filled_and_printed() {
    for reply in REPLIES {
        let content = reply.template().unwrap().fill(&all(reply)).unwrap();
        let text = reader::docx(&letter(content.clone()).print(None).docx().unwrap());
        assert!(!text.contains('{') && !text.contains('}'), "{}", reply.name());
        let pdf = letter(content).print(None).pdf().unwrap();
        assert!(pdf.starts_with(b"%PDF"), "{}", reply.name());
    }
}

#[test]
fn every_field_that_a_reply_has_can_be_asked_for_in_a_wording_and_no_other() {
    for reply in REPLIES {
        for field in reply.fields() {
            reply.read(&format!("form: Thông báo\n{{{field}}}")).unwrap();
        }
        let error = reply.read("form: Thông báo\n\nXin {tiền thưởng}").unwrap_err();
        let DocumentError::UnknownField { template, line, field, .. } = &error else {
            panic!("{error}")
        };
        assert_eq!((&template[..], *line, &field[..]), (reply.name(), 3, "tiền thưởng"));
        assert_eq!(error.refusal().unwrap().code, "document-field-unknown");
    }
}

#[test]
fn a_missing_or_empty_field_is_refused_by_template_and_field() {
    for reply in REPLIES {
        let template = reply.template().unwrap();
        let mut optional = 0;
        for field in reply.fields() {
            for value in [None, Some(" \n".to_owned())] {
                let mut fields = all(reply);
                fields.remove(field);
                fields.extend(value.map(|value| (field, value)));
                match template.fill(&fields) {
                    Ok(_) => optional += 1,
                    Err(error) => {
                        let said = format!("the template {} lacks the field {field}", reply.name());
                        assert_eq!(error.to_string(), said);
                        let refusal = error.refusal().unwrap();
                        assert_eq!(refusal.code, "document-field-missing");
                        assert!(refusal.args.contains(&("field", field.to_owned())));
                    }
                }
            }
        }
        assert!(optional < 2 * reply.fields().len(), "{} needs something", reply.name());
    }
}

#[test]
fn a_refused_reply_cannot_be_made_without_ground_reason_and_next_step() {
    for field in ["căn cứ", "lý do", "việc tiếp theo"] {
        let mut fields = all(Reply::Refused);
        fields.remove(field);
        let error = Reply::Refused.template().unwrap().fill(&fields).unwrap_err();
        assert!(matches!(error, DocumentError::MissingField { field: f, .. } if f == field));
    }
}

#[test]
fn a_value_is_never_read_for_fields_or_signs() {
    let template = Template::read("t", "form: letter\nsubject: {a}\n{a}\n+ {b}", &["a", "b"]);
    let fields = Fields::from([("a", "{b} + {a}".to_owned()), ("b", "§ Điều lạ".to_owned())]);
    let content = template.unwrap().fill(&fields).unwrap();
    assert_eq!(content.subject, "{b} + {a}");
    let body = [Paragraph::Plain("{b} + {a}".into()), Paragraph::Item("§ Điều lạ".into())];
    assert_eq!(content.body, body);
}

#[test]
fn signs_forms_braces_and_full_stops_are_read_as_written() {
    let text =
        "# lời dặn\nform: Quyết định\nto: {a}\n> căn\n= giữa\n§ điều\n? + {b}\n{{{a}}}: {a}.";
    let fields = Fields::from([("a", "Một câu.".to_owned())]);
    let content = Template::read("t", text, &["a", "b"]).unwrap().fill(&fields).unwrap();
    assert_eq!(content.form, Form::Named("Quyết định".into()));
    assert_eq!(content.to, ["Một câu."]);
    let body = [
        Paragraph::Ground("căn".into()),
        Paragraph::Centred("giữa".into()),
        Paragraph::Article("điều".into()),
        Paragraph::Plain("{Một câu.}: Một câu.".into()),
    ];
    assert_eq!(content.body, body);
}

#[test]
fn a_template_that_cannot_be_read_says_where() {
    for (text, line) in [
        ("subject: x\nđoạn", 2),
        ("form: letter\nđoạn", 2),
        ("form: Thông báo\n\n# chỉ có lời dặn", 3),
        ("form: Thông báo\nmột { lẻ", 2),
        ("form: Thông báo\nmột\nhai } lẻ", 3),
    ] {
        let error = Template::read("t", text, &[]).unwrap_err();
        let DocumentError::BadTemplate { line: at, .. } = &error else { panic!("{error}") };
        assert_eq!(*at, line, "{text}: {error}");
    }
}
