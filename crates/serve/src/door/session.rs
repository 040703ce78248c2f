//! What the browser holds, and what its forms carry.

use memcon_store::{ABSOLUTE, Rules, fingerprint};

use crate::http::cookie as value;

/// A new token: thirty-two bytes that nobody can guess, in hexadecimal. `None` where the system gives none.
pub fn new() -> Option<String> {
    let mut bytes = [0u8; 32];
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

/// The cookie's name. With the prefix, browsers take it from this very host by TLS only.
const fn name(secure: bool) -> &'static str {
    if secure { "__Host-memcon_session" } else { "memcon_session" }
}

/// The token that a browser sends.
pub fn token(cookies: &str, secure: bool) -> Option<String> {
    value(cookies, name(secure)).filter(|t| t.len() == 64 && t.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// The cookie that a browser is to keep; an empty token ends it.
pub fn cookie(token: &str, secure: bool) -> String {
    let (name, by_tls) = (name(secure), if secure { "; Secure" } else { "" });
    let age = if token.is_empty() { 0 } else { ABSOLUTE };
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={age}{by_tls}")
}

/// What every form of a session carries. It changes with the rules: a form on a page made before may name things by numbers
/// that are others' now.
pub fn form_token(token: &str, rules: &Rules) -> String {
    fingerprint(format!("form\n{token}\n{}", rules.told()).as_bytes()).chars().take(32).collect()
}

/// Whether a form carries what it should. The hashes are compared, so that how long it takes tells nothing.
pub fn carries(form: &[(String, String)], wanted: &str) -> bool {
    let given = form.iter().find(|(k, _)| k == super::page::FORM).map_or("", |(_, v)| v.as_str());
    fingerprint(given.as_bytes()) == fingerprint(wanted.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_of_this_host_and_for_no_script() {
        let token = new().unwrap();
        let set = cookie(&token, true);
        for part in ["__Host-memcon_session=", "; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure"] {
            assert!(set.contains(part), "{set}");
        }
        let sent = set.split(';').next().unwrap();
        assert_eq!(super::token(&format!("a=1; {sent}"), true).as_deref(), Some(token.as_str()));
        assert_eq!(super::token(sent, false), None, "one of TLS is none without");
        assert_ne!(new(), new());
    }

    #[test]
    fn forms_of_another_session_carry_something_else() {
        let rules = Rules::default();
        let mine = form_token("a", &rules);
        assert!(carries(&[("door".into(), mine.clone())], &mine));
        assert!(!carries(&[("door".into(), form_token("b", &rules))], &mine) && !carries(&[], &mine));
    }
}
