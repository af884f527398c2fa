"""The commands of `kvalitet catalogue`, a module each."""
