"""From the address of an asset to its bytes on this machine, checked."""
