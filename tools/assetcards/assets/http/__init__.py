"""Files from web servers: downloaded once, whole or not at all, by an engine that knows no cards."""
