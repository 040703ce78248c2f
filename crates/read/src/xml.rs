//! XML as a flat run of events, safe on any input: no entity of a file's own is expanded, nothing is
//! fetched, nothing recurses, and a file that breaks off gives what stood before the break.
//!
//! Names come without their prefix. What does not belong here: the meaning of any element.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements nested deeper than this are passed over with their words kept.
const DEEPEST: usize = 2_000;

/// What comes next in a file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node<'x> {
    /// An element begins (an empty one ends at once).
    Start(Element<'x>),
    /// The element of this local name ends.
    End(Cow<'x, str>),
    /// Words, with character references resolved.
    Text(Cow<'x, str>),
}

/// The start of an element.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Element<'x> {
    /// Its name without prefix.
    pub name: Cow<'x, str>,
    /// Its attributes: name without prefix (`xml:id` and `xml:lang` keep theirs), value.
    pub attributes: Vec<(Cow<'x, str>, String)>,
    /// Offset of its `<`, in bytes of the source given.
    pub at: usize,
}

impl Element<'_> {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// The events of a file.
pub(crate) struct Nodes<'x> {
    reader: Reader<&'x [u8]>,
    /// Names of the elements that are open.
    open: Vec<Cow<'x, str>>,
    /// Names still to be told as ended.
    ends: Vec<Cow<'x, str>>,
    too_deep: usize,
    /// Why reading ended before the end of the file.
    pub broken: Option<String>,
    done: bool,
}

impl<'x> Nodes<'x> {
    /// The events of `source`, decoded text.
    pub fn new(source: &'x str) -> Self {
        let mut reader = Reader::from_str(source);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Self { reader, open: Vec::new(), ends: Vec::new(), too_deep: 0, broken: None, done: false }
    }

    /// Offset behind the last event, in bytes of the source.
    pub fn offset(&self) -> usize {
        self.reader.buffer_position() as usize
    }

    /// Names of the elements that are open, outermost first.
    pub fn path(&self) -> &[Cow<'x, str>] {
        &self.open
    }

    /// Passes over the rest of the element that was begun last; its end is not told.
    pub fn skip(&mut self) {
        let depth = self.open.len();
        while self.open.len() >= depth && depth > 0 {
            if self.next().is_none() {
                return;
            }
        }
    }

    /// All words of the element that was begun last, white space as it stands; its end is not told.
    pub fn words(&mut self) -> String {
        let depth = self.open.len();
        let mut words = String::new();
        while self.open.len() >= depth && depth > 0 {
            match self.next() {
                Some(Node::Text(text)) => words.push_str(&text),
                Some(_) => {}
                None => break,
            }
        }
        words
    }
}

impl<'x> Iterator for Nodes<'x> {
    type Item = Node<'x>;

    fn next(&mut self) -> Option<Node<'x>> {
        if let Some(name) = self.ends.pop() {
            self.open.pop();
            return Some(Node::End(name));
        }
        while !self.done {
            let at = self.offset();
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    if self.open.len() >= DEEPEST {
                        self.too_deep += 1;
                        continue;
                    }
                    let element = element(&start, at);
                    self.open.push(element.name.clone());
                    return Some(Node::Start(element));
                }
                Ok(Event::Empty(start)) => {
                    if self.open.len() >= DEEPEST {
                        continue;
                    }
                    let element = element(&start, at);
                    self.open.push(element.name.clone());
                    self.ends.push(element.name.clone());
                    return Some(Node::Start(element));
                }
                Ok(Event::End(end)) => {
                    if self.too_deep > 0 {
                        self.too_deep -= 1;
                        continue;
                    }
                    let name = local(end.name().as_ref()).to_owned();
                    // An end without its start says nothing; one further out ends those inside it too.
                    let Some(n) = self.open.iter().rposition(|o| *o == name) else { continue };
                    self.ends = self.open[n..].to_vec();
                    return self.next();
                }
                Ok(Event::Text(text)) => return Some(Node::Text(Cow::Owned(normal(&text)))),
                Ok(Event::CData(text)) => return Some(Node::Text(Cow::Owned(normal(&text)))),
                Ok(Event::GeneralRef(reference)) => {
                    let resolved = match reference.resolve_char_ref() {
                        Ok(Some(c)) => c.to_string(),
                        _ => entity(&reference),
                    };
                    return Some(Node::Text(Cow::Owned(resolved)));
                }
                Ok(Event::Eof) => self.done = true,
                Ok(_) => {}
                Err(error) => {
                    self.broken = Some(error.to_string());
                    self.done = true;
                }
            }
        }
        let name = self.open.pop()?;
        Some(Node::End(name))
    }
}

/// Line ends as XML reads them.
fn normal(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// A reference by name: the five of XML and those of HTML that are met in such files; any other stays as it is written.
fn entity(name: &str) -> String {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        "shy" => '\u{ad}',
        _ => return format!("&{name};"),
    };
    c.to_string()
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn element<'x>(start: &BytesStart<'_>, at: usize) -> Element<'x> {
    let name = Cow::Owned(local(start.name().as_ref()).to_owned());
    let mut attributes = Vec::new();
    for attribute in start.attributes().with_checks(false).flatten() {
        let key: &str = attribute.key.as_ref();
        if key == "xmlns" || key.starts_with("xmlns:") {
            continue;
        }
        let key = if key.starts_with("xml:") { key } else { local(key) };
        attributes.push((Cow::Owned(key.to_owned()), unescape(&attribute.value)));
    }
    Element { name, attributes, at }
}

/// An attribute's value with its references resolved; one unknown stays as it is written.
fn unescape(raw: &str) -> String {
    if !raw.contains('&') {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(end) = rest.find(';').filter(|&e| e <= 10) else {
            out.push('&');
            continue;
        };
        let name = &rest[..end];
        let code = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => n.parse().ok(),
        });
        match code.and_then(char::from_u32) {
            Some(c) => out.push(c),
            None => out.push_str(&entity(name)),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(source: &str) -> String {
        let mut out = String::new();
        for node in Nodes::new(source) {
            match node {
                Node::Start(e) => {
                    out += &format!("<{}", e.name);
                    for (k, v) in &e.attributes {
                        out += &format!(" {k}={v}");
                    }
                    out.push('>');
                }
                Node::End(n) => out += &format!("</{n}>"),
                Node::Text(t) => out += &t,
            }
        }
        out
    }

    #[test]
    fn names_lose_their_prefix_and_references_are_resolved() {
        assert_eq!(
            told("<w:p xml:id='a' w:x='1 &amp; 2'>A &#x42; &lt;<w:br/>&unknown; </w:p>"),
            "<p xml:id=a x=1 & 2>A B <<br></br>&unknown; </p>"
        );
    }

    #[test]
    fn broken_files_keep_what_can_be_read() {
        assert_eq!(told("<a><b>one</a>two"), "<a><b>one</b></a>two");
        assert_eq!(told("<a>one</b> two"), "<a>one two</a>");
        assert_eq!(told("<a><b>one"), "<a><b>one</b></a>");
        assert!(told("<a>one<b two").starts_with("<a>one"));
    }

    #[test]
    fn entities_of_the_file_are_not_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\"><!ENTITY y \"&x;&x;\"><!ENTITY z SYSTEM \"file:///etc/passwd\">]><a>&y;&z;</a>";
        assert_eq!(told(bomb), "<a>&y;&z;</a>");
    }

    #[test]
    fn any_depth_is_read_without_recursion() {
        let deep = format!("{}in{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        assert!(told(&deep).contains("in"));
    }
}
