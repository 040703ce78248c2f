//! A roll of invented names in all scripts, made from the tables by a fixed rule: the same number gives the same
//! person, and each person can be written in several ways.

#![allow(clippy::unwrap_used, clippy::new_without_default)]

use std::collections::BTreeMap;

use memcon_names::Script;

/// The numbers of a fixed pseudo-random row (SplitMix64).
pub struct Row(u64);

impl Row {
    /// A row that starts at `seed`.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0xA24B_AED4_963E_E407))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// One of `all`.
    fn one<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    /// A place below `n`, small ones far more often: family names are not spread evenly.
    fn few(&mut self, n: usize) -> usize {
        let x = self.below(1 << 20) as f64 / f64::from(1 << 20);
        ((n as f64).powf(x) - 1.0) as usize
    }
}

/// An invented person.
pub struct Person {
    /// The tradition.
    pub kind: &'static str,
    /// What is the same in all spellings: two persons with one name are one here.
    pub identity: String,
    /// Ways to write the name, with the script of each.
    pub written: Vec<(Script, String)>,
}

/// The tables, read once.
pub struct Roll {
    korean: Vec<(char, char)>,
    korean_family: Vec<(char, char)>,
    chinese: Vec<(char, String)>,
    chinese_family: Vec<(char, String)>,
    japanese_family: Vec<(String, String)>,
    japanese_given: Vec<(String, String)>,
    given: Vec<String>,
}

