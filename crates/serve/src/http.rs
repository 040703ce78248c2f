//! The server: addresses in, replies out, headers on every one of them.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};

use crate::audiences::{NotNow, Rooms};
use crate::door::{self, Came, Door};
use crate::library::{Failure, Library};
use crate::pages;
use crate::strings::t;
use crate::tls::{Peer, TlsListener};

/// What is sent back, before it becomes HTTP.
#[derive(Clone, Debug, Default)]
pub struct Reply {
    /// Status code.
    pub status: u16,
    /// Media type.
    pub media: &'static str,
    /// Whether a browser may keep it for good (assets, whose address has their hash).
    pub lasting: bool,
    /// Name under which it is to be saved; `None` = shown.
    pub save_as: Option<String>,
    /// Where to go instead (an address of this room).
    pub go: Option<String>,
    /// A cookie to be kept, as it stands in `Set-Cookie`.
    pub cookie: Option<String>,
    /// Whether it is for one reader alone: kept nowhere, by no browser and by nothing between.
    pub private: bool,
    /// The bytes.
    pub body: Vec<u8>,
}

/// What a browser asks for, out of HTTP.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// Path as it stands in the address.
    pub path: String,
    /// Query as it stands in the address.
    pub query: String,
    /// The fields of a form that was sent; `None` = a page is asked for.
    pub form: Option<Vec<(String, String)>>,
    /// Under which name judgements are made; empty = none was given yet.
    pub reviewer: String,
    /// Whether JSON is wanted for an answer to a form.
    pub json: bool,
    /// Tag of the language in which pages are wanted.
    pub language: String,
    /// The page of this room from which it was asked; empty where none is told.
    pub from: String,
}

/// A form is no longer than this.
const LONGEST_FORM: usize = 1 << 18;

/// Nothing is ever loaded from elsewhere, nothing runs, nothing may frame these pages.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A room that is open: what is read in it, by whom, under which names.
pub struct Room {
    /// The whole.
    pub library: Arc<dyn Library>,
    /// Who comes in and what they read in; `None` = whoever comes reads the whole.
    pub door: Option<(Door, Arc<Rooms>)>,
    /// Names that it answers to, besides localhost and plain addresses.
    pub hosts: Vec<String>,
    /// Whether it speaks TLS itself.
    pub tls: bool,
    /// Whether a proxy stands before it, that tells from where a request comes.
    pub behind_proxy: bool,
}

/// The reading room over `library` as a router, open to whoever comes.
pub fn router_of(library: Arc<dyn Library>) -> Router {
    router(open_to_all(library))
}

fn open_to_all(library: Arc<dyn Library>) -> Room {
    let library: Arc<dyn Library> = Arc::new(crate::shelf::Shelf::new(library));
    Room { library, door: None, hosts: Vec::new(), tls: false, behind_proxy: false }
}

fn router(room: Room) -> Router {
    Router::new().fallback(answer).with_state(Arc::new(room))
}

/// Serves until Ctrl-C; calls `on_ready` with the address once the door is open. Blocks.
pub fn run_library(
    library: Arc<dyn Library>,
    addr: SocketAddr,
    on_ready: impl FnOnce(SocketAddr),
) -> std::io::Result<()> {
    serve(open_to_all(library), addr, None, on_ready)
}

/// [`run_library`] for a room of any kind.
pub fn serve(
    room: Room,
    addr: SocketAddr,
    tls: Option<Arc<tokio_rustls::rustls::ServerConfig>>,
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
        let service = router(room).into_make_service_with_connect_info::<Peer>();
        match tls {
            Some(config) => {
                let listener = TlsListener::new(listener, config)?;
                axum::serve(listener, service).with_graceful_shutdown(stop).await
            }
            None => axum::serve(listener, service).with_graceful_shutdown(stop).await,
        }
    })
}

