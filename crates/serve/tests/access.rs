//! The probe set for access: whether a reader can learn by anything the room says that a withheld paper exists.
//!
//! Two collections, one with a withheld paper and one that never had it, must say the same, byte for byte.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;

use common::guarded::{NO_RULE, PAPERS, RULE, Reader, WITHHELD, accounts, add, make, serve, serve_as};
use memcon_serve::Opening;
use memcon_store::{Access, Collection};

/// Words, names and ids that only the withheld paper has.
const TRACES: [&str; 6] = ["swordfish", "Quist", "Zebulon", "Marlow", "secret note", "secret%20note"];

/// Where the crawl begins; what these pages link to is asked for too.
const PAGES: &[&str] = &[
    "/",
    "/index.json",
    "/state",
    "/state.json",
    "/state?on=1987-03-10",
    "/issues",
    "/issues.json",
    "/loose-ends",
    "/loose-ends.json",
    "/timeline",
    "/timeline.json",
    "/contacts",
    "/contacts.json",
    "/letters",
    "/letters.json",
    "/references",
    "/references.json",
    "/accounts",
    "/accounts.json",
    "/parallel",
    "/parallel.json",
    "/obligations",
    "/obligations.json",
    "/deeds",
    "/deeds.json",
    "/drafts",
    "/people",
    "/people.json",
    "/people?q=Quist",
    "/people?q=Bricka",
    "/people?q=Reyk",
    "/holdings",
    "/holdings.json",
    "/review",
    "/review.json?layer=turn",
    "/review.json?layer=event",
    "/review/history.json",
    "/review/differences",
    "/search",
    "/search?q=swordfish",
    "/search.json?q=swordfish",
    "/search.json?q=Bricka",
    "/search.json?q=ferries",
    "/search.json?q=Reyk",
    "/search.json?q=telegram&form=cable",
    "/search?speaker=Quist",
    "/search.json?speaker=Quist",
    "/search.json?from=1987-03-08&to=1987-03-10",
    "/search.json?q=secret",
    "/cite",
    "/documents/annex/secret%20note.txt",
    "/documents/annex/secret%20note.txt.json",
    "/originals/annex/secret%20note.txt",
    "/chain/annex/secret%20note.txt",
    "/cite/annex/secret%20note.txt",
    "/cite.json?d=annex/secret%20note.txt",
    "/parallel/annex/secret%20note.txt",
    "/accounts?a=annex/secret%20note.txt&b=minutes/first.txt",
    "/drafts?a=annex/secret%20note.txt&b=minutes/first.txt",
    "/review/claim?document=annex/secret%20note.txt&layer=turn&claim=t1",
    "/review/add?document=annex/secret%20note.txt&at=1-5&layer=move",
    "/access",
    "/access.json",
];

/// The addresses of this room that a page links to, but for those that change something.
fn links(page: &str) -> BTreeSet<String> {
    let hrefs = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let own = hrefs.filter(|h| h.starts_with('/') && !h.starts_with("/-/") && !h.starts_with("//"));
    own.map(|h| h.split('#').next().unwrap_or(h).replace("&amp;", "&")).filter(|h| !h.is_empty()).collect()
}

/// Asks both for everything that can be reached; says how many pages they answered alike.
#[track_caller]
fn alike(with: &Reader, without: &Reader) -> usize {
    let mut waiting: BTreeSet<String> = PAGES.iter().map(|p| (*p).to_owned()).collect();
    let mut seen = BTreeSet::new();
    while let Some(path) = waiting.pop_first() {
        if seen.len() > 600 || !seen.insert(path.clone()) {
            continue;
        }
        let [a, b] = [with, without].map(|reader| {
            let mut got = reader.get(&path);
            got.body = got.body.replace(&reader.token, "TOKEN");
            got.headers.retain(|(k, _)| k != "date");
            got
        });
        assert_eq!(a.status, b.status, "{path}");
        if a.body != b.body {
            let at =
                a.body.bytes().zip(b.body.bytes()).take_while(|(a, b)| a == b).count().saturating_sub(80);
            let around = |body: &str| body.chars().skip(at).take(300).collect::<String>();
            panic!("{path} differs:\n{}\n---\n{}", around(&a.body), around(&b.body));
        }
        assert_eq!(a.headers, b.headers, "{path}");
        // An address asked for is said back; nothing else may name the paper.
        if !TRACES.iter().any(|trace| path.contains(trace)) {
            for trace in TRACES {
                assert!(!a.body.contains(trace), "{path} holds {trace}");
            }
        }
        waiting.extend(links(&a.body).into_iter().filter(|l| !seen.contains(l)));
    }
    seen.len()
}

