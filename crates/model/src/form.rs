//! The documentary form of a paper.

/// Declares a closed vocabulary: an enum with kebab-case names for the wire, `as_str`, `ALL` and `FromStr`.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $variant),+ }
        impl $name {
            /// Every value, in the order of the glossary.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The word of the record.
            pub const fn as_str(self) -> &'static str { match self { $($name::$variant => $text),+ } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.pad(self.as_str()) }
        }
        impl std::str::FromStr for $name {
            type Err = String;
            fn from_str(s: &str) -> Result<Self, String> {
                match s { $($text => Ok($name::$variant),)+ _ => Err(format!("unknown {}: {s}", stringify!($name))) }
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// What kind of paper it is (diplomatics: documentary form).
    Form {
        /// A record of a meeting, verbatim or summary.
        Minutes = "minutes",
        /// A telegram or cable.
        Cable = "cable",
        /// A letter or note from one agent to another.
        Letter = "letter",
        /// A memorandum, report or paper for the file.
        Memorandum = "memorandum",
        /// A text proposed for agreement.
        DraftTreaty = "draft-treaty",
        /// A text agreed.
        Agreement = "agreement",
        /// An item of a newspaper or agency.
        PressReport = "press-report",
        /// A page of the web, with its furniture.
        WebPage = "web-page",
        /// A summary of another document.
        Summary = "summary",
        /// None of these, or not to be told.
        Other = "other",
    }
}
