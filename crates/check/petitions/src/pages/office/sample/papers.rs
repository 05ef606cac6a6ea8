//! Samples of papers on a case, and of the register on its way out.

use documents::Reply;
use web::Fields;

use super::super::export::{self, Columns, Line};
use super::super::papers::draft::{self, Desk};
use super::super::papers::{self, PaperPage};
use super::*;

fn person() -> Person {
    Person {
        name: "Nguyễn Văn Mẫu".into(),
        phone: "0900 000 118".into(),
        address: "thôn Bến Cồn, xã Thăng Trường".into(),
        email: String::new(),
    }
}

/// All of them.
pub(super) fn samples(world: &World, page: &Page) -> Vec<Sample> {
    let of = |name, html| Sample { name, html };
    let drafts = [("office-paper-ask", Reply::Dialogue), ("office-paper-draft", Reply::Accepted)];
    let mut all: Vec<Sample> = drafts
        .into_iter()
        .filter_map(|(name, reply)| Some(of(name, drafted(world, page, reply)?)))
        .collect();
    all.extend(issued(world, page).map(|html| of("office-paper", html)));
    all.push(of("office-export", exported(page, 2_861)));
    all.push(of("office-export-short", exported(page, 118)));
    all.push(of("office-export-print", printed(page)));
    all
}

fn drafted(world: &World, page: &Page, reply: Reply) -> Option<Html> {
    let case = accepted(world)?;
    let page = papers::titled(page.clone(), &case, page.t(key("paper", reply.name())).into_owned());
    let (person, signer) = (person(), "Lê Ví Dụ".to_owned());
    let desk = Desk { page: &page, case: &case, reply, person: &person, signer };
    match draft::filled(&desk, FormState::new(), true).ok()? {
        draft::Filled::Whole(content) => {
            let form = desk.form(&content);
            Some(Html::of(&draft::draft_page(&page, &desk, &form, None, Vec::new()).ok()?))
        }
        draft::Filled::Lacks(asked) => {
            let page = page.clone().redisplay(asked.form());
            Some(Html::of(&draft::ask_page(&page, &desk, &asked)))
        }
    }
}

fn issued(world: &World, page: &Page) -> Option<Html> {
    let paper = Event::Issued {
        template: Reply::Receipt.name().to_owned(),
        number: 7,
        symbol: "GTN-UBND".into(),
        words: world.item(),
        on: day(2, 12),
    };
    let case = world.case(&NOISE, &[(day(2, 12), world.handler, paper)], &[])?;
    let paper = case.read.petition.papers.first()?;
    let title = page.with("number", paper.title()).t("paper-title");
    let page = papers::titled(page.clone(), &case, title);
    let facts = papers::facts(&page, &case, 1, paper);
    let (fresh, may) = (true, true);
    let shown = PaperPage { page: &page, case: &case, n: 1, paper, fresh, may, facts };
    Some(Html::of(&shown))
}

fn exported(page: &Page, count: i64) -> Html {
    let page = page.clone().titled("export-title");
    let query = Fields::decode(b"kind=complaint&from=01/01/2026&q=muong&holder=x");
    Html::of(&export::asks(&page, &FormState::new(), &scope(), count, &query))
}

fn printed(page: &Page) -> Html {
    let page = page.clone().titled("export-print-title");
    let line = |n, story: &Story, closed| Line {
        n,
        code: story.code.into(),
        received: story.on,
        name: person().name,
        address: person().address,
        people: n,
        content: story.words.into(),
        kind: "Khiếu nại".into(),
        handling: "Đã thụ lý".into(),
        holder: "Trần Thị Thử".into(),
        due: Some(day(3, 6)),
        closed,
        result: String::new(),
    };
    let lines = [line(1, &STALL, None), line(2, &NOISE, Some(day(2, 11))), line(3, &DITCH, None)];
    let columns = Columns::new(&page);
    let note = columns.note(&Fields::decode(b"from=01/02/2026"), TODAY);
    let unit = scope().phrase;
    let rows = lines.iter().map(Line::cells).collect();
    Html::of(&export::print(&page, &columns, rows, note, unit))
}
