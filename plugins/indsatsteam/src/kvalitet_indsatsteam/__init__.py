"""Indsatsteam: counselling courses for tilbud, applied for in rounds.

The third sub-initiative of "Styrket kvalitet i socialpsykiatrien", officially
"Udbredelse og forankring af viden om virksomme indsatser – Indsatsteam". An outgoing
team offered tilbud free courses of counselling, *rådgivningsforløb*. This plugin brings
what its rounds were announced with, the form, and the rules of who could have a course.
"""

from kvalitet_indsatsteam.plugin import PLUGIN

__all__ = ["PLUGIN"]
