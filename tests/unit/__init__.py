"""Tests of single modules, in the order of the package."""
