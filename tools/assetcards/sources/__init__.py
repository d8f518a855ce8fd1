"""From what somebody names to an open catalog: defaults, places, revisions, remotes, lock files."""
