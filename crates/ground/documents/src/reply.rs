//! The letters with which an authority answers a person, as templates with their fields.
//!
//! Articles, terms and days are fields: they come from the rulebook through the caller, so a change
//! of the law changes no template. An authority may put a wording of its own in place of ours; it
//! is read against the same fields.

use crate::{DocumentError, Template};

/// What is said to the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reply {
    /// Giấy tiếp nhận: we have it, since this moment.
    Receipt,
    /// Thông báo thụ lý.
    Accepted,
    /// Hướng dẫn: another authority is competent, the person goes there.
    Guided,
    /// Chuyển đơn: another authority is competent, we send it there.
    Forwarded,
    /// Thông báo không thụ lý, with its ground.
    Refused,
    /// Công văn trả lời.
    Answer,
    /// Quyết định giải quyết.
    Decision,
    /// Giấy mời đối thoại.
    Dialogue,
    /// Quyết định tạm đình chỉ giải quyết.
    Suspended,
    /// Quyết định đình chỉ giải quyết.
    Terminated,
}

/// Every reply that there is.
pub const REPLIES: [Reply; 10] = [
    Reply::Receipt,
    Reply::Accepted,
    Reply::Guided,
    Reply::Forwarded,
    Reply::Refused,
    Reply::Answer,
    Reply::Decision,
    Reply::Dialogue,
    Reply::Suspended,
    Reply::Terminated,
];

/// Fields that every reply may ask for.
const COMMON: [&str; 14] = [
    "cơ quan",
    "người gửi",
    "địa chỉ",
    "mã đơn",
    "loại đơn",
    "nội dung",
    "ngày nhận",
    "căn cứ",
    "lý do",
    "tài liệu",
    "điện thoại",
    "nơi theo dõi",
    "việc tiếp theo",
    "hạn",
];

impl Reply {
    /// Its file's name and text.
    fn file(self) -> (&'static str, &'static str) {
        macro_rules! file {
            ($name:literal) => {
                ($name, include_str!(concat!("../replies/", $name, ".txt")))
            };
        }
        match self {
            Self::Receipt => file!("receipt"),
            Self::Accepted => file!("accepted"),
            Self::Guided => file!("guided"),
            Self::Forwarded => file!("forwarded"),
            Self::Refused => file!("refused"),
            Self::Answer => file!("answer"),
            Self::Decision => file!("decision"),
            Self::Dialogue => file!("dialogue"),
            Self::Suspended => file!("suspended"),
            Self::Terminated => file!("terminated"),
        }
    }

    /// The fields that only this reply has.
    fn own(self) -> &'static [&'static str] {
        match self {
            Self::Receipt => &["lúc nhận"],
            Self::Accepted => &["ngày thụ lý", "người xác minh"],
            Self::Guided => &["nơi có thẩm quyền", "địa chỉ nơi có thẩm quyền"],
            Self::Forwarded => &["nơi có thẩm quyền"],
            Self::Refused => &[],
            Self::Answer => &["trả lời", "thời hạn thực hiện"],
            Self::Decision => &[
                "người đề nghị",
                "người ký",
                "kết luận",
                "biện pháp",
                "người thi hành",
                "ngày hiệu lực",
            ],
            Self::Dialogue => &["thời gian", "địa điểm", "người chủ trì", "thành phần"],
            Self::Suspended | Self::Terminated => {
                &["người đề nghị", "người ký", "người thi hành", "ngày quyết định"]
            }
        }
    }

    /// The name under which messages speak of it: `refused`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.file().0
    }

    /// The reply of that name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        REPLIES.into_iter().find(|reply| reply.name() == name)
    }

    /// The symbol that follows the number of such a paper on that day: `TB-UBND`, `UBND-VP`.
    ///
    /// # Errors
    /// When the rows in the repository contradict themselves; a test holds that they do not.
    pub fn symbol(self, day: jiff::civil::Date) -> Result<&'static str, String> {
        crate::Format::on(day).map(|format| format.symbol(self.name()))
    }

    /// Every field that a wording of this reply may ask for.
    #[must_use]
    pub fn fields(self) -> Vec<&'static str> {
        COMMON.iter().chain(self.own()).copied().collect()
    }

    /// Our wording.
    ///
    /// # Errors
    /// Never with the wordings of the repository; a test reads them all.
    pub fn template(self) -> Result<Template, DocumentError> {
        self.read(self.file().1)
    }

    /// A wording of an authority's own.
    ///
    /// # Errors
    /// [`DocumentError::UnknownField`] and [`DocumentError::BadTemplate`], with the line.
    pub fn read(self, text: &str) -> Result<Template, DocumentError> {
        Template::read(self.name(), text, &self.fields())
    }
}
