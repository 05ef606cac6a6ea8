//! The law as it stood when the program was built: the files of `rules/`, inside the binary.
//!
//! A running office may hold a newer snapshot in its journal; this one is where it began.

/// Name and text of each file.
pub const FILES: &[(&str, &str)] = &[
    ("rules/van-ban.toml", include_str!("../../../../rules/van-ban.toml")),
    ("rules/khieu-nai.toml", include_str!("../../../../rules/khieu-nai.toml")),
    ("rules/to-cao.toml", include_str!("../../../../rules/to-cao.toml")),
    ("rules/tiep-cong-dan.toml", include_str!("../../../../rules/tiep-cong-dan.toml")),
    ("rules/doi-thoai.toml", include_str!("../../../../rules/doi-thoai.toml")),
    ("rules/don-thu.toml", include_str!("../../../../rules/don-thu.toml")),
    ("rules/dan-chu.toml", include_str!("../../../../rules/dan-chu.toml")),
    ("rules/du-lieu.toml", include_str!("../../../../rules/du-lieu.toml")),
    ("rules/bao-cao.toml", include_str!("../../../../rules/bao-cao.toml")),
    ("rules/holidays.toml", include_str!("../../../../rules/holidays.toml")),
];
