"""The command line of kvalitet-core, for auditors: thin click over the core.

Importing this package, or `kvalitet_cli.main`, imports nothing of the core: a command's
own module does, when the command is run.
"""