/// One request. Reading a collection may block, so it happens off the threads that serve sockets.
async fn answer(State(room): State<Arc<Room>>, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let tls = room.tls;
    let header = |name: &str| head.headers.get(name).and_then(|h| h.to_str().ok()).unwrap_or("");
    let host = header("host").to_owned();
    if !is_ours(&host, &room.hosts) {
        return finish(pages::refused(&host), tls);
    }
    let form = match head.method {
        Method::GET | Method::HEAD => None,
        Method::POST if is_own(&host, header("origin"), header("sec-fetch-site")) => {
            match axum::body::to_bytes(body, LONGEST_FORM).await {
                Ok(bytes) => Some(crate::links::query(&String::from_utf8_lossy(&bytes))),
                Err(_) => return finish(pages::unwanted(413, "trouble.too_long"), tls),
            }
        }
        Method::POST => return finish(pages::unwanted(403, "trouble.not_own"), tls),
        _ => return finish(pages::unwanted(405, "trouble.no_page"), tls),
    };
    let cookies = header("cookie").to_owned();
    let asked = Asked {
        path: head.uri.path().to_owned(),
        query: head.uri.query().unwrap_or("").to_owned(),
        form,
        reviewer: cookie(&cookies, REVIEWER).unwrap_or_default(),
        json: header("accept").starts_with("application/json"),
        language: cookie(&cookies, LANGUAGE)
            .unwrap_or_else(|| crate::strings::wanted(header("accept-language")).to_owned()),
        from: own_address(&host, header("referer")).to_owned(),
    };
    let peer = head.extensions.get::<ConnectInfo<Peer>>().map(|c| c.0.0.ip().to_string());
    // A proxy adds the address that it sees at the end; what stands before that, anybody may have written.
    let told = head.headers.get_all("x-forwarded-for").iter().next_back().and_then(|h| h.to_str().ok());
    let told =
        told.and_then(|t| t.rsplit(',').next()).map(|t| t.trim().to_owned()).filter(|_| room.behind_proxy);
    let came = Came { cookies, address: told.or(peer).unwrap_or_default() };
    let made = tokio::task::spawn_blocking(move || room.answer(asked, &came)).await;
    finish(made.unwrap_or_else(|_| pages::broken(t("trouble.panic"))), tls)
}

impl Room {
    /// The reply to a request, by whoever it comes from.
    fn answer(&self, mut asked: Asked, came: &Came) -> Reply {
        let Some((door, rooms)) = &self.door else { return pages::answer(self.library.as_ref(), &asked) };
        let ours = asked.path.starts_with("/-/assets/") || asked.path.starts_with("/-/language/");
        if asked.form.is_none() && ours {
            return pages::answer(self.library.as_ref(), &asked);
        }
        match self.known(door, rooms, &mut asked, came) {
            Ok(reply) => reply,
            // Why is for whoever runs the room, not for whoever comes.
            Err(_) => Reply { status: 503, private: true, ..pages::broken(t("door.none")) },
        }
    }

    /// The reply once the door has looked at who comes.
    fn known(
        &self,
        door: &Door,
        rooms: &Arc<Rooms>,
        asked: &mut Asked,
        came: &Came,
    ) -> Result<Reply, Failure> {
        if !door.asks()? {
            return Ok(pages::answer(self.library.as_ref(), asked));
        }
        let Some(access) = door.access()? else { return Ok(door.outside(asked, came)) };
        let rules = rooms.rules(&access)?;
        // Whoever logs in again comes from outside, whatever session the browser still holds.
        let again = asked.path == "/door/in" && asked.form.is_some();
        let Some(viewer) = door.who(came, &rules)?.filter(|_| !again) else {
            return Ok(door.outside(asked, came));
        };
        asked.reviewer.clone_from(&viewer.name);
        let language = asked.language.clone();
        let made = || {
            if let Some(refused) = door::refuses(&viewer, asked) {
                return refused;
            }
            match asked.path.as_str() {
                "/door/out" if asked.form.is_some() => return door.log_out(&viewer, came),
                "/door" => return door::on(asked),
                path if path.split(['/', '.']).nth(1) == Some("access") && door::keeps(&viewer) => {
                    return pages::access(&access, rooms.collection(), asked, came);
                }
                _ => {}
            }
            match rooms.of(&viewer, &rules) {
                Ok(library) => {
                    let reply = pages::answer(library.as_ref(), asked);
                    if let Some((deed, about)) = door::deed(asked, &reply) {
                        door.note(&viewer, came, deed, &about);
                    }
                    reply
                }
                Err(NotNow::Making) => pages::later(asked),
                Err(NotNow::Failed(failure)) => pages::broken(&failure.to_string()),
            }
        };
        let reply = crate::strings::speaking(&language, || door::reading(&viewer, made));
        Ok(door::closed(reply, &viewer))
    }
}

