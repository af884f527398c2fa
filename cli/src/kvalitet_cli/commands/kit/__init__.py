"""The commands of `kvalitet plugin`, a module each."""
