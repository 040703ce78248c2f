//! Which languages a paper is written in: by script, by letters, by function words (data).
//!
//! What does not belong here: languages that a paper only names ("Original language: Russian").

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::Paper;

/// A paragraph with this much text (in Latin letters) tells a language of the paper.
const SUBSTANTIAL: f32 = 45.0;
/// As many words of a passage are looked at: more do not change the answer.
const ENOUGH: usize = 400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordsFile {
    language: Vec<Language>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Language {
    tag: String,
    script: String,
    letters: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ScriptsFile {
    script: Vec<Script>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    name: String,
    #[serde(default)]
    tag: Option<String>,
    weight: f32,
    ranges: Vec<(u32, u32)>,
}

struct Tables {
    scripts: Vec<Script>,
    /// Ranges of all scripts in order, with the script's index.
    ranges: Vec<(u32, u32, usize)>,
    languages: Vec<Language>,
    /// Languages (indices) that a word is a function word of.
    words: BTreeMap<String, Vec<usize>>,
    /// Languages (indices) that a letter tells.
    letters: BTreeMap<char, Vec<usize>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let words: WordsFile = memcon_lexicon::table("languages/words.toml").expect("our own table of words");
    let scripts: ScriptsFile =
        memcon_lexicon::table("languages/scripts.toml").expect("our own table of scripts");
    let mut tables = Tables {
        scripts: scripts.script,
        ranges: Vec::new(),
        languages: words.language,
        words: BTreeMap::new(),
        letters: BTreeMap::new(),
    };
    for (n, script) in tables.scripts.iter().enumerate() {
        tables.ranges.extend(script.ranges.iter().map(|&(a, b)| (a, b, n)));
    }
    tables.ranges.sort_unstable();
    for (n, language) in tables.languages.iter().enumerate() {
        for word in &language.words {
            let known = tables.words.entry(word.clone()).or_default();
            if !known.contains(&n) {
                known.push(n);
            }
        }
        for letter in language.letters.chars() {
            tables.letters.entry(letter).or_default().push(n);
        }
    }
    tables
});

/// Index of a character's script.
fn script_of(c: char) -> Option<usize> {
    let code = c as u32;
    if code < 0x41 {
        return None;
    }
    let ranges = &TABLES.ranges;
    let n = ranges.partition_point(|r| r.0 <= code).checked_sub(1)?;
    (code <= ranges[n].1).then_some(ranges[n].2)
}

/// How much text of each script a passage holds, in Latin letters.
fn scripts(text: &str) -> Vec<f32> {
    let mut found = vec![0.0; TABLES.scripts.len()];
    for script in text.chars().filter_map(script_of) {
        found[script] += TABLES.scripts[script].weight;
    }
    found
}

fn amount(scripts: &[f32], name: &str) -> f32 {
    TABLES.scripts.iter().position(|s| s.name == name).map_or(0.0, |n| scripts[n])
}

/// The language of a passage: a tag (`en`, `zh`, `ko`, `ru` …), or nothing where it cannot be told, as with
/// names and numbers only. Linear.
pub fn language_of(text: &str) -> Option<&'static str> {
    judge(text, &scripts(text))
}

fn judge(text: &str, found: &[f32]) -> Option<&'static str> {
    let (han, kana, hangul) = (amount(found, "Han"), amount(found, "Kana"), amount(found, "Hangul"));
    let asian = han + kana + hangul;
    let (best, most) = found
        .iter()
        .enumerate()
        .fold((0, 0.0), |best, (n, &size)| if size > best.1 { (n, size) } else { best });
    if asian >= most && asian > 0.0 {
        // Korean papers of the time mix in Han characters, Japanese ones always hold kana.
        return Some(if hangul * 4.0 > asian {
            "ko"
        } else if kana * 20.0 > asian {
            "ja"
        } else {
            "zh"
        });
    }
    if most < 1.0 {
        return None;
    }
    let script = &TABLES.scripts[best];
    script.tag.as_deref().or_else(|| by_words(text, &script.name))
}

/// The language of a script's several whose function words and letters the passage holds most of.
fn by_words(text: &str, script: &str) -> Option<&'static str> {
    let tables = &*TABLES;
    let mut scores = vec![0.0f32; tables.languages.len()];
    let (mut words, mut hits) = (0usize, 0usize);
    for word in text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).take(ENOUGH) {
        words += 1;
        let lower = word.chars().take(24).flat_map(char::to_lowercase).collect::<String>();
        // Words in capitals throughout (headings, abbreviations) tell less.
        if let Some(known) = tables.words.get(&lower) {
            hits += 1;
            let weight = if lower.chars().count() == 1 { 0.4 } else { 1.0 };
            known.iter().for_each(|&n| scores[n] += weight);
        }
        for c in lower.chars() {
            if let Some(known) = tables.letters.get(&c) {
                known.iter().for_each(|&n| scores[n] += 0.5 / known.len() as f32);
            }
        }
    }
    let mut ranked: Vec<usize> =
        (0..scores.len()).filter(|&n| tables.languages[n].script == script && scores[n] > 0.0).collect();
    ranked.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]).then(a.cmp(&b)));
    let best = *ranked.first()?;
    let second = ranked.get(1).map_or(0.0, |&n| scores[n]);
    let enough = scores[best] >= 1.9 && (hits * 14 >= words || scores[best] * 10.0 >= words as f32);
    let clear = scores[best] >= second * 1.15 + 0.5 || (words >= 60 && scores[best] > second * 1.05);
    (enough && clear).then(|| tables.languages[best].tag.as_str())
}

