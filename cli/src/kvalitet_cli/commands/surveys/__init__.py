"""The commands of `kvalitet survey`."""
