//! Denunciations in a register that an office kept before: none enters the program. Besides what a
//! row says of its own kind, the register's names tell: of the sheet, of what stands above its
//! head, of a column. Names that say other kinds too are those of a register of all letters.

use legacy::Encoding;
use sheets::Table;

use super::plan::Plan;

/// How much of a row's words is looked at: registers say first what it is.
const BEGINS: usize = 80;

/// What the names of a table say of denunciations.
#[derive(Debug, Default)]
pub(super) struct Denounced {
    /// Whether the table is of nothing else.
    whole: bool,
    /// The columns that only a denunciation fills.
    columns: Vec<usize>,
}

impl Denounced {
    pub fn of(table: &Table, plan: &Plan) -> Self {
        let encoding = Encoding::named(&plan.encoding).unwrap_or(Encoding::Unicode);
        let first = plan.head.first;
        let mut above = table.rows(encoding).flatten().take_while(|(line, _)| *line < first);
        let sheet = table.name.trim();
        let whole = denounces(sheet)
            || sheet.eq_ignore_ascii_case("tc")
            || above.any(|(_, cells)| denounces(&cells.join(" ")));
        let names = plan.head.names.iter().enumerate();
        let columns = names.filter(|(_, name)| denounces(name)).map(|(at, _)| at).collect();
        Self { whole, columns }
    }

    /// Whether a row is one; `said` is whether it says its kind, `words` what it is about.
    pub fn is(&self, cells: &[String], said: bool, words: &str) -> bool {
        let filled = |at: &usize| {
            let cell = cells.get(*at).map(|cell| kernel::text::fold(cell.trim()));
            !matches!(cell.as_deref().unwrap_or_default(), "" | "0" | "-" | "–" | "khong")
        };
        let begins: String = words.chars().take(BEGINS).collect();
        self.columns.iter().any(filled) || (!said && (self.whole || denounces(&begins)))
    }
}

/// Whether a text has the word for denouncing. Without its marks the word is taken only where the
/// whole text has none: "tổ Cao Thắng" is a place.
pub(crate) fn speaks(text: &str) -> bool {
    let text = kernel::text::clean(text).text.to_lowercase();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.contains("tố cáo") || (text.is_ascii() && text.contains("to cao"))
}

/// Whether a text speaks of denunciations and of no other kind of letter.
fn denounces(text: &str) -> bool {
    let folded = kernel::text::fold(&kernel::text::clean(text).text);
    let others = ["khieu nai", "kien nghi", "phan anh"];
    speaks(text) && !others.iter().any(|other| folded.contains(other))
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;
    use sheets::{Book, Limits};

    use super::*;
    use crate::import::suggest;

    #[test]
    fn names_of_denunciations_alone_are_told_from_those_of_all_letters() {
        for text in ["Sổ theo dõi ĐƠN TỐ CÁO", "don to cao", "Người bị  tố cáo", "Tố ca\u{301}o"]
        {
            assert!(denounces(text), "{text}");
        }
        for text in ["Khiếu nại, tố cáo", "Tổ Cao Thắng", "Đơn kiến nghị", "", "Tờ cáo thị"]
        {
            assert!(!denounces(text), "{text}");
        }
    }

    /// Which rows of a register are denunciations.
    fn rows(text: &str) -> Vec<bool> {
        let book = Book::open(text.as_bytes().to_vec(), &Limits::default()).unwrap();
        let plan = suggest::suggest(&book, None, None, Date::constant(2026, 3, 1)).plan;
        let table = &book.tables[plan.table];
        let denounced = Denounced::of(table, &plan);
        let is = |(_, cells): sheets::Row| denounced.is(&cells, false, &cells[2]);
        suggest::rows(&plan, table).map(is).collect()
    }

    #[test]
    fn a_row_is_left_by_its_title_its_column_or_its_first_words() {
        let all = "Số;Ngày nhận;Nội dung\n1;05/02/2024;Đường ngập\n\
            2;06/02/2024;Ông Ví Dụ tố cáo cán bộ thôn\n\
            3;07/02/2024;Khiếu nại việc đền bù, không tố cáo ai\n";
        assert_eq!(rows(all), [false, true, false]);
        let titled = "SỔ THEO DÕI ĐƠN TỐ CÁO NĂM 2024;;\nSố;Ngày nhận;Nội dung\n\
            1;05/02/2024;Cán bộ thôn\n2;06/02/2024;Việc khác\n";
        assert_eq!(rows(titled), [true, true]);
        let ticked = "Số;Ngày nhận;Nội dung;Khiếu nại;Tố cáo\n\
            1;05/02/2024;Đền bù;x;\n2;06/02/2024;Cán bộ thôn;;x\n";
        assert_eq!(rows(ticked), [false, true]);
    }

    #[test]
    fn what_offices_write_short_is_suggested_as_what_it_is() {
        let text = "Số;Ngày nhận;Nội dung;Loại đơn\n1;05/02/2024;Cán bộ;TC\n\
            2;06/02/2024;Đền bù;Đơn KN\n3;07/02/2024;Đường ngập;KN-PA\n";
        let book = Book::open(text.as_bytes().to_vec(), &Limits::default()).unwrap();
        let plan = suggest::suggest(&book, None, None, Date::constant(2026, 3, 1)).plan;
        let of = |word: &str| plan.kinds.get(word).map(String::as_str);
        assert_eq!(
            (of("TC"), of("Đơn KN"), of("KN-PA")),
            (Some("denunciation"), Some("complaint"), Some("feedback"))
        );
    }
}
