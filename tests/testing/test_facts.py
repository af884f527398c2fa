"""The facts that the contract knows of are those that an application gives."""

from __future__ import annotations

import ast
import inspect

from kvalitet_core.domain.application import facts
from kvalitet_core.domain.tilbud import facts as tilbud_facts
from kvalitet_core.testing.laws.rules import FACTS


def test_the_contract_knows_every_fact_of_an_application() -> None:
    """A rule may ask for what an application gives, and nothing else of the core."""
    nodes = [
        node
        for module in (facts, tilbud_facts)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
    ]
    keys = [key for node in nodes if isinstance(node, ast.Dict) for key in node.keys]
    keys += [node.slice for node in nodes if isinstance(node, ast.Subscript)]

    given = {
        key.value
        for key in keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    assert given == set(FACTS)
