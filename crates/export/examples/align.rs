//! Aligns each line of a JSON lines file (`{"id", "a": [sentence…], "b": [sentence…]}`) and prints
//! `{"id", "pairs"}`. `cargo run -q -p memcon-export --example align -- FILE`
#![allow(clippy::print_stdout, clippy::unwrap_used)]

fn main() {
    let path = std::env::args().nth(1).unwrap();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let doc: serde_json::Value = serde_json::from_str(line).unwrap();
        let side = |name: &str| -> Vec<&str> {
            doc[name].as_array().unwrap().iter().map(|s| s.as_str().unwrap()).collect()
        };
        let pairs = memcon_analyse::align::align(&side("a"), &side("b"));
        println!("{}", serde_json::json!({"id": doc["id"], "pairs": pairs}));
    }
}
