#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| memcon_fuzz::carving(memcon_read::Format::Tar, bytes));
