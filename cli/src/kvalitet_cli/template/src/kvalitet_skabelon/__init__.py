"""Skabelon: a programme for kvalitet-core."""

from kvalitet_skabelon.plugin import PLUGIN

__all__ = ["PLUGIN"]
