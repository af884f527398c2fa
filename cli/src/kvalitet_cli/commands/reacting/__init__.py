"""The commands of `kvalitet reactions`, a module each."""
