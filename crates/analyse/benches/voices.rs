//! How long the voice stage takes over texts of growing size: prose of four kinds, and texts made to hurt it.
//!
//! `cargo bench -p memcon-analyse --bench voices` prints a table; `-- --plot FILE.svg` draws it too, `-- --largest BYTES`
//! stops earlier, `-- NAME…` takes some kinds only. Every text is invented here, sentence by sentence, from a fixed
//! seed. What the stages before the voices find in prose is given to the stage as in the flow; hostile texts
//! go to it bare, for it must bear them whatever stands before it. Timings decide no test.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

use memcon_analyse::{Paper, analyse_reading, voice};
use memcon_model::{Analysis, Settings};
use memcon_read::{Hint, read};
use plotters::prelude::*;
use std::time::Instant;

/// Sizes in bytes, each four times the one before.
const SIZES: [usize; 5] = [1 << 16, 1 << 18, 1 << 20, 1 << 22, 1 << 24];
/// The largest text for which the stages before are run too; they are slower than the voices.
const LARGEST_WITH_OTHERS: usize = 1 << 20;
/// The size of the largest single paragraph.
const LARGEST: usize = 50_000_000;

/// A kind of text: its name, whether it is hostile, and its `n`th piece.
struct Kind {
    name: &'static str,
    hostile: bool,
    piece: fn(&mut Dice, usize) -> String,
}

/// A small generator of numbers, the same on every machine (Knuth's constants for a linear congruence).
struct Dice(u64);

impl Dice {
    fn of(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.of(list.len())]
    }
}

const NAMES: [&str; 8] = [
    "Ilse Varga",
    "Tomas Brandt",
    "Anneke Ruhl",
    "Pavel Orlin",
    "Mira Castell",
    "Jonas Hale",
    "Edda Kroll",
    "Viktor Sand",
];
const VERBS: [&str; 6] = ["said", "stated", "replied", "insisted", "added", "explained"];
const CLAUSES: [&str; 8] = [
    "the line would have to follow the river as far as the second bridge",
    "no answer had been received to the letter of the spring",
    "both sides should withdraw their boats within ten days",
    "the inspectors could not be admitted before the list was complete",
    "his government attached great weight to the harbour",
    "a joint commission of six might settle the matter",
    "the fishermen had been released on the island the day before",
    "this was not a question of prestige but of the safety of shipping",
];

fn sentence(d: &mut Dice) -> String {
    let mut s = d.one(&CLAUSES).to_owned();
    s[..1].make_ascii_uppercase();
    s + ". "
}

fn minutes(d: &mut Dice, n: usize) -> String {
    let who = ["VARGA", "BRANDT"][n % 2];
    format!("{who}: {}{}\n\n", sentence(d), sentence(d))
}

fn cable(d: &mut Dice, n: usize) -> String {
    let (who, verb, a, b) = (d.one(&NAMES), d.one(&VERBS), d.one(&CLAUSES), d.one(&CLAUSES));
    format!("{}. Ambassador {who} {verb} that {a}. He thought that {b}. {}\n\n", n % 40 + 1, sentence(d))
}

fn news(d: &mut Dice, _: usize) -> String {
    let (who, verb, a, b) = (d.one(&NAMES), d.one(&VERBS), d.one(&CLAUSES), d.one(&CLAUSES));
    format!("“It seems that {a},” {verb} {who}, the minister of fisheries. According to officials, {b}.\n\n")
}

fn dialogue(d: &mut Dice, n: usize) -> String {
    match n % 3 {
        0 => format!("\"I think {},\" {} {}. \n", d.one(&CLAUSES), d.one(&VERBS), d.one(&NAMES)),
        1 => format!("\"Do you mean that {}?\" he asked.\n", d.one(&CLAUSES)),
        _ => format!("\"Perhaps {}.\"\n\n", d.one(&CLAUSES)),
    }
}

const KINDS: [Kind; 14] = [
    Kind { name: "minutes", hostile: false, piece: minutes },
    Kind { name: "cable", hostile: false, piece: cable },
    Kind { name: "news", hostile: false, piece: news },
    Kind { name: "dialogue", hostile: false, piece: dialogue },
    Kind { name: "one paragraph", hostile: true, piece: |d, _| sentence(d) },
    Kind { name: "marks", hostile: true, piece: |_, _| "\"".into() },
    Kind { name: "marks and words", hostile: true, piece: |_, _| "\" a ".into() },
    Kind {
        name: "5,000 levels",
        hostile: true,
        piece: |_, n| if n % 10_000 < 5000 { "“He said: ".into() } else { "no.” ".into() },
    },
    Kind { name: "open brackets", hostile: true, piece: |_, _| "(a [b ".into() },
    Kind {
        name: "names",
        hostile: true,
        piece: |d, n| format!("{} {}{n} ", d.one(&NAMES), d.one(&["Mac", "Von", "Ap"])),
    },
    Kind {
        name: "short lines",
        hostile: true,
        piece: |_, n| format!("{}: yes\n", ["A", "Mr. B", "C D"][n % 3]),
    },
    Kind { name: "cues alone", hostile: true, piece: |_, _| "he said that she said that ".into() },
    Kind { name: "colons", hostile: true, piece: |_, n| format!("Name {}: ", n % 977) },
    Kind {
        name: "blank lines",
        hostile: true,
        piece: |_, n| if n % 7 == 0 { "“x\n\n".into() } else { "\n\n".into() },
    },
];