impl Roll {
    /// Reads the tables of the crate.
    pub fn new() -> Self {
        let han = memcon_lexicon::text("names/han.tsv").unwrap();
        let mut readings: BTreeMap<char, (String, String)> = BTreeMap::new();
        for line in han.lines().filter(|l| !l.starts_with('#')) {
            let f: Vec<&str> = line.split('\t').collect();
            // Characters with one form and one reading in either language leave no doubt what is right.
            let one = |s: &str| !s.is_empty() && !s.contains(',');
            if f.len() >= 4 && f[1].is_empty() && one(f[2]) && one(f[3]) && f[3].chars().count() == 1 {
                readings.insert(f[0].chars().next().unwrap(), (f[2].to_owned(), f[3].to_owned()));
            }
        }
        let tables: toml::Table = memcon_lexicon::table("names/surnames.toml").unwrap();
        let list = |key: &str| -> Vec<String> {
            tables[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect()
        };
        let chinese_family: Vec<(char, String)> = list("chinese")
            .iter()
            .filter_map(|f| f.chars().next().filter(|_| f.chars().count() == 1))
            .filter_map(|c| Some((c, readings.get(&c)?.0.clone())))
            .collect();
        let korean_family = list("korean")
            .iter()
            .filter_map(|f| {
                let han =
                    readings.iter().find(|(c, r)| r.1 == *f && chinese_family.iter().any(|x| x.0 == **c));
                Some((*han?.0, f.chars().next()?))
            })
            .collect();
        let usual: Vec<(&char, &(String, String))> = readings.iter().step_by(7).collect();
        let names = memcon_lexicon::text("names/japanese.tsv").unwrap();
        let japanese = |which: &str| -> Vec<(String, String)> {
            let rows = names.lines().map(|l| l.split('\t').collect::<Vec<_>>());
            let rows = rows.filter(|f| f.len() >= 3 && f[0] == which && f[1].chars().all(|c| c >= '一'));
            rows.filter_map(|f| Some((f[1].to_owned(), romaji(f[2])?))).step_by(5).collect()
        };
        let given: toml::Table = memcon_lexicon::table("names/given.toml").unwrap();
        Self {
            korean: usual.iter().map(|(c, r)| (**c, r.1.chars().next().unwrap())).collect(),
            korean_family,
            chinese: usual.iter().map(|(c, r)| (**c, r.0.clone())).collect(),
            chinese_family,
            japanese_family: japanese("f"),
            japanese_given: japanese("g"),
            // Names that any alphabet writes letter by letter.
            given: given["latin"]
                .as_array()
                .unwrap()
                .iter()
                .map(|v| v.as_str().unwrap().to_owned())
                .filter(|n| n.to_lowercase().chars().all(|c| "abdefgiklmnoprstuvz".contains(c)))
                .collect(),
        }
    }

    /// The person with a number: a quarter Korean, a quarter Chinese, a tenth Japanese, others of the West.
    pub fn person(&self, number: usize) -> Person {
        let mut row = Row::new(number as u64);
        match row.below(20) {
            0..5 => self.korean(&mut row),
            5..10 => self.chinese(&mut row),
            10..12 => self.japanese(&mut row),
            _ => self.western(&mut row),
        }
    }

    fn korean(&self, row: &mut Row) -> Person {
        let f = self.korean_family[row.few(self.korean_family.len())];
        let (g, h) = (*row.one(&self.korean), *row.one(&self.korean));
        let hangul: String = [f.1, g.1, h.1].iter().collect();
        let (rr, mr, ru) = (letters(&hangul, RR), letters(&hangul, MR), letters(&hangul, KONTSEVICH));
        let cap = capital;
        let written = vec![
            (Script::Latin, format!("{} {}-{}", cap(&rr[0]), cap(&rr[1]), rr[2])),
            (Script::Latin, format!("{} {}-{}", cap(&mr[0]), cap(&mr[1]), mr[2])),
            (Script::Hangul, hangul.clone()),
            (Script::Han, [f.0, g.0, h.0].iter().collect()),
            (Script::Cyrillic, format!("{} {} {}", cap(&ru[0]), cap(&ru[1]), cap(&ru[2]))),
        ];
        Person { kind: "korean", identity: hangul, written }
    }

    fn chinese(&self, row: &mut Row) -> Person {
        let f = &self.chinese_family[row.few(self.chinese_family.len())];
        let given: Vec<_> = (0..1 + row.below(4).min(1)).map(|_| row.one(&self.chinese)).collect();
        let pinyin: String = given.iter().map(|g| g.1.as_str()).collect();
        let wade: Vec<String> = given.iter().map(|g| wade(&g.1)).collect();
        let identity =
            format!("{} {}", f.1, given.iter().map(|g| g.1.as_str()).collect::<Vec<_>>().join(" "));
        let written = vec![
            (Script::Latin, format!("{} {}", capital(&f.1), capital(&pinyin)).replace('v', "ü")),
            (Script::Latin, format!("{} {}", capital(&wade_word(&f.1)), capital(&wade.join("-")))),
            (Script::Han, std::iter::once(f.0).chain(given.iter().map(|g| g.0)).collect()),
        ];
        Person { kind: "chinese", identity, written }
    }

    fn japanese(&self, row: &mut Row) -> Person {
        let (f, g) =
            (&self.japanese_family[row.few(self.japanese_family.len())], row.one(&self.japanese_given));
        let written = vec![
            (Script::Latin, format!("{} {}", capital(&f.1), capital(&g.1))),
            (Script::Latin, format!("{} {}", capital(&g.1), capital(&f.1))),
            (Script::Han, format!("{}{}", f.0, g.0)),
        ];
        Person { kind: "japanese", identity: format!("{} {}", f.1, g.1), written }
    }

    fn western(&self, row: &mut Row) -> Person {
        const ONSET: [&str; 20] = [
            "b", "br", "d", "dr", "f", "g", "gr", "k", "kl", "l", "m", "n", "p", "r", "s", "st", "t", "tr",
            "v", "z",
        ];
        const VOWEL: [&str; 5] = ["a", "e", "i", "o", "u"];
        const CODA: [&str; 8] = ["", "", "l", "n", "r", "s", "k", "m"];
        const END: [&str; 8] = ["ov", "ev", "in", "sen", "man", "er", "ski", "son"];
        let given = row.one(&self.given).clone();
        let mut family = String::new();
        for _ in 0..1 + row.below(2) {
            family.push_str(&[*row.one(&ONSET), *row.one(&VOWEL), *row.one(&CODA)].concat());
        }
        family.push_str(&[*row.one(&ONSET), *row.one(&END)].concat());
        let family = capital(&family);
        let russian = |w: &str| capital(&w.to_lowercase().chars().map(russian).collect::<String>());
        let written = vec![
            (Script::Latin, format!("{given} {family}")),
            (Script::Latin, format!("{family}, {given}")),
            (Script::Cyrillic, format!("{} {}", russian(&given), russian(&family))),
        ];
        Person { kind: "western", identity: format!("{given} {family}"), written }
    }
}

fn capital(word: &str) -> String {
    let mut c = word.chars();
    c.next().map_or_else(String::new, |f| f.to_uppercase().chain(c).collect())
}

/// Onsets, vowels and codas of a system, in the order of the Hangul block.
type System = (&'static str, &'static str, &'static str);
const RR: System = (
    "g kk n d tt r m b pp s ss - j jj ch k t p h",
    "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i",
    "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t",
);
const MR: System = (
    "k kk n t tt r m p pp s ss - ch tch ch' k' t' p' h",
    "a ae ya yae ŏ e yŏ ye o wa wae oe yo u wŏ we wi yu ŭ ŭi i",
    "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t",
);
const KONTSEVICH: System = (
    "к кк н т тт р м п пп с сс - ч чч чх кх тх пх х",
    "а э я я о е ё е о ва вэ ве ё у во ве ви ю ы ый и",
    "- к к к н н н т ль к м ль ль ль п ль м п п т т н т т к т п т",
);

fn letters(hangul: &str, system: System) -> Vec<String> {
    let pick = |list: &str, n: usize| list.split(' ').nth(n).unwrap().replace('-', "");
    let one = |c: char| {
        let n = c as usize - 0xAC00;
        [pick(system.0, n / 588), pick(system.1, n % 588 / 28), pick(system.2, n % 28)].concat()
    };
    hangul.chars().map(one).collect()
}

fn wade_word(pinyin: &str) -> String {
    wade(pinyin)
}

/// Pinyin in Wade–Giles, the plain rules.
fn wade(pinyin: &str) -> String {
    const INITIALS: [(&str, &str); 17] = [
        ("zh", "ch"),
        ("ch", "ch'"),
        ("sh", "sh"),
        ("b", "p"),
        ("p", "p'"),
        ("d", "t"),
        ("t", "t'"),
        ("g", "k"),
        ("k", "k'"),
        ("j", "ch"),
        ("q", "ch'"),
        ("x", "hs"),
        ("z", "ts"),
        ("c", "ts'"),
        ("r", "j"),
        ("y", "y"),
        ("w", "w"),
    ];
    let (from, to) = INITIALS.iter().find(|(p, _)| pinyin.starts_with(p)).copied().unwrap_or(("", ""));
    let rest = &pinyin[from.len()..];
    let rest = match (from, rest) {
        ("j" | "q" | "x", "u") => "ü",
        ("j" | "q" | "x", "un") => "ün",
        ("j" | "q" | "x", "uan") => "üan",
        ("j" | "q" | "x", "ue") => "üeh",
        ("zh" | "ch" | "sh" | "r", "i") => "ih",
        ("z" | "c" | "s", "i") => return format!("{}u", to.replace("ts", "tz")),
        ("y", "i") => return "i".to_owned(),
        ("y", "an") => "en",
        ("y", "e") => "eh",
        ("g" | "k" | "h", "e") => "o",
        ("d" | "t" | "l" | "z" | "c" | "s" | "zh" | "ch" | "r" | "n", "uo") => "o",
        (_, "ong") => "ung",
        (_, "iong") => "iung",
        (_, "ian") => "ien",
        (_, "ie") => "ieh",
        ("g" | "k", "ui") => "uei",
        ("y", "ou") => "u",
        ("", "er") => "erh",
        (_, rest) => rest,
    };
    format!("{to}{rest}")
}

/// Katakana in Hepburn without long marks; `None` for signs that the table lacks.
fn romaji(kana: &str) -> Option<String> {
    const TABLE: &str = "ア a イ i ウ u エ e オ o カ ka キ ki ク ku ケ ke コ ko サ sa シ shi ス su セ se ソ so タ ta チ chi \
        ツ tsu テ te ト to ナ na ニ ni ヌ nu ネ ne ノ no ハ ha ヒ hi フ fu ヘ he ホ ho マ ma ミ mi ム mu メ me モ mo ヤ ya \
        ユ yu ヨ yo ラ ra リ ri ル ru レ re ロ ro ワ wa ン n ガ ga ギ gi グ gu ゲ ge ゴ go ザ za ジ ji ズ zu ゼ ze ゾ zo \
        ダ da デ de ド do バ ba ビ bi ブ bu ベ be ボ bo";
    let table: Vec<&str> = TABLE.split_whitespace().collect();
    let mut out = String::new();
    for c in kana.chars() {
        out.push_str(table.chunks(2).find(|p| p[0].starts_with(c))?[1]);
    }
    (!out.is_empty()).then_some(out)
}

fn russian(c: char) -> char {
    const PAIRS: &str = "aаbбcкdдeеfфgгhхiиjжkкlлmмnнoоpпqкrрsсtтuуvвwвxкyиzз";
    let pairs: Vec<char> = PAIRS.chars().collect();
    pairs.chunks(2).find(|p| p[0] == c).map_or(c, |p| p[1])
}
