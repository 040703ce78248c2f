//! Archives, mail boxes and messages made to do harm, or harmed on their way: bounded time and memory, a notice, the rest.
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use memcon_read::carve::{Carved, Limits, parts};
use memcon_read::{Hint, read};
use proptest::prelude::*;
use zip::write::{SimpleFileOptions, ZipWriter};

fn carve(name: &str, bytes: Vec<u8>, limits: Limits) -> Vec<Carved> {
    let hint = Hint { path: Some(name), ..Hint::default() };
    parts(Box::new(Cursor::new(bytes)), None, hint, limits).collect()
}

fn said(parts: &[Carved]) -> Vec<String> {
    parts.iter().filter_map(|p| p.as_ref().err()).map(|(way, n)| format!("{way}: {}", n.message)).collect()
}

fn ways(parts: &[Carved]) -> Vec<&str> {
    parts.iter().filter_map(|p| p.as_ref().ok()).map(|p| p.way.as_str()).collect()
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/files").join(name)).unwrap()
}

fn zipped(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(bytes).unwrap();
    gz.finish().unwrap()
}

#[test]
fn a_bomb_is_left_packed_and_what_stands_before_it_is_read() {
    let zeros = vec![b'0'; 32 << 20];
    let inner = zipped(&[("a.txt", &zeros), ("b.txt", &zeros), ("c.txt", &zeros)]);
    let middle: Vec<(String, &[u8])> = (0..40).map(|n| (format!("{n}.zip"), inner.as_slice())).collect();
    let middle: Vec<(&str, &[u8])> = middle.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let outer = zipped(&[("letter.txt", b"A letter."), ("more.zip", &zipped(&middle))]);
    let start = Instant::now();
    let got = carve("bomb.zip", outer, Limits::default());
    assert_eq!(ways(&got)[0], "letter.txt");
    assert!(said(&got).last().unwrap().contains("times its size"), "{:?}", said(&got));
    assert!(ways(&got).len() < 20 && start.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_gzip_bomb_is_stopped() {
    let bomb = gzipped(&gzipped(&vec![0_u8; 200 << 20]));
    let got = carve("bomb.gz", bomb, Limits::default());
    assert!(ways(&got).is_empty() && said(&got)[0].contains("times its size"), "{:?}", said(&got));
}

#[test]
fn entries_that_lie_over_each_other_count_each_time() {
    // One body of 2 MiB, listed a thousand times: 2 GiB in all.
    let body = vec![b'x'; 2 << 20];
    let one = zipped(&[("x.txt", &body)]);
    let end = one.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    let list = one.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    let mut many = one[..list].to_vec();
    for _ in 0..1000 {
        many.extend(&one[list..end]);
    }
    let size = ((end - list) * 1000) as u32;
    let mut tail = one[end..].to_vec();
    tail[8..10].copy_from_slice(&1000_u16.to_le_bytes());
    tail[10..12].copy_from_slice(&1000_u16.to_le_bytes());
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    many.extend(tail);
    let got = carve("overlap.zip", many, Limits::default());
    assert!(said(&got).last().unwrap().contains("times its size"), "{:?}", said(&got));
    assert!(ways(&got).len() < 1000 && ways(&got)[1] == "x~2.txt");
}

#[test]
fn archives_fifty_deep_are_opened_only_so_far() {
    for wrap in [|b: &[u8]| zipped(&[("in.zip", b), ("beside.txt", b"Words.")]), |b: &[u8]| gzipped(b)] {
        let mut bytes = b"The innermost letter.".to_vec();
        for _ in 0..50 {
            bytes = wrap(&bytes);
        }
        let got = carve("deep", bytes, Limits::default());
        assert!(said(&got).iter().any(|s| s.contains("inside 6 other archives")), "{:?}", said(&got));
    }
}

#[test]
fn an_archive_that_lost_its_directory_is_read_by_its_heads() {
    let whole = file("zip/python-3.11.zip");
    let end = whole.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let got = carve("cut.zip", whole[..end].to_vec(), Limits::default());
    assert!(said(&got)[0].contains("lost its directory"), "{:?}", said(&got));
    assert_eq!(ways(&got)[..3], ["1987/letter.txt", "1987/session.html", "会议/报告.txt"]);
    for cut in [10, 100, 700, 1500] {
        let got = carve("cut.zip", whole[..cut].to_vec(), Limits::default());
        assert!(!said(&got).is_empty(), "cut at {cut}");
    }
}

#[test]
fn an_archive_cut_off_gives_what_came_before() {
    for (name, cut) in [("tar/gnu-tar-1.34.tar", 4200), ("tar/bsdtar-3.6.tar.gz", 900)] {
        let got = carve(name, file(name)[..cut].to_vec(), Limits::default());
        assert!(
            !ways(&got).is_empty() && !said(&got).is_empty(),
            "{name}: {:?} {:?}",
            ways(&got),
            said(&got)
        );
    }
    let mut bytes = file("tar/gnu-tar-1.34.tar");
    bytes[5] ^= 1;
    assert!(said(&carve("x.tar", bytes, Limits::default()))[0].contains("damaged at byte 0"));
}

#[test]
fn numbers_that_lie_do_no_harm() {
    // A directory that claims to hold more than the file, a tar entry of exabytes.
    let mut zip = zipped(&[("a.txt", b"Words of a letter.")]);
    let end = zip.windows(4).rposition(|w| w == b"PK\x05\x06").unwrap();
    zip[end + 12..end + 16].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(ways(&carve("x.zip", zip, Limits::default())), ["a.txt"]);
    let mut tar = file("tar/gnu-tar-1.34.tar");
    tar[124..136].copy_from_slice(&[0x80, 0, 0, 0, 0x7f, 255, 255, 255, 255, 255, 255, 255]);
    tar[148..156].fill(b' ');
    let sum: u32 = tar[..512].iter().map(|b| u32::from(*b)).sum();
    tar[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let _ = carve("x.tar", tar, Limits::default());
}

#[test]
fn bytes_that_are_not_those_packed_are_said() {
    let mut zip = file("zip/python-3.11.zip");
    let name = zip.windows(15).position(|w| w == b"1987/letter.txt").unwrap();
    zip[name + 60] ^= 0x55;
    let got = carve("x.zip", zip, Limits::default());
    assert!(said(&got)[0].contains("damaged"), "{:?}", said(&got));
    assert!(ways(&got).contains(&"1987/session.html"));
}

#[test]
fn limits_of_documents_and_size_hold() {
    let many: Vec<(String, &[u8])> = (0..30).map(|n| (format!("{n}.txt"), &b"Words."[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    let got = carve("x.zip", zipped(&many), Limits { parts: 10, ..Limits::default() });
    assert_eq!((ways(&got).len(), said(&got).len()), (10, 1));
    let got = carve(
        "x.zip",
        zipped(&[("big.txt", &vec![b'w'; 9 << 20]), ("a.txt", b"x")]),
        Limits { part: 1 << 20, ..Limits::default() },
    );
    assert_eq!(ways(&got), ["a.txt"]);
    assert!(said(&got)[0].contains("larger than 1 MiB"));
}

#[test]
fn a_message_of_a_hundred_thousand_parts() {
    let mut message =
        "From: i@l.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n".to_owned();
    for n in 0..100_000 {
        message.push_str(&format!("--b\nContent-Disposition: attachment; filename=x.txt\n\npart {n}\n"));
    }
    message.push_str("--b--\n");
    let start = Instant::now();
    let reading = read(message.as_bytes(), Hint::default());
    assert_eq!(reading.text, "From: i@l.example\n");
    let got = carve("x.eml", message.into(), Limits::default());
    assert_eq!(got.len(), 100_001);
    assert_eq!(ways(&got)[100_000], "x~100000.txt");
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn boundaries_that_never_end_and_multiparts_without_end() {
    let mut deep =
        "From: i@l.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n".to_owned();
    for n in 0..50_000 {
        deep.push_str(&format!("--b{n}\nContent-Type: multipart/mixed; boundary=b{}\n\n", n + 1));
    }
    let mut messages =
        "From: i@l.example\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n".repeat(20_000);
    messages.push_str("Words.\n");
    let open = format!(
        "From: i@l.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n{}",
        "words -- and\n--words\n".repeat(100_000)
    );
    let marks = format!(
        "From: i@l.example\nMIME-Version: 1.0\n\n{}",
        "> ".repeat(200_000) + &"> On it, he wrote:\n>> x\n".repeat(50_000)
    );
    let heads = format!(
        "From: i@l.example\nMIME-Version: 1.0\n\n{}",
        "From: a\nSent: 1\nTo: b\nSubject: c\n".repeat(50_000)
    );
    let style = format!(
        "From: i@l.example\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nx\n--b\nContent-Type: text/html\n\n{}",
        "<style>&".repeat(100_000)
    );
    let fields = format!("{}MIME-Version: 1.0\nFrom: a\n\nWords.\n", "X: y\n".repeat(200_000));
    let words = format!("From: a\nMIME-Version: 1.0\nSubject: {}\n\nWords.\n", "=?utf-8?Q?".repeat(100_000));
    for message in [deep, messages, open, marks, heads, style, fields, words] {
        let start = Instant::now();
        let reading = read(message.as_bytes(), Hint { path: Some("x.eml"), ..Hint::default() });
        assert!(reading.text.contains("From: ") || reading.media_type == "text/plain");
        let _ = carve("x.eml", message.clone().into(), Limits::default());
        assert!(
            start.elapsed() < Duration::from_secs(30),
            "{}",
            message.chars().skip(60).take(80).collect::<String>()
        );
    }
}

#[test]
fn content_decides_and_not_the_name() {
    assert_eq!(ways(&carve("letter.txt", file("zip/info-zip-3.0.zip"), Limits::default())).len(), 3);
    let message = "From: i@l.example\nMIME-Version: 1.0\nContent-Type: application/pdf; name=\"treaty.pdf\"\n\nNo treaty, only words.\n";
    let got = carve("x.eml", message.into(), Limits::default());
    let lying = got[1].as_ref().unwrap();
    let reading = read(&lying.bytes, Hint { path: Some(&lying.way), ..Hint::default() });
    assert_eq!((lying.way.as_str(), reading.media_type.as_str()), ("treaty.pdf", "text/plain"));
}

/// A mail box of many gigabytes that is nowhere: the same message over and over.
struct Endless {
    message: Vec<u8>,
    length: u64,
    at: u64,
}

impl std::io::Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let start = (self.at % self.message.len() as u64) as usize;
        let left = (self.length - self.at).min((self.message.len() - start) as u64) as usize;
        let n = left.min(into.len());
        into[..n].copy_from_slice(&self.message[start..start + n]);
        self.at += n as u64;
        Ok(n)
    }
}

impl std::io::Seek for Endless {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.at = match to {
            std::io::SeekFrom::Start(n) => n,
            std::io::SeekFrom::End(n) => self.length.saturating_add_signed(n),
            std::io::SeekFrom::Current(n) => self.at.saturating_add_signed(n),
        };
        Ok(self.at)
    }
}

/// Bytes of memory that this process ever held at once.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok()).unwrap_or(0) * 1024
}

/// Run by hand: it takes a minute and what it measures is the process, other tests included.
#[test]
#[ignore = "two gigabytes"]
fn a_mail_box_of_two_gigabytes_is_taken_apart_in_little_memory() {
    let mut message = b"From ida@lorme.example Wed Mar  4 10:05:00 1987\nFrom: Ida <ida@lorme.example>\nSubject: Ferry\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nWords.\n--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=x.bin\n\n".to_vec();
    while message.len() < 1 << 18 {
        message.extend(b"QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB\n");
    }
    message.extend(b"--b--\n\n");
    let length = message.len() as u64 * (2 << 30) / (message.len() as u64);
    let source = Endless { message, length, at: 0 };
    let (start, before) = (Instant::now(), peak());
    let hint = Hint { path: Some("inbox.mbox"), ..Hint::default() };
    let count = parts(Box::new(source), None, hint, Limits::default()).count();
    println!(
        "{count} parts in {:?}, peak {} MiB (before {} MiB)",
        start.elapsed(),
        peak() >> 20,
        before >> 20
    );
    assert!(count > 16_000 && peak() < 200 << 20);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(60) })]

    #[test]
    fn harmed_files_are_read_as_far_as_they_go(which in 0..8_usize, harm in proptest::collection::vec((any::<u32>(), any::<u8>()), 1..12), cut in any::<u32>()) {
        let names = ["zip/python-3.11.zip", "zip/windows-names.zip", "tar/gnu-tar-1.34.tar", "tar/python-3.11.tar.gz",
            "mbox/python-3.11.mbox", "mail/nodemailer-10.6.0.eml", "mail/python-3.11.eml", "mhtml/chromium-156.mhtml"];
        let mut bytes = file(names[which]);
        for (at, b) in harm {
            let at = at as usize % bytes.len();
            bytes[at] = b;
        }
        if cut % 3 == 0 {
            bytes.truncate(cut as usize % bytes.len());
        }
        for carved in carve(names[which], bytes, Limits::default()) {
            if let Ok(part) = carved {
                let reading = read(&part.bytes, Hint { path: Some(&part.way), media_type: part.media_type.as_deref(), given: &part.given });
                for b in &reading.blocks {
                    prop_assert!(reading.text.get(b.span.range()).is_some());
                }
                for m in &reading.marks {
                    prop_assert!(reading.text.get(m.span.range()).is_some());
                }
            } else if let Err((_, notice)) = carved {
                prop_assert!(!notice.message.contains("failed"), "{}", notice.message);
            }
        }
    }
}
