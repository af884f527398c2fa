"""What every plugin must hold, as tests: subclass, name the plugin, run pytest.

    class TestVisits(PluginContract):
        plugin = PLUGIN

Each test is a law; a failure names the class, the rule and the remedy. What the
examples show is taken from the tuple `EXAMPLES` in the package's module `examples`.
Needs `kvalitet-core[testing]`.
"""

from __future__ import annotations

from kvalitet_core.testing.laws.case_types import CaseTypeLaws
from kvalitet_core.testing.laws.cases import CaseLaws
from kvalitet_core.testing.laws.classes import ClassLaws
from kvalitet_core.testing.laws.codec import CodecLaws
from kvalitet_core.testing.laws.deciding import DecidingLaws
from kvalitet_core.testing.laws.folding import FoldingLaws
from kvalitet_core.testing.laws.forms import FormLaws
from kvalitet_core.testing.laws.names import NameLaws
from kvalitet_core.testing.laws.older import OlderLaws
from kvalitet_core.testing.laws.package import PackageLaws
from kvalitet_core.testing.laws.reactions import ReactionLaws
from kvalitet_core.testing.laws.rules import RuleLaws
from kvalitet_core.testing.laws.texts import TextLaws

__all__ = ["PluginContract"]


class PluginContract(
    NameLaws,
    ClassLaws,
    CodecLaws,
    OlderLaws,
    FoldingLaws,
    DecidingLaws,
    CaseTypeLaws,
    CaseLaws,
    RuleLaws,
    FormLaws,
    ReactionLaws,
    TextLaws,
    PackageLaws,
):
    """The contract of a plugin. A subclass has only to say which one it is.

    Attributes:
        plugin: The plugin.
        package: The package that it comes in, where no entry point leads to it.
        examples: What its author shows, where that stands in no module `examples`.
        drawn: How many values of each class are drawn at most.
    """
