"""Ledelse: the sixth sub-initiative of "Styrket kvalitet i socialpsykiatrien"."""

from kvalitet_ledelse.plugin import PLUGIN

__all__ = ["PLUGIN"]
