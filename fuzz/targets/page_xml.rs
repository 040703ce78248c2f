#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| memcon_fuzz::reading(memcon_read::Format::PageXml, bytes));
