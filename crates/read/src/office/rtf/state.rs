//! What a group of Rich Text sets and its end takes back.

/// Where words go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum To {
    /// To the paper.
    #[default]
    Paper,
    /// Nowhere.
    Nowhere,
    /// To the table of fonts.
    Fonts,
    /// To the table of styles.
    Styles,
    /// To the table of those who changed the paper.
    Authors,
    /// To something that is kept when its group ends.
    Kept,
}

/// What happens when a group ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Then {
    /// Nothing.
    #[default]
    Nothing,
    /// A story ends.
    Story,
    /// A field ends.
    Field,
    /// What was kept is done with.
    Keep(Keep),
}

/// What is kept of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    /// The instruction of a field.
    Instruction,
    /// The printed number of a paragraph.
    Number,
    /// A property of the file, under this name.
    Property(&'static str),
    /// A date among the properties.
    Time(&'static str),
    /// The name of a property that a person made.
    OwnName,
    /// Its value.
    OwnValue,
    /// Who wrote a remark.
    RemarkBy,
    /// When, packed into a number.
    RemarkAt,
    /// The printed text of a list's level.
    LevelText,
    /// The program of an object.
    Class,
    /// An entry of a form's list.
    Entry,
}

/// Everything that a group may set.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// Where words go.
    pub to: To,
    /// What its end does.
    pub then: Then,
    /// Whether words go to the paper when the text in two encodings is over.
    pub unicode_to: To,
    /// Whether a text box in this group is one of the paper.
    pub holds_box: bool,
    /// How many characters stand for one given as Unicode.
    pub fallback: usize,
    /// The font.
    pub font: i32,
    /// Whether words are hidden.
    pub hidden: bool,
    /// Whether words are struck out, by whom.
    pub deleted: Option<i32>,
    /// Whether words were put in, by whom.
    pub added: Option<i32>,
    /// The paragraph.
    pub para: ParaState,
}

/// What is set of a paragraph.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ParaState {
    /// Its style.
    pub style: i32,
    /// Its level in the outline, from 0.
    pub outline: Option<u8>,
    /// Space before and behind, in twentieths of a point.
    pub space: (i32, i32),
    /// Whether it stands in a table.
    pub in_table: bool,
    /// How deep in tables.
    pub depth: Option<usize>,
    /// Whether a page begins.
    pub page: bool,
    /// Its list and level.
    pub list: Option<i32>,
    /// See `list`.
    pub level: usize,
    /// No space between paragraphs of one style.
    pub contextual: bool,
}

impl State {
    /// What holds at the start.
    pub fn new(font: i32) -> Self {
        Self {
            to: To::Paper,
            then: Then::Nothing,
            unicode_to: To::Paper,
            holds_box: false,
            fallback: 1,
            font,
            hidden: false,
            deleted: None,
            added: None,
            para: ParaState::default(),
        }
    }

    /// Takes back what is set of words.
    pub fn plain(&mut self, font: i32) {
        self.font = font;
        self.hidden = false;
        self.deleted = None;
        self.added = None;
    }
}
