"""Where Graphviz would put things: the one that is installed, or the one in a package.

The drawing room is pure; this is the part that starts a program or loads a library.
"""

from __future__ import annotations

import shutil
import subprocess
import warnings
from typing import Final

from kvalitet_core.drawing.graph import Graph
from kvalitet_core.drawing.layout import Layout
from kvalitet_core.drawing.positions import answered, asked
from kvalitet_core.errors import Unavailable

__all__ = ["graphviz_layout"]

_PATIENCE_SECONDS: Final = 60


def graphviz_layout(graph: Graph) -> Layout | None:
    """Ask Graphviz where everything stands; None where there is no Graphviz.

    The host's own `dot` is asked first, then the Graphviz that comes with the extra
    `kvalitet-core[drawing]`. `svg` lays the graph out itself when it is given None.

    Raises:
        Unavailable: Graphviz is there, and gives no answer.
        Malformed: It gives an answer that is no layout of the graph.
    """
    program = shutil.which("dot")
    question = asked(graph)
    answer = _run(program, question) if program else _packaged(question)
    return None if answer is None else answered(graph, answer)


def _run(program: str, question: str) -> str:
    """What the host's Graphviz answers."""
    try:
        done = subprocess.run(  # noqa: S603  # found on the path, and given no argument of anyone's
            [program, "-Tjson"],
            input=question,
            capture_output=True,
            encoding="utf-8",
            timeout=_PATIENCE_SECONDS,
            check=True,
        )
    except subprocess.CalledProcessError as problem:
        said = problem.stderr.strip()
        raise Unavailable(f"graphviz {program}: failed: {said}") from problem
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Unavailable(f"graphviz {program}: {problem}") from problem
    return done.stdout


def _packaged(question: str) -> str | None:
    """What the Graphviz in `pygraphviz` answers; None where that is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            import pygraphviz
        except ImportError:
            return None
        answer = pygraphviz.AGraph(string=question).draw(format="json", prog="dot")
    return str(answer, "utf-8")
