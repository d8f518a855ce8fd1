"""Archives: unpacked into a folder of their own, whole or not at all; every member is checked by code of our own."""
