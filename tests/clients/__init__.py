"""Programs of others that use the library or draw what is printed; most are not part of `dev`: `make clients`."""
