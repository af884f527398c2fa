"""`kvalitet timeline`: the same as `kvalitet case timeline`."""

from kvalitet_cli.commands.cases.timeline import command

__all__ = ["command"]
