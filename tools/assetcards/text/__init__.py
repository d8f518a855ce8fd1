"""YAML and TOML to values with their locations; the one importer of PyYAML is here."""
