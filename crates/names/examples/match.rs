//! `match < pairs.tsv`: reads `a <tab> b` a line and prints `a b score same|possible|other why`.
//! `match find --roll FILE < queries.tsv`: reads `query id <tab> name`, prints the ten best of the roll.
#![allow(clippy::print_stdout)]

use std::io::{self, BufRead, Write};

use memcon_names::{Index, compare};

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let out = io::stdout();
    let mut out = io::BufWriter::new(out.lock());
    let lines = io::stdin().lock().lines();
    if let [find, flag, roll] = args.as_slice()
        && find == "find"
        && flag == "--roll"
    {
        let roll = std::fs::read_to_string(roll)?;
        let rows: Vec<(&str, &str)> = roll.lines().filter_map(|l| l.split_once('\t')).collect();
        let index = Index::new(rows.iter().map(|r| r.1));
        for line in lines {
            let line = line?;
            let mut fields = line.split('\t');
            let (Some(id), Some(name)) = (fields.next(), fields.next()) else { continue };
            for (n, m) in index.find(name) {
                writeln!(out, "{id}\t{}\t{:.4}", rows[n].0, m.score)?;
            }
        }
        return Ok(());
    }
    for line in lines {
        let line = line?;
        let mut fields = line.split('\t');
        let (Some(a), Some(b)) = (fields.next(), fields.next()) else { continue };
        let m = compare(a, b);
        writeln!(out, "{a}\t{b}\t{:.4}\t{}\t{}", m.score, m.verdict.as_str(), m.why)?;
    }
    Ok(())
}
