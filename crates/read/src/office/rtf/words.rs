//! What control words and symbols of Rich Text do.

use super::body::{Body, Style};
use super::encode::Font;
use super::state::{Keep, ParaState, To};
use crate::office::flow::Story;

impl Body<'_> {
    /// `\~` and the like.
    pub fn symbol(&mut self, symbol: u8) {
        let star = std::mem::take(&mut self.star);
        if self.skip > 0 && symbol != b'*' {
            self.skip -= 1;
            return;
        }
        match symbol {
            b'*' => self.star = true,
            b'~' => self.sign("\u{a0}"),
            b'-' => self.sign("\u{ad}"),
            b'_' => self.sign("\u{2011}"),
            b'\\' | b'{' | b'}' => self.bytes(&[symbol]),
            b'\t' => self.sign("\t"),
            b'\r' | b'\n' => self.end_paragraph(),
            _ => self.star = star,
        }
    }

    fn sign(&mut self, sign: &str) {
        self.flush();
        self.put(sign);
    }

    /// `\name` or `\name5`.
    pub fn word(&mut self, name: &str, value: Option<i32>) {
        let star = std::mem::take(&mut self.star);
        if name == "u" {
            self.unicode(value.unwrap_or(0));
            return;
        }
        // A word that stands for a character may be what is shown instead of one given as Unicode.
        if self.skip > 0 && name != "uc" {
            self.skip = 0;
            if stands_for(name).is_some() {
                return;
            }
        }
        if let Some(sign) = stands_for(name) {
            self.sign(sign);
            return;
        }
        self.flush();
        let known =
            self.destination(name, value) || self.table_word(name, value) || self.paper_word(name, value);
        if star && !known {
            self.state.to = To::Nowhere;
        }
    }

    /// Words that open a group whose words are not those of the paper around it.
    fn destination(&mut self, name: &str, value: Option<i32>) -> bool {
        let body = self.state.to == To::Paper;
        match name {
            "fonttbl" => self.state.to = To::Fonts,
            "stylesheet" => {
                self.state.to = To::Styles;
                self.style = Style { number: Some(0), ..Style::default() };
            }
            "revtbl" => self.state.to = To::Authors,
            "listtext" | "pntext" if body => self.begin_keep(Keep::Number),
            "fldinst" => self.begin_keep(Keep::Instruction),
            "field" => self.begin_field(),
            "fldrslt" => self.field_result(),
            "formfield" | "shpinst" | "shp" | "do" | "dpgroup" | "userprops" | "nesttableprops" | "ud"
            | "background" => self.holder(name),
            "upr" => {
                self.state.unicode_to = self.state.to;
                self.state.to = To::Nowhere;
            }
            "ffl" => self.begin_keep(Keep::Entry),
            "header" | "headerl" | "headerr" => self.begin_story(Story::Head),
            "headerf" => self.begin_story(Story::FirstHead),
            "footer" | "footerl" | "footerr" | "footerf" => self.begin_story(Story::Foot),
            "footnote" => {
                let label = self.flow.noted();
                self.note(label);
            }
            "shptxt" | "dptxbxtext" => {
                if self.state.holds_box {
                    self.begin_story(Story::Box);
                }
            }
            "annotation" => self.begin_remark(),
            "atnauthor" => self.begin_keep(Keep::RemarkBy),
            "atndate" => self.begin_keep(Keep::RemarkAt),
            "pict" => {
                if self.state.to != To::Nowhere {
                    self.flow.left_out.picture();
                }
                self.state.to = To::Nowhere;
            }
            "objclass" => self.begin_keep(Keep::Class),
            "title" | "author" | "operator" | "subject" | "keywords" | "doccomm" | "company" | "category"
            | "manager" => self.property(name),
            "creatim" => self.begin_keep(Keep::Time("created")),
            "revtim" => self.begin_keep(Keep::Time("modified")),
            "generator" => self.begin_keep(Keep::Property("application")),
            "propname" => self.begin_keep(Keep::OwnName),
            "staticval" => self.begin_keep(Keep::OwnValue),
            "listtable" | "listoverridetable" | "info" | "listpicture" => self.state.to = To::Nowhere,
            "shppict" => {}
            name if is_passed_over(name) => {
                self.state.to = To::Nowhere;
                self.state.holds_box = false;
            }
            _ => return self.info_word(name, value),
        }
        true
    }

    /// Groups that hold others: shapes, forms, properties.
    fn holder(&mut self, name: &str) {
        match name {
            "ud" => self.state.to = self.state.unicode_to,
            "nesttableprops" => {}
            "shp" | "shpinst" | "do" => {
                if self.state.to == To::Paper {
                    // A shape hangs on its paragraph, though it is told before its words.
                    self.ensure();
                    self.state.holds_box = true;
                }
                self.state.to = To::Nowhere;
            }
            _ => self.state.to = To::Nowhere,
        }
    }

    fn property(&mut self, name: &str) {
        let name = match name {
            "operator" => "modified_by",
            "doccomm" => "file_comment",
            "title" => "title",
            "author" => "author",
            "subject" => "subject",
            "keywords" => "keywords",
            "company" => "company",
            "category" => "category",
            _ => "manager",
        };
        self.begin_keep(Keep::Property(name));
    }

    /// Words of the file's own description.
    fn info_word(&mut self, name: &str, value: Option<i32>) -> bool {
        let n = value.unwrap_or(0);
        match name {
            "yr" => self.date[0] = n,
            "mo" => self.date[1] = n,
            "dy" => self.date[2] = n,
            "hr" => self.date[3] = n,
            "min" => self.date[4] = n,
            "nofpages" => self.told.count = usize::try_from(n).unwrap_or(0),
            "ffres" | "ffdefres" => {
                if let Some(field) = self.fields.last_mut() {
                    if name == "ffres" { field.result = Some(n) } else { field.default = n }
                }
            }
            _ => return false,
        }
        true
    }

    /// Words of the tables of fonts, styles and lists, and of the whole file.
    fn table_word(&mut self, name: &str, value: Option<i32>) -> bool {
        let n = value.unwrap_or(0);
        match (self.state.to, name) {
            (To::Fonts, "f") => self.font = (n, Font::default()),
            (To::Fonts, "fcharset") => self.font.1.charset = Some(n),
            (To::Fonts, "cpg") => self.font.1.page = Some(n),
            (To::Fonts, _) => return false,
            (To::Styles, "s") => self.style.number = Some(n),
            (To::Styles, "cs" | "ds" | "ts") => self.style.number = None,
            (To::Styles, "sbasedon") => self.style.based_on = Some(n).filter(|b| *b != 222),
            (To::Styles, "outlinelevel") => self.style.outline = u8::try_from(n).ok(),
            (_, "ansicpg") if n > 0 => self.fonts.page = n,
            (_, "mac") => self.fonts.page = 10_000,
            (_, "pc") => self.fonts.page = 437,
            (_, "pca") => self.fonts.page = 850,
            (_, "deff") => {
                self.default_font = n;
                self.state.font = n;
            }
            (_, "list") => self.lists.begin(),
            (_, "listlevel") => self.lists.level(),
            (_, "leveltext") => self.begin_keep(Keep::LevelText),
            (_, "levelnfc" | "levelnfcn") => {
                if let Some(level) = self.lists.last() {
                    level.system = n;
                }
            }
            (_, "levelstartat") => {
                if let Some(level) = self.lists.last() {
                    level.start = i64::from(n);
                }
            }
            (_, "levelfollow") => {
                if let Some(level) = self.lists.last() {
                    level.follow = n;
                }
            }
            (To::Nowhere, "listid") => {
                self.lists.list(n);
                self.list_id = n;
            }
            (To::Nowhere, "ls") => self.lists.stands_for(n, self.list_id),
            (_, "ftnnar" | "ftnnalc" | "ftnnauc" | "ftnnrlc" | "ftnnruc" | "ftnnchi") => {
                self.note_systems[0] = system(&name[3..])
            }
            (_, "aftnnar" | "aftnnalc" | "aftnnauc" | "aftnnrlc" | "aftnnruc" | "aftnnchi") => {
                self.note_systems[1] = system(&name[4..])
            }
            (_, "ftnstart") => self.notes[0] = i64::from(n) - 1,
            (_, "aftnstart") => self.notes[1] = i64::from(n) - 1,
            (_, "pgnlcrm") => self.told.system = "lowerRoman",
            (_, "pgnucrm") => self.told.system = "upperRoman",
            (_, "pgnstart" | "pgnstarts") => self.starts_at = Some(i64::from(n)),
            (_, "pgnrestart") => self.restart_pages(),
            _ => return false,
        }
        true
    }

    /// Words that set something of the paper's words and paragraphs.
    fn paper_word(&mut self, name: &str, value: Option<i32>) -> bool {
        let n = value.unwrap_or(0);
        let on = value != Some(0);
        match name {
            "par" => self.end_paragraph(),
            "sect" => {
                if self.state.to == To::Paper {
                    self.end_paragraph();
                    self.section = true;
                    self.section_page = true;
                }
            }
            "sectd" => self.section_page = true,
            "sbknone" | "sbkcol" => self.section_page = false,
            "cell" => self.end_cell(false),
            "nestcell" => self.end_cell(true),
            "row" => self.end_row(false),
            "nestrow" => self.end_row(true),
            "page" => self.set_page(true),
            "softpage" => self.set_page(false),
            "pard" => {
                self.state.para = ParaState::default();
                self.in_row = false;
            }
            "plain" => self.state.plain(self.default_font),
            "f" => self.state.font = n,
            "uc" => self.state.fallback = usize::try_from(n).unwrap_or(0).min(8),
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on.then_some(self.state.deleted.unwrap_or(0)),
            "revauthdel" => self.state.deleted = self.state.deleted.map(|_| n),
            "revised" => self.state.added = on.then_some(self.state.added.unwrap_or(0)),
            "revauth" => self.state.added = self.state.added.map(|_| n),
            "s" => self.state.para.style = n,
            "outlinelevel" => self.state.para.outline = u8::try_from(n).ok(),
            "sb" => self.state.para.space.0 = n,
            "sa" => self.state.para.space.1 = n,
            "contextualspace" => self.state.para.contextual = true,
            "intbl" => self.state.para.in_table = on,
            "itap" => self.state.para.depth = usize::try_from(n).ok(),
            "pagebb" => self.state.para.page = on,
            "ls" => self.state.para.list = Some(n),
            "ilvl" => self.state.para.level = usize::try_from(n).unwrap_or(0),
            "chftn" => self.note_number(),
            "chpgn" => self.told.numbered |= !self.flow.in_body(),
            _ => return false,
        }
        true
    }

    fn set_page(&mut self, set: bool) {
        if self.state.to == To::Paper {
            if set {
                self.put("\n");
            }
            self.page(set);
        }
    }
}

