//! Lists of persons that a user gives: JSON lines, CSV, TEI, EAC-CPF, Wikidata; told apart by what they hold.
//!
//! Read as a stream, an entry at a time. A fault names the file and the line; nothing is guessed. What an
//! entry means for the papers is for linking to say.

mod json;
mod table;
mod tei;
mod xml;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use memcon_model::Listed;

/// Most entries of one list.
const ENTRIES: usize = 2_000_000;
/// Longest line, text or tag in bytes.
pub(crate) const LONGEST: u64 = 64 << 20;
/// Longest name in characters.
const NAME: usize = 500;
/// Most other spellings kept of one entry.
const OTHERS: usize = 80;
/// Longest note kept, in characters.
const NOTE: usize = 20_000;

/// A list as read: its entries, and the hash of the file.
pub struct List {
    /// The entries, in the order of the file.
    pub entries: Vec<Listed>,
    /// BLAKE3 of the file.
    pub blake3: String,
}

/// Takes entries as a reader finds them; knows the line for what it refuses.
pub(crate) struct Entries {
    file: String,
    entries: Vec<Listed>,
}

impl Entries {
    /// A fault with its place.
    pub fn fault(&self, line: u64, what: impl std::fmt::Display) -> anyhow::Error {
        anyhow::anyhow!("{}, line {line}: {what}", self.file)
    }

    /// Takes an entry; blanks are made single.
    pub fn add(&mut self, line: u64, mut entry: Listed) -> anyhow::Result<()> {
        let tidy = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ");
        entry.id = tidy(&entry.id);
        entry.name = tidy(&entry.name);
        entry.note = tidy(&entry.note).chars().take(NOTE).collect();
        let mut others: Vec<String> = Vec::new();
        for other in &entry.other_names {
            let other = tidy(other);
            let fits = !other.is_empty() && other.chars().count() <= NAME && other != entry.name;
            if fits && others.len() < OTHERS && !others.contains(&other) {
                others.push(other);
            }
        }
        entry.other_names = others;
        if entry.id.is_empty() {
            return Err(self.fault(line, "an entry without an id"));
        }
        if entry.name.is_empty() {
            return Err(self.fault(line, format!("the entry {:?} has no name", entry.id)));
        }
        if entry.name.chars().count() > NAME {
            return Err(
                self.fault(line, format!("the name of {:?} has more than {NAME} characters", entry.id))
            );
        }
        if self.entries.len() >= ENTRIES {
            return Err(self.fault(line, format!("more than {ENTRIES} entries")));
        }
        self.entries.push(entry);
        Ok(())
    }
}

/// Reads a list of persons from a file.
pub fn read(path: &Path) -> anyhow::Result<List> {
    let open = || {
        File::open(path).with_context(|| {
            format!(
                "{} cannot be read. Give a list of persons: JSON lines, CSV, TEI, EAC-CPF",
                path.display()
            )
        })
    };
    ensure!(!path.is_dir(), "{} is a folder; give the file of a list of persons", path.display());
    let mut hash = memcon_store::Fingerprint::default();
    let mut file = open()?;
    std::io::copy(&mut file, &mut hash).with_context(|| path.display().to_string())?;
    let mut source = BufReader::with_capacity(1 << 16, open()?);
    let entries = entries(&path.display().to_string(), &mut source)?;
    Ok(List { entries, blake3: hash.finish() })
}

/// Keeps the lists of persons that an edition holds beside its documents, under the file's name, which the keys in its
/// documents go by. A fault in them is said; the papers do not wait for it.
pub fn of_edition(collection: &memcon_store::Collection, id: &str, bytes: &[u8]) -> anyhow::Result<()> {
    let hint = memcon_read::Hint { path: Some(id), ..memcon_read::Hint::default() };
    let format = memcon_read::format(bytes, hint);
    let Some((name, xml)) = memcon_read::carve::persons(bytes, format, hint) else { return Ok(()) };
    match entries(id, &mut xml.as_bytes()) {
        Ok(mut listed) => {
            for entry in &mut listed {
                entry.id = format!("{name}#{}", entry.id);
            }
            collection.set_list(id, &memcon_store::fingerprint(xml.as_bytes()), &listed)?;
        }
        Err(error) => crate::out::remark(&format!("the list of persons in {id} was left out: {error:#}")),
    }
    Ok(())
}

/// Reads the entries of a list, whatever form it has.
pub(crate) fn entries(file: &str, source: &mut impl BufRead) -> anyhow::Result<Vec<Listed>> {
    let mut out = Entries { file: file.to_owned(), entries: Vec::new() };
    let first = first_byte(source).with_context(|| file.to_owned())?;
    match first {
        None => bail!("{file} is empty. Give a list of persons: JSON lines, CSV, TEI, EAC-CPF"),
        Some(b'{' | b'[') => json::read(source, &mut out)?,
        Some(b'<') => tei::read(source, &mut out)?,
        Some(0..=8 | 0xfe | 0xff) => {
            bail!("{file} is not UTF-8 text. Give a list of persons: JSON lines, CSV, TEI, EAC-CPF")
        }
        Some(_) => table::read(source, &mut out)?,
    }
    let mut seen = std::collections::BTreeSet::new();
    for entry in &out.entries {
        ensure!(seen.insert(entry.id.as_str()), "{file}: two entries have the id {:?}", entry.id);
    }
    ensure!(!out.entries.is_empty(), "{file} holds no person that could be read");
    Ok(out.entries)
}

