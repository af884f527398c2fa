"""The commands of `kvalitet definition`."""
