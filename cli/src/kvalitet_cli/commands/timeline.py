"""`kvalitet timeline`: `kvalitet case timeline`, for short."""

from copy import copy

from kvalitet_cli.commands.cases.timeline import command as long

__all__ = ["command"]

command = copy(long)
command.help = (long.help or "").replace("kvalitet case timeline", "kvalitet timeline")
