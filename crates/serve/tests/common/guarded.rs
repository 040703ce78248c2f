//! A collection with accounts: invented papers, one of them withheld from whoever lacks a clearance, and readers with cookies.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use memcon_link::{Document, Given};
use memcon_model::Settings;
use memcon_serve::{Opening, hash_password, run_opening};
use memcon_store::{Access, Collection, NewDocument, OpenMode, Role};

use super::Got;

/// The password of everybody.
pub const PASSWORD: &str = "a lamp on the quay";

/// The paper that is withheld, with words, people and an issue that no other has.
pub const WITHHELD: &str = "annex/secret note.txt";

/// Papers that everybody may read, and the one that not everybody may.
pub const PAPERS: [(&str, &str); 6] = [
    (
        "minutes/first.txt",
        "Minutes of the first session on the lake ferries\n\nHarbour House, 4 March 1987\n\n\
         North: We propose that the ferries sail at night.\n\nSouth: We cannot accept this proposal.\n\n\
         North: Then we ask why.\n\nSouth: The harbour is closed at night, Mr Orla Venn said so.\n",
    ),
    (
        "minutes/second.txt",
        "Minutes of the second session on the lake ferries\n\nHarbour House, 11 March 1987\n\n\
         South: We agree that the ferries sail on Sundays.\n\nNorth: We accept. What of the tolls?\n\n\
         South: On the tolls we shall answer next week.\n",
    ),
    (
        "letters/ministry.txt",
        "Telegram 14\nFrom: Ministry of Ports\nTo: Delegation at Harbour House\nDate: 12 March 1987\n\n\
         Refer to your telegram 7 of 9 March. You may accept the Sundays. Ask Colonel Reyk about the tolls.\n",
    ),
    (
        "letters/delegation.txt",
        "Telegram 15\nFrom: Delegation at Harbour House\nTo: Ministry of Ports\nDate: 13 March 1987\n\n\
         Your telegram 14 received. Colonel Reyk met Orla Venn on 12 March. He said: \"The tolls can wait.\"\n",
    ),
    ("notes/undated.txt", "A note on the ferries\n\nThe pilot Imre Tall asks for lamps on the quay.\n"),
    (
        WITHHELD,
        "SECRET\n\nTelegram 7\nFrom: Delegation at Harbour House\nTo: Ministry of Ports\nDate: 9 March 1987\n\
         Classification: SECRET\n\nColonel Reyk, whom friends call Bricka, met the banker Zebulon Quist at Marlow. Quist said: \"The \
         swordfish loan is yours if the ferries stop.\" We propose the swordfish loan. Orla Venn refused the swordfish loan.\n",
    ),
];

/// The rule of the settings: what is stamped secret needs a clearance.
pub const RULE: &str =
    "title = \"Lake talks\"\n\n[[access.restrict]]\nclassification = [\"secret\"]\nto = [\"cleared\"]\n";

/// Settings without any rule.
pub const NO_RULE: &str = "title = \"Lake talks\"\n";

/// A collection in `dir` of some of the papers, linked.
pub fn make(dir: &Path, settings: &str, papers: &[(&str, &str)]) {
    std::fs::create_dir_all(dir).unwrap();
    std::fs::write(dir.join("memcon.toml"), settings).unwrap();
    let made = Collection::create_or_open(dir).unwrap();
    add(&made, papers);
    relink(&made).unwrap();
}

/// Adds papers to a collection.
pub fn add(made: &Collection, papers: &[(&str, &str)]) {
    let new: Vec<NewDocument> = papers.iter().map(|(id, text)| analysed(made, id, text)).collect();
    made.put(&new).unwrap();
}

fn analysed(made: &Collection, id: &str, text: &str) -> NewDocument {
    let hint = memcon_read::Hint { path: Some(id), ..Default::default() };
    let (analysis, text) = memcon_analyse::analyse(id, text.as_bytes(), hint, &Settings::default());
    NewDocument {
        id: id.into(),
        source: None,
        path: None,
        name: id.into(),
        media_hint: None,
        given: Vec::new(),
        blake3: made.keep_original(text.as_bytes()).unwrap(),
        bytes: text.len() as u64,
        engine: "test".into(),
        analysis,
        text,
    }
}

