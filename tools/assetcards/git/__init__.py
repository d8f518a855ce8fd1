"""git: repositories, objects, commits, history, fetching; the one importer of GitPython is here."""
