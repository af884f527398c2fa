"""The commands of `kvalitet schema`, a module each."""
