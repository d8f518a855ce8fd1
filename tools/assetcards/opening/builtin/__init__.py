"""Families that come with the toolchain: files of formats that many use, under names that fairseq2 has not."""
