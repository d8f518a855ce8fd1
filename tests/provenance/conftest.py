"""The command, run as the tests of the command line run it."""

from tests.cli.conftest import ask

__all__ = ["ask"]
