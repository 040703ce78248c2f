//! The server: addresses in, replies out, headers on every one of them.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Request, Response, StatusCode, header};
use axum::routing::get;

use crate::library::Library;
use crate::strings::t;

/// What is sent back, before it becomes HTTP.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Media type.
    pub media: &'static str,
    /// Whether a browser may keep it for good (assets, whose address has their hash).
    pub lasting: bool,
    /// Name under which it is to be saved; `None` = shown.
    pub save_as: Option<String>,
    /// The bytes.
    pub body: Vec<u8>,
}

/// Nothing is ever loaded from elsewhere, nothing runs, nothing may frame these pages.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The reading room over `library` as a router.
pub fn router_of(library: Arc<dyn Library>) -> Router {
    let shelf: Arc<dyn Library> = Arc::new(crate::shelf::Shelf::new(library));
    Router::new().fallback(get(answer)).with_state(shelf)
}

/// Serves until Ctrl-C; calls `on_ready` with the address once the door is open. Blocks.
pub fn run_library(
    library: Arc<dyn Library>,
    addr: SocketAddr,
    on_ready: impl FnOnce(SocketAddr),
) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(addr).await?;
        on_ready(listener.local_addr()?);
        let stop = async {
            // Where no signal handler can be had, the server simply runs on.
            if tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        };
        axum::serve(listener, router_of(library)).with_graceful_shutdown(stop).await
    })
}

/// One request. Reading a collection may block, so it happens off the threads that serve sockets.
async fn answer(State(library): State<Arc<dyn Library>>, request: Request<Body>) -> Response<Body> {
    let host = request.headers().get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or("").to_owned();
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or("").to_owned();
    if !is_ours(&host) {
        return finish(crate::pages::refused(&host));
    }
    let made =
        tokio::task::spawn_blocking(move || crate::pages::respond(library.as_ref(), &path, &query)).await;
    finish(made.unwrap_or_else(|_| crate::pages::broken(t("trouble.panic"))))
}

/// Whether a `Host` header can only come from somebody who asked for this very machine.
///
/// A name other than `localhost` could be a stranger's, pointed at this address to let the
/// stranger's page read confidential papers through the reader's browser (DNS rebinding).
fn is_ours(host: &str) -> bool {
    let name = if host.starts_with('[') {
        host.split(']').next().unwrap_or("").trim_start_matches('[')
    } else {
        host.split(':').next().unwrap_or("")
    };
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok()
}

/// A reply with its headers.
fn finish(reply: Reply) -> Response<Body> {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let keep = if reply.lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    for (key, value) in [
        (header::CONTENT_TYPE, reply.media),
        (header::CACHE_CONTROL, keep),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(key, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if let Some(name) = reply.save_as {
        let safe = crate::links::query_value(&name);
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename*=UTF-8''{safe}")) {
            headers.insert(header::CONTENT_DISPOSITION, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn strangers_names_are_refused() {
        for ours in ["localhost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:80", "192.168.0.7"] {
            assert!(is_ours(ours), "{ours}");
        }
        for not in ["", "evil.example:80", "localhost.evil.example", "[evil]"] {
            assert!(!is_ours(not), "{not}");
        }
    }
}
