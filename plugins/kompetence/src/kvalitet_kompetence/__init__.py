"""Kompetence: the second sub-initiative of "Styrket kvalitet i socialpsykiatrien"."""

from kvalitet_kompetence.plugin import PLUGIN

__all__ = ["PLUGIN"]
