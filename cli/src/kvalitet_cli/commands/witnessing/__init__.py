"""The commands of `kvalitet witness`, a module each."""
