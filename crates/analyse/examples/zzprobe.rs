#![allow(missing_docs, clippy::print_stdout, clippy::unwrap_used)]
use memcon_read::Hint;
fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let hi = args[0] == "--agents-only";
    let settings: memcon_model::Settings = std::env::var("SETTINGS")
        .ok()
        .map(|f| serde_json::from_str(&std::fs::read_to_string(f).unwrap()).unwrap())
        .unwrap_or_default();
    let mut spent = std::time::Duration::ZERO;
    for path in &args[usize::from(hi)..] {
        let docs: Vec<(String, String, bool)> = if path.ends_with(".jsonl") {
            std::fs::read_to_string(path)
                .unwrap()
                .lines()
                .map(|l| {
                    let d: serde_json::Value = serde_json::from_str(l).unwrap();
                    let html = d["html"].as_str();
                    (
                        d["id"].as_str().unwrap().to_owned(),
                        html.or(d["text"].as_str()).unwrap_or("").to_owned(),
                        html.is_some(),
                    )
                })
                .collect()
        } else {
            vec![(path.clone(), std::fs::read_to_string(path).unwrap(), path.ends_with("html"))]
        };
        for (id, body, html) in docs {
            let hint =
                Hint { path: Some(&id), media_type: Some(if html { "text/html" } else { "text/plain" }) };
            let (agents, text) = if hi {
                let reading = memcon_read::read(body.as_bytes(), hint);
                let paper = memcon_analyse::Paper::new(&reading, &settings);
                let mut paper = paper;
                paper.languages = memcon_analyse::languages::languages(&paper);
                let found = memcon_model::Analysis::default();
                let t = std::time::Instant::now();
                let a = memcon_analyse::agents::agents(&paper, &found);
                spent += t.elapsed();
                (a, reading.text.clone())
            } else {
                let (a, text) = memcon_analyse::analyse(&id, body.as_bytes(), hint, &settings);
                (a.agents, text)
            };
            // code points
            let mut cp = Vec::with_capacity(text.len() + 1);
            let mut n = 0usize;
            for (i, _) in text.char_indices() {
                while cp.len() <= i {
                    cp.push(n);
                }
                n += 1;
            }
            while cp.len() <= text.len() {
                cp.push(n);
            }
            let mut v = serde_json::to_value(&agents).unwrap();
            for a in v.as_array_mut().unwrap() {
                for key in ["mentions", "glosses", "offices"] {
                    for m in a[key].as_array_mut().unwrap() {
                        for k in ["start", "end"] {
                            let b = m[k].as_u64().unwrap() as usize;
                            m[k] = cp_fix(&cp, b).into();
                        }
                    }
                }
            }
            println!("{}", serde_json::json!({"id": id, "agents": v, "text": text}));
        }
    }
    eprintln!("agents stage: {:?}", spent);
}
fn cp_fix(cp: &[usize], b: usize) -> u64 {
    cp[b.min(cp.len() - 1)] as u64
}
