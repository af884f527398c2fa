"""`kvalitet schema check`: do the classes and their released schemas agree?"""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_cli.exits import FOUND
from kvalitet_cli.findings import put_findings
from kvalitet_cli.options import Form, in_form
from kvalitet_cli.plugged import about_plugin, package_with, plugin_named
from kvalitet_core.releases import check, files_in, files_of, of_another

__all__ = ["command"]


@click.command(name="check")
@click.argument(
    "folder",
    required=False,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
@about_plugin
@in_form
def command(*, folder: Path | None, name: str, form: Form) -> int:
    r"""Compare classes with their files, and each number with the next.

    Of a case type, nothing may differ from what was released: cases run by it.

    Looks at the files in FOLDER, or at those that are installed with the plugin. Leaves
    with 0 where nothing is wrong, with 1 where something is, and with 3 where a number
    cannot be compared with the next because kvalitet-core[schemas] is not installed.
    For a plugin that is not installed, use `kvalitet plugin check`.

    \b
    Example:
      kvalitet schema check
      kvalitet schema check src/kvalitet_example/schemas --plugin example
    """
    plugin = plugin_named(name)
    files = files_in(folder) if folder else files_of(package_with(plugin))
    findings = of_another(plugin, files) or check(plugin, files)
    where = f" in {folder}" if folder else ""
    about = f"{name}{where}, {len(files.contents)} files"
    put_findings(findings, form=form, about=about)
    return FOUND if findings else 0
