//! On which address the room is opened, and what that needs: off this machine, accounts and TLS.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use memcon_store::{Access, Collection};

use crate::audiences::Rooms;
use crate::desk::Relink;
use crate::door::Door;
use crate::http::{Room, serve};
use crate::library::Explain;
use crate::tls;

/// How a room is opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Where; port 0 takes any free port.
    pub address: SocketAddr,
    /// Certificate chain and key (PEM).
    pub tls: Option<(PathBuf, PathBuf)>,
    /// Whether a proxy that speaks TLS stands before it.
    pub behind_proxy: bool,
    /// Host names that it answers to, besides localhost and plain addresses.
    pub hosts: Vec<String>,
    /// On this machine only: whoever comes reads everything, accounts or not.
    pub no_accounts: bool,
}

impl Opening {
    /// On this machine only.
    pub fn here(address: SocketAddr) -> Self {
        Self { address, tls: None, behind_proxy: false, hosts: Vec::new(), no_accounts: false }
    }

    /// Why it cannot be opened so; what to do is said too.
    pub fn refused(&self, collection: &Collection) -> Option<String> {
        if self.tls.is_some() && self.behind_proxy {
            return Some("either the room speaks TLS itself (--tls-cert, --tls-key) or a proxy before it (--behind-proxy), not both".into());
        }
        if self.behind_proxy && self.hosts.is_empty() {
            return Some(
                "behind a proxy the room must know the name under which readers ask for it: give --host NAME"
                    .into(),
            );
        }
        // Through a proxy, others come from this very machine.
        let here = self.address.ip().is_loopback() && !self.behind_proxy;
        if here {
            return None;
        }
        if self.no_accounts {
            return Some(
                "--no-accounts is for 127.0.0.1 only, without a proxy: others could read everything".into(),
            );
        }
        if self.tls.is_none() && !self.behind_proxy {
            return Some(format!(
                "{} can be reached by others, and passwords and papers would go over the wire as they are. Give --tls-cert and \
                 --tls-key, or --behind-proxy with --host NAME where a proxy speaks TLS",
                self.address.ip()
            ));
        }
        let accounts = Access::open(collection.dir()).and_then(|a| a.map_or(Ok(false), |a| a.has_accounts()));
        match accounts {
            Ok(true) => None,
            Ok(false) => Some(
                "others can come in only with accounts. Make one first: memcon user add NAME --role keeper"
                    .into(),
            ),
            Err(e) => Some(e.to_string()),
        }
    }
}

/// Opens the reading room and blocks until Ctrl-C. `on_ready` is told the real address once readers can come in.
pub fn run_opening(
    collection: Arc<Collection>,
    explain: Explain,
    relink: Relink,
    opening: &Opening,
    on_ready: impl FnOnce(SocketAddr),
) -> std::io::Result<()> {
    if let Some(why) = opening.refused(&collection) {
        return Err(std::io::Error::other(why));
    }
    let tls = opening.tls.as_ref().map(|(chain, key)| tls::settings(chain, key)).transpose()?;
    let secure = tls.is_some() || opening.behind_proxy;
    let here = opening.address.ip().is_loopback() && !opening.behind_proxy;
    let door = (!opening.no_accounts).then(|| Door::new(collection.dir().to_owned(), !here, secure));
    let rooms = Arc::new(Rooms::new(collection, explain, relink));
    let room = Room {
        library: Arc::clone(rooms.whole()),
        door: door.map(|door| (door, rooms)),
        hosts: opening.hosts.clone(),
        tls: tls.is_some(),
        behind_proxy: opening.behind_proxy,
    };
    serve(room, opening.address, tls, on_ready)
}
