"""From what a user names to an open catalog: defaults, folders, revisions, remotes, lock files."""
