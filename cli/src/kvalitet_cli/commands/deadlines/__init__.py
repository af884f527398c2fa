"""The commands of `kvalitet deadline`."""
