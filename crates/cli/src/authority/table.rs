//! Tables with a heading line (RFC 4180, also with semicolons or tabs): columns for id, name and note, and those
//! that the Wikidata query service gives (`item`, `itemLabel`, `itemDescription`, `itemAltLabel`).

use std::io::BufRead;

use memcon_model::Listed;

use super::{Entries, line};

/// Which column holds what.
struct Columns {
    id: usize,
    name: usize,
    note: Option<usize>,
    others: Option<usize>,
}

pub(super) fn read(source: &mut impl BufRead, out: &mut Entries) -> anyhow::Result<()> {
    let mut number = 0;
    let Some((head, _)) = row(source, &mut number, None, out)? else { return Ok(()) };
    let separator = separator(&head);
    let columns = columns(&cells(&head, separator))
        .ok_or_else(|| out.fault(1, "no heading with the columns id and name (and note)"))?;
    while let Some((text, at)) = row(source, &mut number, Some(separator), out)? {
        if text.trim().is_empty() {
            continue;
        }
        let cells = cells(&text, separator);
        let cell = |n: Option<usize>| n.and_then(|n| cells.get(n)).cloned().unwrap_or_default();
        let id = cell(Some(columns.id));
        let id = id.rsplit_once("/entity/").map_or(id.clone(), |(_, q)| q.to_owned());
        let others = cell(columns.others);
        let other_names = others.split([',', '|', ';']).map(str::to_owned).collect();
        let entry = Listed { id, name: cell(Some(columns.name)), note: cell(columns.note), other_names };
        out.add(at, entry)?;
    }
    Ok(())
}

/// The next row, over several lines where a quoted cell holds line ends, with the number of its first line.
fn row(
    source: &mut impl BufRead,
    number: &mut u64,
    quoted: Option<char>,
    out: &Entries,
) -> anyhow::Result<Option<(String, u64)>> {
    let mut text = String::new();
    let first = *number + 1;
    loop {
        let more = line(source).map_err(|e| out.fault(*number + 1, e))?;
        let Some(more) = more else {
            return match text.is_empty() {
                true => Ok(None),
                false => Err(out.fault(first, "a quotation mark is not closed")),
            };
        };
        *number += 1;
        let more = std::str::from_utf8(&more).map_err(|_| out.fault(*number, "not UTF-8 text"))?;
        text.push_str(more);
        if text.len() as u64 > super::LONGEST {
            return Err(out.fault(first, "a row longer than 64 MiB"));
        }
        if quoted.is_none() || text.matches('"').count().is_multiple_of(2) {
            let whole = text.trim_end_matches(['\n', '\r']).to_owned();
            return Ok(Some((whole, first)));
        }
    }
}

fn separator(head: &str) -> char {
    let count = |c: char| head.matches(c).count();
    ['\t', ';', ','].into_iter().max_by_key(|c| count(*c)).unwrap_or(',')
}

fn columns(head: &[String]) -> Option<Columns> {
    let find = |wanted: &[&str]| {
        let is = |h: &&str| wanted.iter().any(|w| h.eq_ignore_ascii_case(w));
        head.iter().position(|h| is(&h.trim().trim_start_matches('?')))
    };
    let ends = |end: &str| head.iter().position(|h| h.trim().ends_with(end));
    Some(Columns {
        id: find(&["id", "xml:id", "qid", "item", "person", "identifier", "uri"])?,
        name: find(&["name", "label"]).or_else(|| {
            ends("AltLabel").map_or_else(
                || ends("Label"),
                |alt| head.iter().enumerate().position(|(n, h)| n != alt && h.trim().ends_with("Label")),
            )
        })?,
        note: find(&["note", "description", "notes"]).or_else(|| ends("Description")),
        others: find(&["other_names", "aliases", "altLabel"]).or_else(|| ends("AltLabel")),
    })
}

fn cells(text: &str, separator: char) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut inside = false;
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if inside && letters.peek() == Some(&'"') => {
                letters.next();
                push(&mut out, '"');
            }
            '"' => inside = !inside,
            c if c == separator && !inside => out.push(String::new()),
            c => push(&mut out, c),
        }
    }
    out
}

fn push(cells: &mut [String], c: char) {
    if let Some(last) = cells.last_mut() {
        last.push(c);
    }
}
