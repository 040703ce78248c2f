//! What is looked at in a style from a file before the processor sees it: how deep its elements nest, and whether its
//! macros call each other in a circle or too often. The processor goes down into both without asking.

use std::collections::BTreeMap;

/// Elements nest this deep at most; the deepest known style has some twenty.
const DEEPEST: usize = 100;
/// Macros call each other this deep at most, in elements all told.
const CALLS_DEEP: usize = 60;
/// Macros are written out this often at most for one citation; the largest known style needs a quarter of that.
const WRITTEN: u64 = 1_000_000;

/// A macro: whom it calls, as often as it does.
#[derive(Default)]
struct Macro<'a> {
    calls: Vec<&'a str>,
}

/// Why a style is refused; `None` = it may be read.
pub fn fault(csl: &str) -> Option<String> {
    let macros = match read(csl) {
        Ok(macros) => macros,
        Err(depth) => return Some(format!("nests elements {depth} deep")),
    };
    weigh(&macros)
}

/// The macros of a style, and under the empty name everything outside of them; the depth where that is too much.
fn read(csl: &str) -> Result<BTreeMap<&str, Macro<'_>>, usize> {
    let mut macros: BTreeMap<&str, Macro<'_>> = BTreeMap::new();
    let (mut depth, mut rest) = (0usize, csl);
    let mut inside: Option<(&str, usize)> = None;
    while let Some((_, tag)) = rest.split_once('<') {
        if let Some(comment) = tag.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |c| c.1);
            continue;
        }
        let Some((tag, behind)) = tag.split_once('>') else { break };
        rest = behind;
        if tag.starts_with(['!', '?']) {
            continue;
        }
        if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
            inside = inside.filter(|i| i.1 < depth);
            continue;
        }
        if let Some(called) = attribute(tag, "macro") {
            macros.entry(inside.map_or("", |i| i.0)).or_default().calls.push(called);
        }
        if !tag.ends_with('/') {
            if local(tag) == "macro" && inside.is_none() {
                let name = attribute(tag, "name").unwrap_or_default();
                macros.entry(name).or_default();
                inside = Some((name, depth));
            }
            depth += 1;
            if depth > DEEPEST {
                return Err(depth);
            }
        }
    }
    Ok(macros)
}

/// The name of an element without a prefix.
fn local(tag: &str) -> &str {
    let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
    name.rsplit(':').next().unwrap_or_default()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    tag.match_indices(name).find_map(|(at, _)| {
        let before = tag[..at].chars().next_back().is_some_and(char::is_whitespace);
        let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
        let mark = value.chars().next().filter(|c| before && matches!(c, '"' | '\''))?;
        value[1..].split_once(mark).map(|v| v.0)
    })
}

/// Goes through the macros from those that call nobody upwards: how deep and how often each is written out.
fn weigh(macros: &BTreeMap<&str, Macro<'_>>) -> Option<String> {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    let mut callers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, m) in macros {
        let known = m.calls.iter().filter(|c| macros.contains_key(*c));
        open.insert(name, known.clone().count());
        known.for_each(|c| callers.entry(c).or_default().push(name));
    }
    let mut ready: Vec<&str> = open.iter().filter(|o| *o.1 == 0).map(|o| *o.0).collect();
    let mut weights: BTreeMap<&str, (usize, u64)> = BTreeMap::new();
    while let Some(name) = ready.pop() {
        let called = macros.get(name).map(|m| m.calls.as_slice()).unwrap_or_default();
        let of = called.iter().filter_map(|c| weights.get(c));
        let deep = of.clone().map(|w| w.0).max().map_or(1, |d| d + 1);
        let often = of.fold(1u64, |n, w| n.saturating_add(w.1));
        if deep > CALLS_DEEP || often > WRITTEN {
            return Some("has macros that call each other too deep or too often".to_owned());
        }
        weights.insert(name, (deep, often));
        for caller in callers.get(name).into_iter().flatten() {
            if let Some(n) = open.get_mut(caller) {
                *n -= 1;
                if *n == 0 {
                    ready.push(caller);
                }
            }
        }
    }
    (weights.len() < macros.len()).then(|| "has macros that call each other in a circle".to_owned())
}

#[cfg(test)]
mod tests {
    use super::fault;

    fn style(macros: &str) -> String {
        format!(
            "<style><!-- <a> --><citation><layout><text macro=\"m0\"/></layout></citation>{macros}</style>"
        )
    }

    #[test]
    fn circles_are_found() {
        let own = style("<macro name=\"m0\"><text macro=\"m0\"/></macro>");
        assert!(fault(&own).is_some_and(|f| f.contains("circle")));
        let two = style(
            "<macro name=\"m0\"><text macro='m1'/></macro><cs:macro name=\"m1\"><text\nmacro = \"m0\"/></cs:macro>",
        );
        assert!(fault(&two).is_some_and(|f| f.contains("circle")));
        assert_eq!(fault(&style("<macro name=\"m0\"><text variable=\"title\"/></macro>")), None);
    }

    #[test]
    fn what_doubles_at_every_step_is_too_often() {
        let step = |n: usize| {
            let to = n + 1;
            format!("<macro name=\"m{n}\"><text macro=\"m{to}\"/><text macro=\"m{to}\"/></macro>")
        };
        let all: String = (0..40).map(step).collect();
        assert!(fault(&style(&all)).is_some_and(|f| f.contains("too deep or too often")));
        let few: String = (0..5).map(step).collect();
        assert_eq!(fault(&style(&few)), None);
    }

    #[test]
    fn deep_elements_are_refused() {
        assert!(fault(&"<group>".repeat(5_000)).is_some_and(|f| f.contains("deep")));
    }
}
