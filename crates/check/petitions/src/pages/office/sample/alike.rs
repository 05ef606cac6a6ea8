//! Letters beside a sample case that may belong to it.

use super::super::case::alike::Alike;
use super::{day, morning};
use crate::likeness::find::Suggestion;
use crate::likeness::store::Candidate;
use crate::likeness::{Likeness, Reason};

/// Two earlier letters that are like the one shown, and one that was joined to it.
pub(super) fn alike() -> Alike {
    let letter = |code: &str, state: &str| Candidate {
        stream: String::new(),
        seq: 1,
        code: code.to_owned(),
        matter: "roads".to_owned(),
        village: String::new(),
        state: state.to_owned(),
        at: morning(day(1, 26)),
        closed_on: None,
        cell: None,
    };
    let reasons = |reasons: &[Reason], points| Likeness { points, reasons: reasons.to_vec() };
    let near = [Reason::Named, Reason::Metres(4), Reason::Hours(60), Reason::Open, Reason::Matter];
    let text = [Reason::Village, Reason::Hours(400), Reason::Ended(5), Reason::Words(82)];
    let one = Suggestion {
        letter: letter("TT-0388-04", "accepted"),
        words: Some("Xe chở cát chạy suốt ngày làm nứt mặt đường thôn.".to_owned()),
        likeness: reasons(&near, 220),
    };
    let other = Suggestion {
        letter: letter("TT-0299-11", "sent"),
        words: None,
        likeness: reasons(&text, 85),
    };
    Alike { found: vec![one, other], letters: vec![("TT-0431-20".to_owned(), day(1, 28))] }
}
