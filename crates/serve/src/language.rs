//! In which language a piece of text is written, as far as the browser needs to know it.
//!
//! A browser chooses glyphs, line breaks and hyphenation by `lang`. The script decides, and the
//! document's own languages decide between languages of one script. This is no language
//! recognition: that is the business of the analysis.

/// A script that decides about typography.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Script {
    Latin,
    Cyrillic,
    Hangul,
    Kana,
    Han,
    Arabic,
    Hebrew,
    Greek,
}

fn script(c: char) -> Option<Script> {
    Some(match c as u32 {
        0x41..=0x5A | 0x61..=0x7A | 0xC0..=0x24F | 0x1E00..=0x1EFF => Script::Latin,
        0x370..=0x3FF | 0x1F00..=0x1FFF => Script::Greek,
        0x400..=0x52F => Script::Cyrillic,
        0x590..=0x5FF => Script::Hebrew,
        0x600..=0x6FF | 0x750..=0x77F => Script::Arabic,
        0x1100..=0x11FF | 0x3130..=0x318F | 0xAC00..=0xD7AF => Script::Hangul,
        0x3040..=0x30FF => Script::Kana,
        0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x2FA1F => Script::Han,
        _ => return None,
    })
}

/// Tags of one script, most likely first.
fn tags(script: Script) -> &'static [&'static str] {
    match script {
        Script::Latin => &["en", "fr", "de", "es", "it", "pt", "pl", "cs", "vi", "tr", "id", "nl", "sv"],
        Script::Cyrillic => &["ru", "uk", "bg", "sr", "be", "mk", "kk", "mn"],
        Script::Hangul => &["ko"],
        Script::Kana => &["ja"],
        Script::Han => &["zh", "ja", "ko"],
        Script::Arabic => &["ar", "fa", "ur"],
        Script::Hebrew => &["he", "yi"],
        Script::Greek => &["el"],
    }
}

/// How many characters are looked at: a paragraph tells its script early.
const LOOK: usize = 400;

/// The tag for `text` out of a document in `languages`; `None` where no letter tells.
pub fn tag(text: &str, languages: &[String]) -> Option<String> {
    let mut seen = [0usize; 8];
    for s in text.chars().take(LOOK).filter_map(script) {
        // A syllable or character carries about three letters' worth.
        let weight = if matches!(s, Script::Hangul | Script::Kana | Script::Han) { 3 } else { 1 };
        seen[s as usize] += weight;
    }
    const ALL: [Script; 8] = [
        Script::Latin,
        Script::Cyrillic,
        Script::Hangul,
        Script::Kana,
        Script::Han,
        Script::Arabic,
        Script::Hebrew,
        Script::Greek,
    ];
    let mut best = ALL.into_iter().max_by_key(|s| (seen[*s as usize], std::cmp::Reverse(*s)))?;
    if seen[best as usize] == 0 {
        return None;
    }
    // Chinese characters among kana are Japanese; among many Hangul syllables, Korean.
    if best == Script::Han && seen[Script::Kana as usize] * 8 > seen[Script::Han as usize] {
        best = Script::Kana;
    }
    let known = tags(best);
    let base = |l: &String| l.split('-').next().unwrap_or(l).to_owned();
    // Chinese characters in a paper that also has Korean are hardly Korean; letters follow the paper.
    let own = match best {
        Script::Han => known.iter().find_map(|k| languages.iter().find(|l| base(l) == **k)),
        _ => languages.iter().find(|l| known.contains(&base(l).as_str())),
    };
    Some(own.cloned().unwrap_or_else(|| known[0].to_owned()))
}

/// The tag for a name or title outside of its document; `None` for Latin letters, which follow the page.
pub fn name_tag(text: &str) -> Option<String> {
    tag(text, &[]).filter(|t| t != "en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn tagged(text: &str, languages: &[&str], want: Option<&str>) {
        let languages: Vec<String> = languages.iter().map(|s| (*s).to_owned()).collect();
        assert_eq!(tag(text, &languages).as_deref(), want, "{text}");
    }

    #[test]
    fn the_script_tells_and_the_document_decides() {
        tagged("The delegate rose.", &["en"], Some("en"));
        tagged("La séance est levée.", &["ru", "fr"], Some("fr"));
        tagged("Заседание закрыто (see p. 3).", &["ru"], Some("ru"));
        tagged("回答如下", &[], Some("zh"));
        tagged("回答如下", &["ja"], Some("ja"));
        tagged("回答如下", &["ko", "zh-TW"], Some("zh-TW"));
        tagged("会議は明日です", &["zh"], Some("ja"));
        tagged("회담은 내일 (會談)", &[], Some("ko"));
        tagged("— 14 —", &["en"], None);
    }
}