fn text(kind: &Kind, size: usize) -> String {
    let mut dice = Dice(7);
    let mut text = String::with_capacity(size + 200);
    let mut n = 0;
    while text.len() < size {
        text.push_str(&(kind.piece)(&mut dice, n));
        n += 1;
    }
    text
}

/// Seconds that this thread has spent on a core, where the system tells it (Linux does): a machine that is busy with
/// other things makes the wall's clock say little.
fn on_core() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = told.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// Seconds that the stage alone takes, over some runs.
fn seconds(kind: &Kind, size: usize) -> f64 {
    let text = text(kind, size);
    let reading =
        read(text.as_bytes(), Hint { path: None, media_type: Some("text/plain"), ..Hint::default() });
    let settings = Settings::default();
    let with_others = !kind.hostile && size <= LARGEST_WITH_OTHERS;
    let found = if with_others { analyse_reading(&reading, &settings) } else { Analysis::default() };
    let paper = Paper::new(&reading, &settings);
    let runs = ((1 << 22) / size).clamp(1, 64);
    // The system counts time on a core in ticks: short runs are told only by their sum.
    let (start, before) = (Instant::now(), on_core());
    for _ in 0..runs {
        std::hint::black_box(voice::voices(&paper, &found));
    }
    let spent = match (before, on_core()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed().as_secs_f64(),
    };
    spent / runs as f64
}

fn main() {
    let mut args = std::env::args().skip(1).filter(|a| a != "--bench");
    let (mut plot, mut largest, mut only) = (None, LARGEST, Vec::new());
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--plot" => plot = args.next(),
            "--largest" => largest = args.next().and_then(|n| n.parse().ok()).unwrap_or(LARGEST),
            _ => only.push(arg),
        }
    }
    let mut all = Vec::new();
    println!("{:<18}{:>12}{:>10}{:>8}", "text", "bytes", "seconds", "MB/s");
    for kind in KINDS.iter().filter(|k| only.is_empty() || only.iter().any(|o| o == k.name)) {
        let mut points = Vec::new();
        let whole = (kind.name == "one paragraph").then_some(LARGEST);
        for size in SIZES.into_iter().chain(whole).filter(|&s| s <= largest) {
            let took = seconds(kind, size);
            println!("{:<18}{size:>12}{took:>10.3}{:>8.1}", kind.name, size as f64 / took / 1e6);
            points.push((size as f64, took));
        }
        all.push((kind, points));
    }
    if let Some(path) = plot {
        // Cargo runs a benchmark in its crate's folder; the path is meant from the top of the house.
        let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        draw(&top.join(path), &all).unwrap();
    }
}

/// Draws time over size, both by powers of ten, with a line for ten megabytes a second: what lies under it is faster,
/// what runs beside it is linear.
fn draw(path: &std::path::Path, all: &[(&Kind, Vec<(f64, f64)>)]) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::new(path, (900, 620)).into_drawing_area();
    root.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&root)
        .caption("The voice stage: time over size of text", ("sans-serif", 20))
        .margin(12)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .build_cartesian_2d((5e4..8e7).log_scale(), (1e-3..1e1).log_scale())?;
    chart
        .configure_mesh()
        .x_desc("bytes of text")
        .y_desc("seconds, one core")
        .x_label_formatter(&|x| format!("{x:.0e}"))
        .y_label_formatter(&|y| format!("{y}"))
        .draw()?;
    let mark = BLACK.mix(0.6).stroke_width(3);
    chart
        .draw_series(LineSeries::new([(5e4, 5e-3), (8e7, 8.0)], mark))?
        .label("10 MB a second")
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], mark));
    for (n, (kind, points)) in all.iter().enumerate() {
        let colour = Palette99::pick(n)
            .mix(if kind.hostile { 0.55 } else { 1.0 })
            .stroke_width(if kind.hostile { 1 } else { 2 });
        chart
            .draw_series(LineSeries::new(points.iter().copied(), colour).point_size(3))?
            .label(if kind.hostile { format!("{} (hostile)", kind.name) } else { kind.name.to_owned() })
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], colour));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .background_style(WHITE.mix(0.85))
        .border_style(BLACK.mix(0.3))
        .draw()?;
    root.present()?;
    Ok(())
}
