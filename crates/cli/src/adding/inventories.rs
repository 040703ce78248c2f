//! Archives' inventories into the collection: kept unit by unit, matched with the documents that are here; what is not
//! here becomes a document without text.
//!
//! A match is certain where the inventory names the file, where a reference code is the document's own, or where title
//! and day are the same, and only one document fits. Everything else is said to be possible, never taken. A paper that is not
//! here and that several inventories describe is one document (`twins`).

mod twins;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::Context;
use memcon_model::{Edtf, Field, Unit, UnitLevel};
use memcon_read::{Format, Hint, inventory};
use memcon_store::{Collection, DESCRIPTION, Known, NewDocument, NewInventory, fingerprint};

/// Keeps an inventory under `name`; `None` = the file is none. Says what could not be read.
pub fn keep(collection: &Collection, name: &str, bytes: &[u8]) -> anyhow::Result<Option<Vec<String>>> {
    let hint = Hint { path: Some(name), ..Hint::default() };
    let format = memcon_read::format(bytes, hint).filter(|f| f.is_inventory());
    let Some(format) = format else { return Ok(None) };
    let blake3 = fingerprint(bytes);
    if collection.inventories()?.iter().any(|i| i.name == name && i.blake3 == blake3) {
        return Ok(Some(Vec::new()));
    }
    let Some(found) = inventory::read(bytes, hint) else { return Ok(None) };
    let format = format.media_type().to_owned();
    let mut units = found.units;
    for unit in &mut units {
        if unit.date.is_none() {
            unit.date = unit.field("date").and_then(day);
        }
    }
    collection.keep_original(bytes)?;
    let new = NewInventory { name: name.to_owned(), blake3, format, title: found.title, units };
    collection.set_inventory(&new)?;
    Ok(Some(found.notices.into_iter().map(|n| n.message).collect()))
}

/// Keeps the inventories that the user names expressly.
pub fn named(collection: &Collection, files: &[PathBuf]) -> anyhow::Result<()> {
    for path in files {
        let bytes = std::fs::read(path).with_context(|| {
            format!("{} cannot be read. Give an inventory: EAD, Dublin Core, CSV, Tropy", path.display())
        })?;
        let name = id(collection, path);
        match keep(collection, &name, &bytes)? {
            Some(notices) => notices.iter().for_each(|n| crate::out::remark(&format!("{name}: {n}"))),
            None => anyhow::bail!(
                "{} is no inventory that memcon reads. Give EAD, Dublin Core, a CSV whose columns are named as inventories \
                 name them, or Tropy's JSON-LD",
                path.display()
            ),
        }
    }
    Ok(())
}