/// A folder with one collection in it, and the room over that.
struct Opened {
    dir: tempfile::TempDir,
    addr: SocketAddr,
}

impl Opened {
    fn new(settings: &str, papers: &[(&str, &str)]) -> Self {
        let dir = tempfile::tempdir().unwrap();
        make(dir.path(), settings, papers);
        accounts(dir.path());
        let addr = serve(dir.path());
        Self { dir, addr }
    }
    fn dir(&self) -> &Path {
        self.dir.path()
    }
    fn access(&self) -> Access {
        Access::create_or_open(self.dir()).unwrap()
    }
    fn comes(&self, name: &str) -> Reader {
        Reader::comes(self.addr, name)
    }
}

#[test]
fn a_reader_without_clearance_sees_a_collection_that_never_had_the_paper() {
    // By the paper's own stamp: the rule stands in both.
    let (with, without) = (Opened::new(RULE, &PAPERS), Opened::new(RULE, &PAPERS[..5]));
    for name in ["Ben", "Ada"] {
        let pages = alike(&with.comes(name), &without.comes(name));
        println!("{name}: {pages} pages alike");
        assert!(pages > 100, "only {pages} pages were reached");
    }
    // And it is no empty probe: whoever is cleared, or keeps the collection, finds it everywhere.
    for name in ["Cleo", "Kay"] {
        let reader = with.comes(name);
        assert!(reader.get("/documents/annex/secret%20note.txt").body.contains("swordfish"), "{name}");
        assert!(reader.get("/search.json?q=swordfish").json()["total"].as_u64().unwrap() > 0, "{name}");
        assert!(reader.get("/people.json").body.contains("Quist"), "{name}");
        assert_eq!(reader.get("/index.json").json()["overview"]["documents"], 6, "{name}");
    }
}

#[test]
fn a_restriction_by_hand_takes_effect_on_the_next_request_and_leaves_no_trace() {
    let (with, without) = (Opened::new(NO_RULE, &PAPERS), Opened::new(NO_RULE, &PAPERS[..5]));
    let (mut reader, keeper) = (with.comes("Ben"), with.comes("Kay"));
    let paper = "/documents/annex/secret%20note.txt";
    assert_eq!(reader.get(paper).status, 200, "nothing is restricted by itself");
    let form = [("document", "annex/"), ("labels", "cleared, @kay"), ("deed", "restrict")];
    assert_eq!(keeper.post("/access/restrict", &form).status, 303);
    assert_eq!(reader.get(paper).status, 404, "on the next request");
    assert_eq!(reader.get("/originals/annex/secret%20note.txt").status, 404);
    reader.look();
    println!("{} pages alike", alike(&reader, &without.comes("Ben")));
    // A paper that comes later into a restricted folder was never seen; one that may be read is.
    let writer = Collection::create_or_open(with.dir()).unwrap();
    add(
        &writer,
        &[("annex/other.txt", "Another swordfish.\n"), ("notes/late.txt", "A late note on lamps.\n")],
    );
    drop(writer);
    assert_eq!(reader.get("/search.json?q=swordfish").json()["total"], 0);
    assert_eq!(reader.get("/documents/notes/late.txt").status, 200);
    assert_eq!(reader.get("/documents/annex/other.txt").status, 404);
    // And back again.
    let mut keeper = keeper;
    keeper.look();
    let lift = [("document", "annex"), ("deed", "lift")];
    assert_eq!(keeper.post("/access/restrict", &lift).status, 303);
    assert_eq!((reader.get(paper).status, reader.get("/documents/annex/other.txt").status), (200, 200));
}

