"""Catalogs read from remote repositories: real git servers on loopback, started and stopped by the tests."""
