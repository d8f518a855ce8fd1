"""The real fairseq2 beside ours; run by `make interop`, apart from the tests, because it needs 1 GB of packages."""