/// Links a collection as the command line does.
pub fn relink(c: &Collection) -> Result<(), String> {
    let work = || -> Result<(), memcon_store::StoreError> {
        let mut papers = Vec::new();
        for row in c.documents()?.into_iter().filter(|d| d.status.is_current()) {
            let d = c.document(&row.id)?;
            papers.push((d.row.id, d.analysis, d.text));
        }
        let documents: Vec<Document<'_>> =
            papers.iter().map(|(id, analysis, text)| Document { id, analysis, text }).collect();
        let (listed, decisions) = (c.listed()?, c.decisions()?);
        let given = Given { listed: &listed, decisions: &decisions };
        c.set_linked(&memcon_link::link_told(&documents, &given, &mut |_| {}))?;
        c.refresh_index()
    };
    work().map_err(|e| e.to_string())
}

/// Accounts: a keeper Kay, a reviewer Ada, a reader Ben, none of them cleared but Kay, who needs no clearance; Cleo is.
pub fn accounts(dir: &Path) -> Access {
    static HASH: OnceLock<String> = OnceLock::new();
    let hash = HASH.get_or_init(|| hash_password(PASSWORD).unwrap());
    let access = Access::create_or_open(dir).unwrap();
    for (name, role, clearance) in [
        ("Kay", Role::Keeper, &[][..]),
        ("Ada", Role::Reviewer, &[]),
        ("Ben", Role::Reader, &[]),
        ("Cleo", Role::Reader, &["cleared".to_owned()]),
    ] {
        access.add_account(name, role, clearance, hash, 0).unwrap();
    }
    access
}

/// Opens the room over the collection in `dir` until the test program ends.
pub fn serve(dir: &Path) -> SocketAddr {
    serve_as(dir, Opening::here(SocketAddr::from(([127, 0, 0, 1], 0))))
}

/// [`serve`], opened in another way.
pub fn serve_as(dir: &Path, opening: Opening) -> SocketAddr {
    let collection = Arc::new(Collection::open(dir, OpenMode::ReadOnly).unwrap());
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        run_opening(collection, |_, _, _| None, relink, &opening, |addr| send.send(addr).unwrap()).unwrap();
    });
    receive.recv().unwrap()
}

/// Somebody with a browser.
pub struct Reader {
    /// The room.
    pub addr: SocketAddr,
    /// What the browser holds, as it sends it.
    pub cookie: String,
    /// What the forms carry, once a page was read.
    pub token: String,
}

impl Reader {
    /// Somebody at the door.
    pub fn stranger(addr: SocketAddr) -> Self {
        Self { addr, cookie: String::new(), token: String::new() }
    }

    /// Somebody who came in.
    pub fn comes(addr: SocketAddr, name: &str) -> Self {
        let mut reader = Self::stranger(addr);
        let got = reader.tries(name, PASSWORD);
        assert_eq!(got.status, 303, "{}", got.body);
        reader.cookie = got.header("set-cookie").split(';').next().unwrap().to_owned();
        reader.look();
        reader
    }

    /// Reads a page for what its forms carry.
    pub fn look(&mut self) {
        let page = self.get("/").body;
        let at = page.find("name=\"door\" value=\"").expect("no form on the page");
        self.token = page[at + 19..].split('"').next().unwrap().to_owned();
    }

    /// Sends the form of log-in.
    pub fn tries(&self, name: &str, password: &str) -> Got {
        self.send("/door/in", &[("name", name), ("password", password)], None)
    }

    /// Asks for a page.
    pub fn get(&self, path: &str) -> Got {
        let request = agent().get(format!("http://{}{path}", self.addr)).header("cookie", &self.cookie);
        got(request.call().unwrap())
    }

    /// Sends a form as a page of the room does.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> Got {
        let mut form = form.to_vec();
        form.push(("door", &self.token));
        self.send(path, &form, None)
    }

    /// Sends a form as it is; `origin`: of which page, if not the room's own.
    pub fn send(&self, path: &str, form: &[(&str, &str)], origin: Option<&str>) -> Got {
        let own = format!("http://{}", self.addr);
        let request = agent()
            .post(format!("{own}{path}"))
            .header("cookie", &self.cookie)
            .header("origin", origin.unwrap_or(&own));
        got(request.send_form(form.iter().copied()).unwrap())
    }
}

fn agent() -> ureq::Agent {
    ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().into()
}

fn got(mut reply: ureq::http::Response<ureq::Body>) -> Got {
    let headers =
        reply.headers().iter().map(|(k, v)| (k.to_string(), v.to_str().unwrap_or("").to_owned())).collect();
    let body = reply.body_mut().with_config().limit(200_000_000).read_to_vec().unwrap();
    Got { status: reply.status().as_u16(), headers, body: String::from_utf8_lossy(&body).into_owned() }
}
