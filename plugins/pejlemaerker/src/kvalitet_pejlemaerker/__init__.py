"""Pejlemærker: the fourth sub-initiative of "Styrket kvalitet i socialpsykiatrien".

Ten professional markers of good quality in bostøtte, socialpædagogisk bistand after
§ 85 serviceloven. This plugin brings how they are made, as a case type; what they are,
as parts of a publication that can be cited; and a tilbud's own look at itself by them,
which nobody owes.
"""

from kvalitet_pejlemaerker.plugin import PLUGIN

__all__ = ["PLUGIN"]