/// The name of a file as its document's id would be.
fn id(collection: &Collection, path: &Path) -> String {
    let whole = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let below = collection.home().and_then(|h| whole.strip_prefix(h).ok().map(Path::to_owned));
    let name = below.unwrap_or_else(|| PathBuf::from(path.file_name().unwrap_or_default()));
    let parts: Vec<_> = name.components().map(|c| c.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// A date in words.
fn day(words: &str) -> Option<Edtf> {
    memcon_analyse::dates::find(words, &[], None)
        .into_iter()
        .find_map(|d| d.edtf)
        .filter(|e| e.earliest().is_some())
}

/// Matches every inventory with the documents that are here, and makes documents of what is not. Done after papers were
/// added; a second time it changes nothing.
pub fn settle(collection: &Collection) -> anyhow::Result<()> {
    let inventories = collection.inventories()?;
    if inventories.is_empty() || collection.is_settled(BY)? {
        return Ok(());
    }
    keep_signs(collection)?;
    let here = Here::new(collection)?;
    let twins = twins::find(collection, &inventories, &here)?;
    let mut kept = BTreeSet::new();
    let mut new = Vec::new();
    for inventory in inventories {
        let mut changed = Vec::new();
        for (n, before) in collection.units(inventory.n)?.into_iter().enumerate() {
            let mut unit = Unit { document: None, why: None, possible: Vec::new(), ..before.clone() };
            let own = format!("{}/{}", inventory.name, way(&unit, n));
            match here.find(&unit) {
                Match::One(id, why) if id != own => (unit.document, unit.why) = (Some(id), Some(why)),
                other => {
                    if let Match::Several(ids) = other {
                        unit.possible = ids.into_iter().filter(|i| *i != own).collect();
                    }
                    if let Some(first) = twins.first(&own) {
                        let why = "Another inventory describes the same paper.".to_owned();
                        (unit.document, unit.why) = (Some(first.to_owned()), Some(why));
                    } else if unit.level == UnitLevel::Item || unit.text.is_some() {
                        unit.document = Some(own.clone());
                        kept.insert(own.clone());
                        let known = collection.known(&own)?;
                        let more = (twins.others(&own), known.as_ref());
                        if let Some(made) = make(collection, &own, &unit, &inventory.name, more)? {
                            new.push(made);
                        } else if known.is_some_and(|k| !k.status.is_current()) {
                            collection.returned(std::slice::from_ref(&own))?;
                        }
                    }
                }
            }
            if unit != before {
                changed.push((n, unit));
            }
        }
        collection.set_units(inventory.n, &changed)?;
    }
    for batch in new.chunks(64) {
        collection.put(batch)?;
    }
    collection.keep_described(&kept)?;
    collection.set_settled(BY)?;
    Ok(())
}

/// Who matches: another version may match otherwise.
const BY: &str = env!("CARGO_PKG_VERSION");

/// By what an inventory may mean a document, besides its file.
#[derive(Default, serde::Serialize, serde::Deserialize)]
struct Signs {
    codes: Vec<String>,
    titles: Vec<String>,
}

/// Reads the signs of documents that are new or have changed: what was read before need not be read again.
fn keep_signs(collection: &Collection) -> anyhow::Result<()> {
    for numbers in collection.without_signs()?.chunks(256) {
        let mut signs = Vec::new();
        for (n, stored) in numbers.iter().zip(collection.stored(numbers)?) {
            let description = stored.analysis()?.description;
            let all = |f: Field| description.all(f).iter().map(|v| v.value.clone());
            let codes = all(Field::RecordId).chain(all(Field::Number)).collect();
            let titles = all(Field::Title).collect();
            signs.push((*n, serde_json::to_string(&Signs { codes, titles })?));
        }
        collection.keep_signs(&signs)?;
    }
    Ok(())
}

/// The way of a unit inside its inventory: its place, and its reference code where it has one.
fn way(unit: &Unit, n: usize) -> String {
    let code: String =
        unit.reference.chars().map(|c| if c == '/' || c == '\\' { '-' } else { c }).take(80).collect();
    if code.is_empty() { format!("{}", n + 1) } else { code + &format!("~{}", n + 1) }
}

/// A document out of a unit: its transcription where the inventory holds one, else its description alone, with what other
/// inventories say of the same paper. `None`: it is there already.
fn make(
    collection: &Collection,
    id: &str,
    unit: &Unit,
    inventory: &str,
    (others, known): (&[Said], Option<&Known>),
) -> anyhow::Result<Option<NewDocument>> {
    let mut given: Vec<Said> =
        serde_json::from_slice(&inventory::describe(unit, inventory)).unwrap_or_default();
    for said in others {
        if !given.contains(said) {
            given.push(said.clone());
        }
    }
    let described = serde_json::to_vec(&given)?;
    let (bytes, media_type) = match &unit.text {
        Some(text) => (text.as_bytes().to_vec(), Format::Plain.media_type()),
        None => (described, DESCRIPTION),
    };
    let engine = format!("{BY} {}", fingerprint(&serde_json::to_vec(&given)?));
    if known.is_some_and(|k| k.blake3 == fingerprint(&bytes) && k.engine == engine) {
        return Ok(None);
    }
    let hint = Hint { path: Some(id), media_type: Some(media_type), given: &given };
    let (analysis, text) = memcon_analyse::analyse(id, &bytes, hint, collection.settings());
    let name = [&unit.title, &unit.reference].into_iter().find(|n| !n.is_empty());
    Ok(Some(NewDocument {
        id: id.to_owned(),
        source: None,
        path: None,
        name: name.cloned().unwrap_or_else(|| id.to_owned()),
        media_hint: Some(media_type.to_owned()),
        blake3: collection.keep_original(&bytes)?,
        bytes: bytes.len() as u64,
        engine,
        given,
        analysis,
        text,
    }))
}

/// One thing that an inventory says of a paper: name, value.
type Said = (String, String);

/// Ways to the documents that are here.
#[derive(Default)]
struct Here {
    by_file: BTreeMap<String, Vec<String>>,
    by_code: BTreeMap<String, Vec<String>>,
    by_title: BTreeMap<String, Vec<(String, Option<Edtf>)>>,
}

/// What was found for a unit.
enum Match {
    One(String, String),
    Several(Vec<String>),
    None,
}

impl Here {
    fn new(collection: &Collection) -> anyhow::Result<Self> {
        let mut here = Self::default();
        collection.signs(|id, date, signs| {
            let name = id.rsplit('/').next().unwrap_or(&id);
            push(&mut here.by_file, fold(name), &id);
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            push(&mut here.by_code, fold(stem), &id);
            let signs: Signs = serde_json::from_str(signs).unwrap_or_default();
            for code in &signs.codes {
                push(&mut here.by_code, fold(code), &id);
            }
            for title in &signs.titles {
                here.by_title.entry(fold(title)).or_default().push((id.clone(), date.clone()));
            }
        })?;
        Ok(here)
    }

    fn find(&self, unit: &Unit) -> Match {
        for link in &unit.links {
            let name = link.rsplit(['/', '\\']).next().unwrap_or(link);
            if let Some(all) = self.by_file.get(&fold(name)) {
                let whole: Vec<&String> = all.iter().filter(|id| ends(id, link)).collect();
                if let [one] = whole.as_slice() {
                    return Match::One((*one).clone(), format!("The inventory names the file {name}."));
                }
                if let [one] = all.as_slice() {
                    return Match::One(one.clone(), format!("The inventory names a file {name}."));
                }
                return Match::Several(all.clone());
            }
        }
        let code = fold(&unit.reference);
        // A bare number is many papers' number.
        if code.chars().count() >= 3
            && !code.chars().all(|c| c.is_ascii_digit())
            && let Some(all) = self.by_code.get(&code)
        {
            return match all.as_slice() {
                [one] => Match::One(
                    one.clone(),
                    format!("The reference code {} is the document's.", unit.reference),
                ),
                _ => Match::Several(all.clone()),
            };
        }
        let title = fold(&unit.title);
        if title.chars().count() < 6 {
            return Match::None;
        }
        let Some(all) = self.by_title.get(&title).filter(|_| unit.level == UnitLevel::Item) else {
            return Match::None;
        };
        let day = |e: &Option<Edtf>| e.as_ref().map(|e| (e.earliest(), e.latest()));
        let dated: Vec<&(String, Option<Edtf>)> =
            all.iter().filter(|(_, d)| unit.date.is_some() && day(d) == day(&unit.date)).collect();
        match dated.as_slice() {
            [one] => Match::One(one.0.clone(), "Title and date are the same.".to_owned()),
            _ => Match::Several(all.iter().map(|(id, _)| id.clone()).collect()),
        }
    }
}

/// Whether the path that an inventory gives leads to a document: the folders that both name agree.
fn ends(id: &str, link: &str) -> bool {
    let parts = |p: &str| p.split(['/', '\\']).rev().map(fold).collect::<Vec<_>>();
    let (id, link) = (parts(id), parts(link));
    let most = id.len().min(link.len());
    id[..most] == link[..most]
}

fn push(map: &mut BTreeMap<String, Vec<String>>, key: String, id: &str) {
    let list = map.entry(key).or_default();
    if !list.iter().any(|i| i == id) {
        list.push(id.to_owned());
    }
}

/// Small letters and digits only.
fn fold(words: &str) -> String {
    words.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