/// The first byte that is no blank and no mark of encoding, left in place.
fn first_byte(source: &mut impl BufRead) -> std::io::Result<Option<u8>> {
    loop {
        let held = source.fill_buf()?;
        let mark = if held.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
        let blank = held.iter().skip(mark).take_while(|b| b.is_ascii_whitespace()).count();
        if held.is_empty() {
            return Ok(None);
        }
        // Blank lines keep their count for messages only where a reader meets them itself: first ones do not matter.
        if let Some(byte) = held.get(mark + blank) {
            let byte = *byte;
            source.consume(mark);
            return Ok(Some(byte));
        }
        let all = held.len();
        source.consume(all);
    }
}

/// The next line without its end; `None` at the end. Too long a line is a fault of the one who asks.
pub(crate) fn line(source: &mut impl BufRead) -> std::io::Result<Option<Vec<u8>>> {
    let mut out = Vec::new();
    let n = source.by_ref().take(LONGEST).read_until(b'\n', &mut out)?;
    if n as u64 == LONGEST {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidData, "a line longer than 64 MiB"));
    }
    Ok((n > 0).then_some(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<String>, String> {
        let read = entries("list", &mut text.as_bytes()).map_err(|e| format!("{e:#}"))?;
        Ok(read
            .iter()
            .map(|e| format!("{} | {} | {} | {}", e.id, e.name, e.note, e.other_names.join("; ")))
            .collect())
    }

    #[test]
    fn lines_of_json() {
        let text = "\u{feff}{\"id\": \"p1\", \"name\": \"Bricka, Ida\", \"note\": \"Envoy\"}\n\n{\"id\": 7, \"name\": \"Holm\"}\n";
        assert_eq!(read(text).unwrap(), ["p1 | Bricka, Ida | Envoy | ", "7 | Holm |  | "]);
    }

    #[test]
    fn a_table_with_commas_quotes_and_line_ends_inside() {
        let text = "id,name,note\r\np1,\"Bricka, Ida\",\"Envoy, \"\"acting\"\"\nuntil May\"\r\np2,Holm,\n";
        assert_eq!(
            read(text).unwrap(),
            ["p1 | Bricka, Ida | Envoy, \"acting\" until May | ", "p2 | Holm |  | "]
        );
        let sparql = "item,itemLabel,itemDescription,itemAltLabel\nhttp://www.wikidata.org/entity/Q7,Ida Bricka,envoy,\"I. Bricka, Briczka\"\n";
        assert_eq!(read(sparql).unwrap(), ["Q7 | Ida Bricka | envoy | I. Bricka; Briczka"]);
    }

    #[test]
    fn persons_of_tei() {
        let text = "<TEI><!-- <person> --><listPerson>\n<person xml:id=\"p1\"><persName><forename>Ida</forename> \
            <surname>Bricka</surname></persName><persName>Briczka</persName><note>Envoy &amp; writer</note></person>\n\
            </listPerson><list><item><hi><persName xml:id='p2'>Holm, Peter</persName></hi>, Minister of Fisheries</item></list></TEI>";
        assert_eq!(
            read(text).unwrap(),
            ["p1 | Bricka, Ida | Envoy & writer | Briczka", "p2 | Holm, Peter | Minister of Fisheries | "]
        );
    }

    #[test]
    fn a_record_of_eac() {
        let text = "<?xml version='1.0'?><eac-cpf><control><recordId>r9</recordId></control><cpfDescription><identity>\
            <entityType>person</entityType><nameEntry><part localType='surname'>Bricka</part><part localType='forename'>Ida</part></nameEntry>\
            <nameEntry><part>Briczka, I.</part></nameEntry></identity><description><biogHist><p>Envoy in Helvar.</p></biogHist>\
            </description></cpfDescription></eac-cpf>";
        assert_eq!(read(text).unwrap(), ["r9 | Bricka, Ida | Envoy in Helvar. | Briczka, I."]);
    }

    #[test]
    fn people_of_wikidata_and_nobody_else() {
        let text = "[\n{\"id\":\"Q1\",\"labels\":{\"en\":{\"value\":\"Ida Bricka\"},\"de\":{\"value\":\"Ida Brička\"}},\"aliases\":{},\
            \"descriptions\":{\"en\":{\"value\":\"envoy\"}},\"claims\":{\"P31\":[{\"mainsnak\":{\"datavalue\":{\"value\":{\"id\":\"Q5\"}}}}]}},\n\
            {\"id\":\"Q2\",\"labels\":{\"en\":{\"value\":\"Helvar\"}},\"claims\":{\"P31\":[{\"mainsnak\":{\"datavalue\":{\"value\":{\"id\":\"Q515\"}}}}]}}\n]\n";
        assert_eq!(read(text).unwrap(), ["Q1 | Ida Bricka | envoy | Ida Brička"]);
    }

    #[test]
    fn faults_say_where() {
        let why = |text: &str| read(text).unwrap_err();
        assert!(why("{\"id\": \"a\", \"name\": \"A\"}\n{\"id\": 1\n").contains("list, line 2"));
        assert!(why("{\"id\": \"a\", \"name\": \"\"}").contains("has no name"));
        assert!(why("a\tb\n1\t2\n").contains("line 1"), "no column for names");
        assert!(why("id,name\n1,\"open").contains("line 2"));
        assert!(why("<TEI><person xml:id='a'><persName>A</persName>").contains("not closed"));
        assert!(why(" \n ").contains("empty"));
        assert!(
            why("{\"id\": \"a\", \"name\": \"A\"}\n{\"id\": \"a\", \"name\": \"B\"}").contains("two entries")
        );
    }
}
