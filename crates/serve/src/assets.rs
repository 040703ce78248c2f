//! Style sheets, typefaces, icon and the small scripts, inside the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use rust_embed::RustEmbed;

/// Everything under `assets/` that a browser may ask for.
#[derive(RustEmbed)]
#[folder = "assets/public"]
pub struct Public;

/// The style sheet of dossiers, which stands with their writer.
const DOSSIER: &str = "dossier.css";

/// The hash of each asset, so that a browser may keep what its address names for good.
static HASHES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut all = BTreeMap::new();
    // Typefaces first: the hash of a style sheet covers the addresses written into it.
    for name in Public::iter() {
        let hash = Public::get(&name).map_or([0; 32], |f| f.metadata.sha256_hash());
        all.insert(name.into_owned(), short(&hash));
    }
    all.insert(DOSSIER.to_owned(), short(&fnv(memcon_export::dossier::html::STYLE.as_bytes()).to_be_bytes()));
    all
});

fn short(hash: &[u8]) -> String {
    hash.iter().take(4).map(|b| format!("{b:02x}")).collect()
}

/// A number out of bytes (FNV-1a), for what is embedded without one.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3))
}

/// The address of an asset with its hash, so that a browser may keep it for good.
pub fn address(name: &str) -> String {
    let hash = HASHES.get(name).map_or("0", String::as_str);
    format!("/-/assets/{name}?v={hash}")
}

/// The bytes of an asset. Addresses inside style sheets (`url("fonts/x.woff2")`) get the hash of what they name.
pub fn bytes(name: &str) -> Option<Cow<'static, [u8]>> {
    if name == DOSSIER {
        return Some(Cow::Borrowed(memcon_export::dossier::html::STYLE.as_bytes()));
    }
    let file = Public::get(name)?.data;
    if !name.ends_with(".css") {
        return Some(file);
    }
    let Ok(text) = std::str::from_utf8(&file) else { return Some(file) };
    Some(Cow::Owned(with_hashes(text).into_bytes()))
}

/// A style sheet with the hash behind every address in it.
fn with_hashes(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 256);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("url(\"") {
        let (name, behind) = after.split_once('"').unwrap_or((after, ""));
        out.push_str(before);
        match HASHES.get(name) {
            Some(hash) => out.push_str(&format!("url(\"{name}?v={hash}\"")),
            None => out.push_str(&format!("url(\"{name}\"")),
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// The media type of an asset by its name.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("txt" | "md") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_typeface_that_the_style_sheet_names_is_there_and_named_by_its_hash() {
        let css = String::from_utf8(bytes("room.css").unwrap().into_owned()).unwrap();
        let named: Vec<&str> = css.split("url(\"").skip(1).filter_map(|r| r.split('"').next()).collect();
        assert!(!named.is_empty());
        for address in named {
            let (name, hash) = address.split_once("?v=").expect(address);
            assert!(Public::get(name).is_some() && hash.len() == 8, "{address}");
        }
    }

    #[test]
    fn typefaces_stay_small() {
        let sizes = Public::iter()
            .filter(|n| n.ends_with(".woff2"))
            .map(|n| (Public::get(&n).unwrap().data.len(), n));
        let all: Vec<_> = sizes.collect();
        assert!(all.iter().all(|(n, _)| *n < 60_000), "{all:?}");
        assert!(all.iter().map(|s| s.0).sum::<usize>() < 300_000);
    }
}
