"""Text to values with places: YAML documents and TOML; the one importer of PyYAML is here."""
