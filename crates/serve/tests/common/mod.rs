//! A small library of invented papers, held in memory, for the tests of pages.
#![allow(dead_code)]

pub mod browser;
pub mod guarded;
pub mod kept;
pub mod sample;

use std::net::SocketAddr;
use std::sync::Arc;

use memcon_serve::{Library, router_of};

/// Serves `library` on a free port of this machine until the test program ends.
pub fn serve(library: impl Library) -> SocketAddr {
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            send.send(listener.local_addr().unwrap()).unwrap();
            axum::serve(listener, router_of(Arc::new(library))).await.unwrap();
        });
    });
    receive.recv().unwrap()
}

/// What came back: status, headers in lower case, body.
pub struct Got {
    /// Status code.
    pub status: u16,
    /// Header lines.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
}

impl Got {
    /// A header's value, empty where absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(k, _)| k == name).map_or("", |(_, v)| v)
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

/// Asks for `path` (an address as a browser would send it).
pub fn get(addr: SocketAddr, path: &str) -> Got {
    let config = ureq::Agent::config_builder().http_status_as_error(false).build();
    let mut reply = ureq::Agent::new_with_config(config).get(format!("http://{addr}{path}")).call().unwrap();
    let headers =
        reply.headers().iter().map(|(k, v)| (k.to_string(), v.to_str().unwrap_or("").to_owned())).collect();
    let body = reply.body_mut().with_config().limit(200_000_000).read_to_vec().unwrap();
    Got { status: reply.status().as_u16(), headers, body: String::from_utf8_lossy(&body).into_owned() }
}

/// Sends a form as a browser does from a page of the room itself, or of `origin`; redirects are not followed.
pub fn post(addr: SocketAddr, path: &str, origin: Option<&str>, form: &[(&str, &str)]) -> Got {
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
    let own = format!("http://{addr}");
    let request = ureq::Agent::new_with_config(config)
        .post(format!("{own}{path}"))
        .header("origin", origin.unwrap_or(&own));
    let mut reply = request.send_form(form.iter().copied()).unwrap();
    let headers =
        reply.headers().iter().map(|(k, v)| (k.to_string(), v.to_str().unwrap_or("").to_owned())).collect();
    let body = reply.body_mut().read_to_string().unwrap();
    Got { status: reply.status().as_u16(), headers, body }
}
