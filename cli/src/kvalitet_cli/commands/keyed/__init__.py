"""The commands of `kvalitet key`, a module each."""
