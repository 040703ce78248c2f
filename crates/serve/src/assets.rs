//! Style sheet, icon and the one small script, inside the program.

use rust_embed::RustEmbed;

/// Everything under `assets/` that a browser may ask for.
#[derive(RustEmbed)]
#[folder = "assets/public"]
pub struct Public;

/// The address of the style sheet, with its hash, so that a browser may keep it for good.
pub fn address(name: &str) -> String {
    let hash = Public::get(name).map_or([0; 32], |f| f.metadata.sha256_hash());
    let short: String = hash.iter().take(4).map(|b| format!("{b:02x}")).collect();
    format!("/-/assets/{name}?v={short}")
}

/// The media type of an asset by its name.
pub fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
