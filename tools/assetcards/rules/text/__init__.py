"""Rules on the text of files: encoding, characters, YAML and its scalars."""
