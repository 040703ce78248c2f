//! The small word lists of describing and dividing, loaded once.

use std::sync::LazyLock;

use serde::Deserialize;

/// Word lists of `data/describe/words.toml`, in small letters.
#[derive(Deserialize)]
pub(crate) struct Words {
    /// Days of the week.
    pub weekdays: Vec<String>,
    /// Names of noon.
    pub noon: Vec<String>,
    /// Names of midnight.
    pub midnight: Vec<String>,
    /// What stands behind an hour; patterns.
    pub hours: Vec<String>,
    /// What stands behind minutes; patterns.
    pub minutes: Vec<String>,
    /// What opens a transcribed stamp.
    pub stamps: Vec<String>,
    /// Small words inside names.
    pub particles: Vec<String>,
    /// What may follow the number of a telegram.
    pub after_number: Vec<String>,
    /// What stands before the name of a comment's writer.
    pub bylines: Vec<String>,
}

/// The lists.
pub(crate) static WORDS: LazyLock<Words> =
    LazyLock::new(|| memcon_lexicon::table("describe/words.toml").expect("data/describe/words.toml"));
