"""The commands of `kvalitet views`."""
