"""Our catalog for fairseq2: cards translated into what it reads, as a folder or registered in it."""