/// Language tags (`en`, `zh`, `ko`, `ru`, `fr`, `de`, `ja` …), most used first. A language counts when one
/// paragraph is substantially in it; a short paper counts as a whole; empty where nothing can be told.
pub fn languages(paper: &Paper<'_>) -> Vec<String> {
    let mut used: BTreeMap<&'static str, f32> = BTreeMap::new();
    for paragraph in &paper.paragraphs {
        let text = paper.words(paragraph.span);
        let found = scripts(text);
        if is_mixed(&found) {
            let lines = &paper.lines[paragraph.first_line as usize..paragraph.end_line as usize];
            for line in lines {
                count(paper.words(line.span), &mut used);
            }
        } else {
            count(text, &mut used);
        }
    }
    if used.is_empty() {
        let mut end = paper.text.len().min(20_000);
        while !paper.text.is_char_boundary(end) {
            end -= 1;
        }
        return language_of(&paper.text[..end]).map(str::to_owned).into_iter().collect();
    }
    let mut ranked: Vec<(&str, f32)> = used.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    ranked.into_iter().map(|(tag, _)| tag.to_owned()).collect()
}

/// Whether two scripts that do not belong to one language each hold a good share.
fn is_mixed(found: &[f32]) -> bool {
    let asian = amount(found, "Han") + amount(found, "Kana") + amount(found, "Hangul");
    let others = found.iter().sum::<f32>() - asian;
    let (less, more) = if asian < others { (asian, others) } else { (others, asian) };
    let (latin, cyrillic) = (amount(found, "Latin"), amount(found, "Cyrillic"));
    (less > SUBSTANTIAL && less * 10.0 > more) || (latin.min(cyrillic) > SUBSTANTIAL)
}

/// Adds a passage to its language where it is substantial.
fn count(text: &str, used: &mut BTreeMap<&'static str, f32>) {
    let found = scripts(text);
    let size: f32 = found.iter().sum();
    if size < SUBSTANTIAL {
        return;
    }
    if let Some(tag) = judge(text, &found) {
        *used.entry(tag).or_default() += size;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::Settings;
    use memcon_read::Reading;

    fn tags(text: &str) -> String {
        let reading = Reading { text: text.to_owned(), ..Reading::default() };
        let settings = Settings::default();
        languages(&Paper::new(&reading, &settings)).join(" ")
    }

    #[test]
    fn tells_languages_of_one_script_apart() {
        for (tag, text) in [
            ("en", "The delegation said that it would not answer before noon."),
            ("fr", "La délégation a dit qu'elle ne répondrait pas avant midi."),
            ("de", "Die Delegation sagte, dass sie nicht vor Mittag antworten werde."),
            ("es", "La delegación dijo que no iba a responder antes del mediodía."),
            ("it", "La delegazione ha detto che non risponderà prima di mezzogiorno."),
            ("pt", "A delegação disse que não responderia antes do meio-dia."),
            ("nl", "De delegatie zei dat zij niet voor de middag zou antwoorden."),
            ("pl", "Delegacja powiedziała, że nie odpowie przed południem."),
            ("ro", "Delegația a spus că nu va răspunde înainte de prânz."),
            ("tr", "Heyet öğleden önce cevap vermeyeceğini ve bunun için bir gün istediğini söyledi."),
            ("vi", "Phái đoàn nói rằng họ sẽ không trả lời trước buổi trưa."),
            ("ru", "Делегация сказала, что она не ответит до полудня."),
            ("uk", "Делегація сказала, що вона не відповість до полудня."),
            ("zh", "代表团说中午以前不会答复。"),
            ("ja", "代表団は正午までに回答しないと述べた。"),
            ("ko", "대표단은 정오 전에는 대답하지 않겠다고 말했다."),
        ] {
            assert_eq!(language_of(text), Some(tag), "{text}");
        }
    }

    #[test]
    fn names_and_numbers_tell_no_language() {
        assert_eq!(language_of("Weaver, Oduya 1961-04-02"), None);
        assert_eq!(language_of(""), None);
        assert_eq!(language_of("No. 14/217"), None);
    }

    #[test]
    fn a_translation_above_its_original_gives_both_longest_first() {
        let text = "The two delegations met again in the customs house and agreed that the ferry should run. \
                    They did not agree on the price of the crossing.\n\nOriginal:\n\n　　两国代表团在海关大楼再次会晤，同意渡轮应当通航。";
        assert_eq!(tags(text), "en zh");
    }

    #[test]
    fn a_few_foreign_words_are_no_second_language() {
        assert_eq!(
            tags(
                "The note, called a démarche (照会), was handed over and the minister said that he would read it."
            ),
            "en"
        );
    }
}
