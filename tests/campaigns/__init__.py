"""Campaigns against the reader: other people's suites, random inputs, and fairseq2's reader beside ours."""
