//! Names and values as they were sent, cleaned: text in NFC, one kind of line end, no control
//! characters and nothing that only deceives. All else stays: words are a person's own.

/// A file that came with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// The form field.
    pub field: String,
    /// The name that the sender's machine gave it; for showing only.
    pub file_name: String,
    /// What the sender's machine says it is; not to be believed.
    pub content_type: String,
    /// How many bytes it had on its way.
    pub size: u64,
    /// The bytes, untouched; none of them when there were more than a file may have.
    pub bytes: Vec<u8>,
}

impl Upload {
    /// Whether it had more bytes than a file may have, and was left behind.
    pub fn is_over(&self) -> bool {
        self.size > self.bytes.len() as u64
    }
}

/// What a form or a query held, in order. A name may come more than once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    pairs: Vec<(String, String)>,
    files: Vec<Upload>,
    sent: usize,
}

impl Fields {
    /// Reads `application/x-www-form-urlencoded` bytes. Bytes that are not UTF-8 become U+FFFD.
    pub fn decode(bytes: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(bytes);
        let pairs = pairs.map(|(name, value)| (clean(&name), clean(&value))).collect();
        Self { pairs, files: Vec::new(), sent: 0 }
    }

    /// Writes them as a query.
    pub fn encode(&self) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        out.extend_pairs(&self.pairs);
        out.finish()
    }

    /// The first value of `name`, trimmed; `None` when absent or blank.
    pub fn get(&self, name: &str) -> Option<&str> {
        let pair = self.pairs.iter().find(|(key, _)| key == name);
        pair.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The first value of `name` as typed; empty when absent.
    pub fn typed(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// All values of `name`.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether `name` came with exactly `value`; for boxes and choices.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|one| one == value)
    }

    /// All pairs in order.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The files.
    pub fn files(&self) -> &[Upload] {
        &self.files
    }

    /// How many files came, those too that were left behind because there were too many.
    pub fn files_sent(&self) -> usize {
        self.sent
    }

    /// Takes the files out: they are read once, and what is shown again has none.
    pub fn take_files(&mut self) -> Vec<Upload> {
        std::mem::take(&mut self.files)
    }

    /// Adds a value.
    pub fn push(&mut self, name: impl Into<String>, value: impl AsRef<str>) {
        self.pairs.push((name.into(), clean(value.as_ref())));
    }

    /// Adds a file.
    pub fn push_file(&mut self, file: Upload) {
        self.sent += 1;
        self.files.push(file);
    }

    /// Counts a file that was left behind.
    pub fn count_file(&mut self) {
        self.sent += 1;
    }

    /// All but `name`.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.pairs.retain(|(key, _)| key != name);
        self
    }
}

/// Text as the program keeps it.
fn clean(text: &str) -> String {
    kernel::text::clean(text).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned_and_kept() {
        for (raw, kept) in [
            ("Ho\u{300}a", "Hòa"),
            ("Vie\u{323}\u{302}t", "Việt"),
            ("a\r\nb\rc\nd", "a\nb\nc\nd"),
            ("a\u{202e}b\u{0}c\u{7}", "abc"),
            ("<b>&\"'", "<b>&\"'"),
            ("  giữ khoảng trắng ", "  giữ khoảng trắng "),
        ] {
            assert_eq!(clean(raw), kept);
        }
    }

    #[test]
    fn decodes_what_browsers_send() {
        let fields = Fields::decode("q=khi%E1%BA%BFu+n%E1%BA%A1i&k=1&k=2&e=".as_bytes());
        assert_eq!(fields.get("q"), Some("khiếu nại"));
        assert_eq!(fields.all("k").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(fields.get("e"), None);
        assert_eq!(fields.clone().without("q").encode(), "k=1&k=2&e=");
        assert_eq!(Fields::decode(b"a=%ff%fe").typed("a"), "\u{fffd}\u{fffd}");
    }
}
