"""The commands of `kvalitet grant`."""
