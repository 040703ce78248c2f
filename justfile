# What people run by hand; CI runs the same through .ci/run.

# The whole check, as CI does it.
check:
    bash .ci/run

# Format and lints.
lint:
    cargo fmt --all
    cargo clippy --workspace --all-targets -- -D warnings
    cargo xtask check

# All tests.
test:
    cargo test --workspace

# The scores over ../shared/corpus against the kept ones.
scores:
    cargo build --release
    cargo xtask scores

# Accept the scores as they are now (say why in the commit).
bless-scores:
    cargo build --release
    cargo xtask scores --bless

# The command-line reference.
docs:
    cargo build --release
    cargo xtask docs

# The example collection in the reading room.
open:
    cargo run --release -- open examples/strait
