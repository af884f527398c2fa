"""The commands, a module each; `kvalitet_cli.main` has the table of them."""
