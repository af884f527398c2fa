"""The commands of `kvalitet access`, a module each."""
