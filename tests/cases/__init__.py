"""Golden cases: small catalogs, and all that `catalog validate` says about each."""
