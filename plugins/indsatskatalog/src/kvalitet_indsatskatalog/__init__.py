"""Indsatskatalog: the fifth part of "Styrket kvalitet i socialpsykiatrien"."""

from kvalitet_indsatskatalog.plugin import PLUGIN

__all__ = ["PLUGIN"]