#[test]
fn what_was_once_open_is_gone_from_what_is_derived() {
    // Linked, indexed and read while it was open; then a person stamps it, with no rule changed.
    let open: Vec<(&str, &str)> = PAPERS.iter().map(|(id, text)| (*id, *text)).collect();
    let mut unstamped = open.clone();
    let bare = open[5].1.replace("SECRET\n\nTelegram", "Telegram").replace("Classification: SECRET\n", "");
    unstamped[5].1 = &bare;
    let (with, without) = (Opened::new(RULE, &unstamped), Opened::new(RULE, &open[..5]));
    let reader = with.comes("Ben");
    assert!(reader.get("/search.json?q=swordfish").json()["total"].as_u64().unwrap() > 0);
    let writer = Collection::create_or_open(with.dir()).unwrap();
    add(&writer, &open[5..]);
    drop(writer);
    assert_eq!(reader.get("/search.json?q=swordfish").json()["total"], 0);
    // The version before bore no stamp; left alone, it would tell of the newer one.
    let mut reader = reader;
    reader.look();
    alike(&reader, &without.comes("Ben"));
}

#[test]
fn a_withheld_id_answers_as_one_that_nobody_ever_had() {
    let room = Opened::new(RULE, &PAPERS);
    let reader = room.comes("Ben");
    let nonsense = "annex/nosuch note.txt";
    for way in
        ["/documents/{}", "/documents/{}.json", "/originals/{}", "/chain/{}", "/cite/{}", "/parallel/{}"]
    {
        let [a, b] = [WITHHELD, nonsense].map(|id| {
            let got = reader.get(&way.replace("{}", &id.replace(' ', "%20")));
            (got.status, got.body.replace(id, "ID").replace(&id.replace(' ', "%20"), "ID"))
        });
        assert_eq!(a, b, "{way}");
        assert_eq!(a.0, 404, "{way}");
    }
}

#[test]
fn each_role_may_what_it_may() {
    let room = Opened::new(RULE, &PAPERS);
    let judgement = [
        ("document", "minutes/first.txt"),
        ("layer", "turn"),
        ("claim", "t1"),
        ("verdict", "confirmed"),
        ("by", "Somebody Else"),
    ];
    let restriction = [("document", "minutes/first.txt"), ("deed", "restrict")];
    for (name, judges, keeps) in [("Ben", 403, 403), ("Ada", 303, 404), ("Kay", 303, 303)] {
        let reader = room.comes(name);
        assert_eq!(reader.post("/review/judge", &judgement).status, judges, "{name}");
        assert_eq!(reader.post("/review/undo", &[("number", "99")]).status == 403, judges == 403, "{name}");
        assert_eq!(reader.get("/access").status == 200, keeps == 303, "{name}");
        assert_eq!(reader.get("/access.json").status == 200, keeps == 303, "{name}");
        assert_eq!(reader.post("/access/restrict", &restriction).status, keeps, "{name}");
    }
    // Whoever may not keep gets for that page what anybody gets for nonsense.
    let ada = room.comes("Ada");
    assert_eq!(
        ada.get("/access").body.replace("/access", "X"),
        ada.get("/nosuch").body.replace("/nosuch", "X")
    );
    // A judgement bears the account's name, whatever was typed.
    let history = room.comes("Kay").get("/review/history.json").json();
    let by: Vec<&str> =
        history["judgements"].as_array().unwrap().iter().map(|j| j["by"].as_str().unwrap()).collect();
    assert_eq!(BTreeSet::from_iter(by), BTreeSet::from(["Ada", "Kay"]));
}

#[test]
fn a_reviewer_without_clearance_judges_in_the_whole_and_sees_it_with_numbers_of_their_own() {
    let room = Opened::new(RULE, &PAPERS);
    let (ada, kay) = (room.comes("Ada"), room.comes("Kay"));
    let on = |document: &'static str, verdict: &'static str| {
        [("document", document), ("layer", "turn"), ("claim", "t1"), ("verdict", verdict)]
    };
    assert_eq!(kay.post("/review/judge", &on(WITHHELD, "confirmed")).status, 303);
    assert_eq!(ada.post("/review/judge", &on(WITHHELD, "confirmed")).status, 404, "no such paper for her");
    assert_eq!(ada.post("/review/judge", &on("minutes/first.txt", "rejected")).status, 303);
    let numbers = |reader: &Reader| -> Vec<u64> {
        let told = reader.get("/review/history.json").json();
        let mut n: Vec<u64> =
            told["judgements"].as_array().unwrap().iter().map(|j| j["number"].as_u64().unwrap()).collect();
        n.sort();
        n
    };
    assert_eq!((numbers(&ada), numbers(&kay)), (vec![1], vec![1, 2]));
    // Her number 1 is the whole's number 2, and only that can she take back.
    assert_eq!(ada.post("/review/undo", &[("number", "2")]).status, 404);
    assert_eq!(ada.post("/review/undo", &[("number", "1")]).status, 303);
    let told = kay.get("/review/history.json").json();
    let undone: Vec<u64> = told["judgements"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|j| j["undone"].is_object())
        .map(|j| j["number"].as_u64().unwrap())
        .collect();
    assert_eq!(undone, [2]);
}

