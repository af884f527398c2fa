"""Pejlemærker: the fourth sub-initiative of "Styrket kvalitet i socialpsykiatrien"."""

from kvalitet_pejlemaerker.plugin import PLUGIN

__all__ = ["PLUGIN"]
