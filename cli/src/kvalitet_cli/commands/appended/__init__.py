"""The commands of `kvalitet key append`, a module each."""