/// The cookie with the language of the pages.
pub const LANGUAGE: &str = "memcon_language";

/// The address inside this room of a page that a browser names whole; empty where it is a stranger's.
fn own_address<'a>(host: &str, referer: &'a str) -> &'a str {
    let rest = referer.split_once("://").map_or("", |(_, rest)| rest);
    rest.strip_prefix(host).filter(|path| path.starts_with('/') && !path.starts_with("//")).unwrap_or("")
}

/// The cookie with the reviewer's name.
pub const REVIEWER: &str = "memcon_reviewer";

/// The value of a cookie, percent-encoding undone.
pub fn cookie(header: &str, name: &str) -> Option<String> {
    let of = |pair: &str| pair.trim().split_once('=').filter(|(n, _)| *n == name).map(|(_, v)| v.to_owned());
    header.split(';').find_map(of).map(|v| crate::links::percent_decode(&v, false))
}

/// Whether a form was sent from a page of this room and not from a stranger's: by what the browser itself tells.
fn is_own(host: &str, origin: &str, site: &str) -> bool {
    match site {
        "" => origin.split_once("://").is_some_and(|(_, rest)| rest == host),
        site => site == "same-origin",
    }
}

/// Whether a `Host` header can only come from somebody who asked for this very machine.
///
/// A name other than `localhost` could be a stranger's, pointed at this address to let the
/// stranger's page read confidential papers through the reader's browser (DNS rebinding).
fn is_ours(host: &str, names: &[String]) -> bool {
    let name = if host.starts_with('[') {
        host.split(']').next().unwrap_or("").trim_start_matches('[')
    } else {
        host.split(':').next().unwrap_or("")
    };
    name == "localhost"
        || name.parse::<std::net::IpAddr>().is_ok()
        || names.iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// A reply with its headers.
fn finish(reply: Reply, tls: bool) -> Response<Body> {
    let mut response = Response::new(Body::from(reply.body));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    let keep = match (reply.lasting, reply.private) {
        (true, _) => "public, max-age=31536000, immutable",
        (_, true) => "private, no-store",
        _ => "no-cache",
    };
    for (key, value) in [
        (header::CONTENT_TYPE, reply.media),
        (header::CACHE_CONTROL, keep),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Within the room only: with none at all, browsers hide where a form comes from, from us too.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(key, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    if tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    for (key, value) in [(header::LOCATION, reply.go), (header::SET_COOKIE, reply.cookie)] {
        if let Some(value) = value.and_then(|v| HeaderValue::from_str(&v).ok()) {
            headers.insert(key, value);
        }
    }
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
    use super::{cookie, is_ours, is_own};

    #[test]
    fn forms_come_from_pages_of_this_room() {
        assert!(is_own("127.0.0.1:80", "http://127.0.0.1:80", "same-origin"));
        assert!(
            is_own("localhost:80", "http://localhost:80", "")
                && is_own("localhost:80", "null", "same-origin")
        );
        for (origin, site) in
            [("", ""), ("null", ""), ("http://evil.example", ""), ("http://127.0.0.1:80", "cross-site")]
        {
            assert!(!is_own("127.0.0.1:80", origin, site), "{origin} {site}");
        }
        assert_eq!(cookie("a=1; memcon_reviewer=Ad%C3%A1", super::REVIEWER).as_deref(), Some("Adá"));
    }

    #[test]
    fn strangers_names_are_refused() {
        for ours in ["localhost:8080", "127.0.0.1", "127.0.0.1:1", "[::1]:80", "192.168.0.7"] {
            assert!(is_ours(ours, &[]), "{ours}");
        }
        assert!(is_ours("Papers.example:443", &["papers.example".into()]));
        for not in ["", "evil.example:80", "localhost.evil.example", "[evil]"] {
            assert!(!is_ours(not, &[]), "{not}");
        }
    }
}
