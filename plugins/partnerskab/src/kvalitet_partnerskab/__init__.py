"""Partnerskab: the first sub-initiative of "Styrket kvalitet i socialpsykiatrien"."""

from kvalitet_partnerskab.plugin import PLUGIN

__all__ = ["PLUGIN"]
