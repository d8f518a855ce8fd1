"""The tests of the toolchain."""
