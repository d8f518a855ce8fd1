"""Rules on families: that the code which opens an asset takes what its card says."""
