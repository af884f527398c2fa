"""`kvalitet schema asyncapi`: the events as an AsyncAPI document."""

from __future__ import annotations

import click

from kvalitet_cli.plugged import about_plugin, plugin_named
from kvalitet_cli.report import put_json
from kvalitet_core.asyncapi import asyncapi

__all__ = ["command"]


@click.command(name="asyncapi")
@about_plugin
def command(*, name: str) -> None:
    r"""Write an AsyncAPI 3.0 document of the events, as JSON, on standard output.

    A channel for each kind of stream, a message for each event. In English, with Danish
    as x-description-da.

    \b
    Example:
      kvalitet schema asyncapi > core.asyncapi.json
      kvalitet schema asyncapi --plugin indsatsteam
    """
    put_json(asyncapi(plugin_named(name)), form="json")
