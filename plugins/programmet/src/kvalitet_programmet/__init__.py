"""The programme "Styrket kvalitet i socialpsykiatrien" and what ties its parts."""

from kvalitet_programmet.plugin import PLUGIN

__all__ = ["PLUGIN"]