#[test]
fn nobody_comes_in_without_logging_in() {
    let room = Opened::new(RULE, &PAPERS);
    let stranger = Reader::stranger(room.addr);
    for page in PAGES {
        let got = stranger.get(page);
        let data = page.split('?').next().unwrap().ends_with(".json");
        assert_eq!(got.status, if data { 401 } else { 303 }, "{page}");
        assert!(data || got.header("location").starts_with("/door"), "{page}");
        assert!(!got.body.contains("Lake talks"), "not even the title: {page}");
    }
    assert_eq!(stranger.get("/-/assets/room.css").status, 200, "the program's own files");
    let page = stranger.get("/door?next=/people");
    assert!(
        page.status == 200 && page.body.contains("value=\"/people\"") && !page.body.contains("Lake talks")
    );
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(stranger.post("/review/judge", &[]).status, 401);
    let forged =
        Reader { cookie: format!("memcon_session={}", "0".repeat(64)), ..Reader::stranger(room.addr) };
    assert_eq!(forged.get("/").status, 303);
}

#[test]
fn a_session_begins_anew_at_log_in_and_ends_at_log_out() {
    let room = Opened::new(RULE, &PAPERS);
    let first = room.comes("Ben");
    let second = first.tries("Ben", common::guarded::PASSWORD);
    let set = second.header("set-cookie");
    assert!(
        set.contains("; HttpOnly") && set.contains("; SameSite=Strict") && !set.contains(&first.cookie),
        "{set}"
    );
    assert_eq!(first.get("/").status, 303, "what the browser held before is no session any more");
    let ben = room.comes("Ben");
    assert_eq!(ben.get("/").header("cache-control"), "private, no-store");
    assert_eq!(ben.post("/door/out", &[]).status, 303);
    assert_eq!(ben.get("/").status, 303);
    let gone = room.comes("Ben");
    room.access().remove_account("Ben").unwrap();
    assert_eq!(gone.get("/").status, 303, "an account that was taken away");
}

#[test]
fn forms_of_strangers_and_of_other_sessions_are_refused() {
    let room = Opened::new(RULE, &PAPERS);
    let (ada, kay) = (room.comes("Ada"), room.comes("Kay"));
    let form = |token: &str| {
        vec![
            ("document", "minutes/first.txt".to_owned()),
            ("layer", "turn".into()),
            ("claim", "t1".into()),
            ("verdict", "rejected".into()),
            ("door", token.to_owned()),
        ]
    };
    let send = |token: &str, origin: Option<&str>| {
        let form = form(token);
        let form: Vec<(&str, &str)> = form.iter().map(|(k, v)| (*k, v.as_str())).collect();
        ada.send("/review/judge", &form, origin).status
    };
    assert_eq!(send("", None), 403);
    assert_eq!(send(&kay.token, None), 403, "of another session");
    assert_eq!(send(&ada.token, Some("https://evil.example")), 403);
    assert!(kay.get("/review/history.json").json()["judgements"].as_array().unwrap().is_empty());
    assert_eq!(send(&ada.token, None), 303);
    // When what is restricted changes, forms on pages from before are old.
    kay.post("/access/restrict", &[("document", "notes"), ("deed", "restrict")]);
    assert_eq!(send(&ada.token, None), 403);
}

#[test]
fn whoever_guesses_waits_longer_and_learns_nothing() {
    let room = Opened::new(RULE, &PAPERS[..1]);
    let stranger = Reader::stranger(room.addr);
    let said = |name: &str| {
        let got = stranger.tries(name, "not the password at all");
        (got.status, got.body.replace(name, "NAME"))
    };
    let (known, unknown) = (said("Ben"), said("Nobody"));
    assert_eq!(known, unknown);
    assert_eq!(known.0, 403);
    let mut last = 0;
    for _ in 0..12 {
        last = said("Ben").0;
    }
    assert_eq!(last, 429);
    assert_eq!(stranger.tries("Ben", common::guarded::PASSWORD).status, 429, "even with the right one");
    let log = room.access().log(Some("Ben"), 0, 100).unwrap();
    assert!(log.iter().any(|l| l.deed == "failed") && log.iter().any(|l| l.deed == "slowed"));
}

