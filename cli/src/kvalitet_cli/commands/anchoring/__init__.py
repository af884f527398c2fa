"""The commands of `kvalitet anchor`, a module each."""
