"""Rules on `catalog.toml`, on comments that silence findings, and on what a change does to either."""
