"""Rules on the addresses of assets: URIs and paths."""
