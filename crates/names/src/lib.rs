//! x
/// v
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// s
    Same,
    /// p
    Possible,
    /// o
    Other,
}
/// m
pub struct Match {
    /// s
    pub score: f32,
    /// v
    pub verdict: Verdict,
    /// w
    pub why: String,
}
/// c
pub fn compare(a: &str, b: &str) -> Match {
    Match { score: 0.0, verdict: if a == b { Verdict::Same } else { Verdict::Other }, why: String::new() }
}
/// k
pub fn key(a: &str) -> Vec<String> {
    vec![a.to_lowercase()]
}
