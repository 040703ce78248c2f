//! Names of persons and bodies as citations take them: the family name apart only where the paper itself shows it.

use memcon_model::{Agent, AgentType, Manner};

/// A name in a citation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// The name as it is read.
    pub whole: String,
    /// Family name and given name, where the given name stands first and the paper shows which is which.
    pub parts: Option<(String, String)>,
}

impl Name {
    /// A name that nobody takes apart.
    pub fn whole(name: impl Into<String>) -> Self {
        Self { whole: name.into(), parts: None }
    }

    /// As lists sort it: "Castaigne, Aurélie".
    pub fn sorted(&self) -> String {
        match &self.parts {
            Some((family, given)) => format!("{family}, {given}"),
            None => self.whole.clone(),
        }
    }
}

/// `value` as a name. Where the paper names a person so, capitals are set as the paper sets them elsewhere, and the
/// family name is what the paper calls them by alone. Names that begin with the family name stay as they are written:
/// citations put those no other way.
pub fn of(value: &str, agents: &[Agent]) -> Name {
    let whole = tidy(value);
    let small = whole.to_lowercase();
    let person = agents.iter().filter(|a| a.kind == AgentType::Person).find(|a| {
        a.canonical.to_lowercase() == small || a.mentions.iter().any(|m| m.form.to_lowercase() == small)
    });
    let Some(person) = person else { return Name::whole(whole) };
    let shouted = whole.chars().any(char::is_lowercase);
    let whole =
        if !shouted && person.canonical.to_lowercase() == small { tidy(&person.canonical) } else { whole };
    let family = person
        .mentions
        .iter()
        .filter(|m| m.manner == Manner::Surname)
        .filter_map(|m| m.form.split_whitespace().last())
        .find(|family| {
            let given = whole.strip_suffix(*family);
            given.is_some_and(|g| g.ends_with(char::is_whitespace) && !g.trim().is_empty())
        });
    let parts = family.and_then(|family| {
        let given = whole.strip_suffix(family)?.trim();
        Some((family.to_owned(), given.to_owned()))
    });
    Name { whole, parts }
}

/// White space as one writes it: one blank between words, none inside brackets.
pub fn tidy(value: &str) -> String {
    let words: Vec<&str> = value.split_whitespace().collect();
    let mut out = String::with_capacity(value.len());
    for word in words {
        let opened = out.ends_with(['(', '[']);
        let closes = word.starts_with([')', ']', ',']);
        if !out.is_empty() && !opened && !closes {
            out.push(' ');
        }
        out.extend(word.chars().filter(|c| !c.is_control()));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use memcon_model::{Mention, Span};

    fn agent(canonical: &str, surname: &str) -> Agent {
        let mention = |form: &str, manner| Mention { span: Span::new(0, 1), form: form.into(), manner };
        Agent {
            id: "a1".into(),
            canonical: canonical.into(),
            kind: AgentType::Person,
            side: None,
            role: None,
            authority: None,
            forms: Vec::new(),
            mentions: vec![mention(canonical, Manner::Name), mention(surname, Manner::Surname)],
            glosses: Vec::new(),
            offices: Vec::new(),
            basis: memcon_model::Basis::default(),
        }
    }

    #[test]
    fn a_family_name_is_what_the_paper_calls_by() {
        let agents = [agent("Ada Lorme", "Mrs. Lorme"), agent("Kang Mu-jin", "Kang")];
        assert_eq!(of("Ada Lorme", &agents).sorted(), "Lorme, Ada");
        assert_eq!(of("ADA LORME", &agents).sorted(), "Lorme, Ada");
        assert_eq!(
            of("Kang Mu-jin", &agents).sorted(),
            "Kang Mu-jin",
            "the family name stands first already"
        );
        assert_eq!(of("Ilse Rand", &agents).sorted(), "Ilse Rand", "nothing tells which is the family name");
    }

    #[test]
    fn brackets_close_up() {
        assert_eq!(tidy("the  Director ( Rand )\n, Lorme"), "the Director (Rand), Lorme");
    }
}
