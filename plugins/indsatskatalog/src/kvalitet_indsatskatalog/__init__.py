"""Indsatskatalog: the fifth sub-initiative of "Styrket kvalitet i socialpsykiatrien".

A catalogue of good quality on botilbud after §§ 107 and 108 serviceloven. This plugin
brings how it is made, as a case type, and what it is made of: core elements with
methods and tools, as parts of a publication that can be cited.
"""

from kvalitet_indsatskatalog.plugin import PLUGIN

__all__ = ["PLUGIN"]
