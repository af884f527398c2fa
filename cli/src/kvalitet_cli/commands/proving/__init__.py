"""The commands of `kvalitet evidence`, a module each."""