#[test]
fn who_opened_what_is_in_the_log_and_no_password_is_anywhere() {
    let room = Opened::new(RULE, &PAPERS);
    let (ben, kay) = (room.comes("Ben"), room.comes("Kay"));
    ben.get("/documents/minutes/first.txt");
    ben.get("/originals/minutes/first.txt");
    ben.get("/documents/annex/secret%20note.txt");
    ben.tries("Kay", "swordfish swordfish");
    let log: Vec<(String, String)> =
        room.access().log(Some("Ben"), 0, 100).unwrap().into_iter().map(|l| (l.deed, l.about)).collect();
    let pair = |deed: &str, about: &str| (deed.to_owned(), about.to_owned());
    assert_eq!(log, [pair("took", "minutes/first.txt"), pair("opened", "minutes/first.txt"), pair("in", "")]);
    let told = kay.get("/access.json").body;
    assert!(told.contains("opened") && !told.contains("argon2") && !told.contains("swordfish"), "{told}");
    let page = kay.get("/access").body;
    assert!(page.contains("minutes/first.txt") && !page.contains("argon2"));
    for file in ["access.db", "access.db-wal"] {
        let bytes = std::fs::read(room.dir().join(file)).unwrap_or_default();
        let holds = |words: &str| bytes.windows(words.len()).any(|w| w == words.as_bytes());
        assert!(!holds("swordfish") && !holds(common::guarded::PASSWORD), "{file}");
    }
}

#[test]
fn no_room_is_open_to_others_without_accounts_and_without_tls() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path(), NO_RULE, &PAPERS[..1]);
    let collection = || Collection::open(dir.path(), memcon_store::OpenMode::ReadOnly).unwrap();
    let foreign = || Opening::here("0.0.0.0:0".parse().unwrap());
    let refused = |opening: Opening| opening.refused(&collection()).unwrap_or_default();
    let tls = || Some(("cert.pem".into(), "key.pem".into()));
    assert!(refused(foreign()).contains("--tls-cert"));
    assert!(refused(Opening { tls: tls(), ..foreign() }).contains("memcon user add"), "no accounts");
    assert!(refused(Opening { behind_proxy: true, ..foreign() }).contains("--host"));
    let proxied = || Opening {
        behind_proxy: true,
        hosts: vec!["papers.example".into()],
        ..Opening::here("127.0.0.1:0".parse().unwrap())
    };
    assert!(refused(proxied()).contains("memcon user add"), "a proxy brings others to this very machine");
    accounts(dir.path());
    assert_eq!(refused(Opening { tls: tls(), ..foreign() }), "");
    assert_eq!(refused(proxied()), "");
    assert!(refused(Opening { tls: tls(), no_accounts: true, ..foreign() }).contains("--no-accounts"));
    assert!(refused(Opening { no_accounts: true, ..proxied() }).contains("--no-accounts"));
    // On this machine, with accounts, one logs in; or says that one will not.
    assert_eq!(Reader::stranger(serve(dir.path())).get("/").status, 303);
    let open = Opening { no_accounts: true, ..Opening::here("127.0.0.1:0".parse().unwrap()) };
    assert_eq!(Reader::stranger(serve_as(dir.path(), open)).get("/").status, 200);
}

#[test]
fn a_room_asks_for_accounts_from_the_moment_there_are_any() {
    let dir = tempfile::tempdir().unwrap();
    make(dir.path(), RULE, &PAPERS);
    let stranger = Reader::stranger(serve(dir.path()));
    assert_eq!(
        stranger.get("/documents/annex/secret%20note.txt").status,
        200,
        "one's own papers on one's own machine"
    );
    accounts(dir.path());
    assert_eq!(stranger.get("/").status, 303);
}

#[test]
fn settings_that_cannot_be_read_open_nothing() {
    let room = Opened::new(RULE, &PAPERS);
    let ben = room.comes("Ben");
    std::fs::write(room.dir().join("memcon.toml"), "[[access.restrict\n").unwrap();
    assert_eq!(ben.get("/").status, 503);
    std::fs::write(room.dir().join("memcon.toml"), RULE).unwrap();
    assert_eq!(ben.get("/").status, 200);
}
