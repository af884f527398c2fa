"""`kvalitet verify-bundle`: whether a bundle is what it says."""

from __future__ import annotations

from pathlib import Path

import click

from kvalitet_core.evidence import verify

__all__ = ["command"]

_FILE = click.Path(path_type=Path)


@click.command(name="verify-bundle")
@click.argument("folder", metavar="DIR", type=_FILE)
@click.option(
    "--since",
    type=_FILE,
    metavar="CHECKPOINT",
    help="A checkpoint that you kept: the journal must have grown from it.",
)
@click.option(
    "--policy",
    type=_FILE,
    metavar="FILE",
    help="Whose signatures count (C2SP, tlog-policy); the bundle's own by default.",
)
@click.option(
    "--appends",
    is_flag=True,
    help="Also verify each signature of what was appended, where there are any.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON value, for programs.")
@click.option("--lang", type=click.Choice(["da", "en"]), help="In which language.")
def command(
    *,
    folder: Path,
    since: Path | None,
    policy: Path | None,
    appends: bool,
    as_json: bool,
    lang: str | None,
) -> int:
    r"""Verify the bundle in DIR, without network: the same as its own `verify.py`.

    Leaves with 0 where nothing is wrong; 1 where something was found, each named; 2
    where a file that is given is no checkpoint or policy; 3 where it could not look.

    \b
    Example:
      kvalitet verify-bundle audit-2026 --since audit-2025/checkpoint
    """
    arguments = [str(folder)]
    arguments += ["--since", str(since)] if since else []
    arguments += ["--policy", str(policy)] if policy else []
    arguments += ["--appends"] if appends else []
    arguments += ["--json"] if as_json else []
    arguments += ["--lang", lang] if lang else []
    return verify.main(arguments)
