"""The laws that a plugin holds, by what they are about.

`PluginContract` has them all.
"""