/// The name of a numbering of notes.
fn system(name: &str) -> &'static str {
    match name {
        "nalc" => "lowerLetter",
        "nauc" => "upperLetter",
        "nrlc" => "lowerRoman",
        "nruc" => "upperRoman",
        "nchi" => "chicago",
        _ => "decimal",
    }
}

/// The character that a word stands for.
fn stands_for(name: &str) -> Option<&'static str> {
    Some(match name {
        "tab" => "\t",
        "line" | "softline" | "lbr" | "column" => "\n",
        "emdash" => "—",
        "endash" => "–",
        "emspace" => "\u{2003}",
        "enspace" => "\u{2002}",
        "qmspace" => "\u{2005}",
        "bullet" => "•",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "zwj" => "\u{200d}",
        "zwnj" => "\u{200c}",
        "zwbo" => "\u{200b}",
        "zwnbo" => "\u{2060}",
        "ltrmark" => "\u{200e}",
        "rtlmark" => "\u{200f}",
        _ => return None,
    })
}

/// Groups without words of the paper, though no star stands before them.
fn is_passed_over(name: &str) -> bool {
    matches!(
        name,
        "colortbl"
            | "nonshppict"
            | "shprslt"
            | "sp"
            | "objdata"
            | "object_data"
            | "xe"
            | "tc"
            | "tcn"
            | "rxe"
            | "txe"
            | "bkmkstart"
            | "bkmkend"
            | "ftnsep"
            | "ftnsepc"
            | "ftncn"
            | "aftnsep"
            | "aftnsepc"
            | "aftncn"
            | "private1"
            | "nextfile"
            | "template"
            | "rsidtbl"
            | "themedata"
            | "datastore"
            | "latentstyles"
            | "pnseclvl"
            | "nonesttables"
            | "atnid"
            | "atnref"
            | "atrfstart"
            | "atrfend"
            | "atnicn"
            | "atntime"
            | "atnparent"
            | "docvar"
            | "falt"
            | "panose"
            | "fontemb"
            | "filetbl"
            | "listname"
            | "levelnumbers"
            | "pgdsctbl"
            | "printim"
            | "buptim"
            | "linkval"
            | "hlinkbase"
            | "mmath"
            | "mmathPr"
            | "pn"
            | "buinit"
            | "factoidname"
    )
}
