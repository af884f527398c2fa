"""The commands of `kvalitet case`."""
