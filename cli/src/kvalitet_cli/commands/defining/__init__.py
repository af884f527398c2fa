"""What `kvalitet definition` can do: a module a command."""
