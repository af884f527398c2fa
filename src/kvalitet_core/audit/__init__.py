"""Asking the past: what was recorded is read again, decided again, and compared.

`redecide` gives each recorded command anew to the code that is installed now, with what
it read then, and tells where that comes to something else. `versions` gives a stream's
state after each event, `plain_versions` as plain values; `unlike` names where two of
those differ, and `blame` which event gave each field what it has. `replay` folds the
whole journal, and tells whether it holds together. `search` finds what rests on a rule,
a definition, a fact or a person; `refusals`, `corrections`, `overrides` and `late` are
narrow listings of the same kind. `trace` tells what led to an event and what followed,
`first_true` when something first became so, and `first_of_all` when it did anywhere.
`whatif` tells what would have followed if something had been otherwise, and `reform`
what other rules had found in a round. `rows` gives what stands in the journal, to be
exported. Only reads.
"""

from typing import TYPE_CHECKING

from kvalitet_core.audit.acts import acts
from kvalitet_core.audit.known import known
from kvalitet_core.audit.matters import matters
from kvalitet_core.audit.unlike import unlike
from kvalitet_core.audit.versions import plain_versions, versions
from kvalitet_core.deferred import Deferred
from kvalitet_core.plain import Plain

if TYPE_CHECKING:
    from kvalitet_core.audit.accounting import Followed, Unchecked
    from kvalitet_core.audit.acts import Act, Entry
    from kvalitet_core.audit.answers import Unasked
    from kvalitet_core.audit.assuming import Otherwise
    from kvalitet_core.audit.blaming import blame
    from kvalitet_core.audit.collecting import collecting_seldom
    from kvalitet_core.audit.comparing import Difference
    from kvalitet_core.audit.correcting import corrections
    from kvalitet_core.audit.deployments import Changed, Deployments
    from kvalitet_core.audit.exporting import COLUMNS, Totals, What, counted, rows
    from kvalitet_core.audit.expression import Expression
    from kvalitet_core.audit.finding import Place
    from kvalitet_core.audit.first import first_of_all, first_true
    from kvalitet_core.audit.fitting import Schemas
    from kvalitet_core.audit.flat import write_flat
    from kvalitet_core.audit.listing import late, overrides, refusals
    from kvalitet_core.audit.matters import Matter
    from kvalitet_core.audit.outputs import digest_of, refuse_taken, whole
    from kvalitet_core.audit.partly import Manner, replay_part
    from kvalitet_core.audit.pointing import Pointers, pointers_beside
    from kvalitet_core.audit.reacting import Reached
    from kvalitet_core.audit.redeciding import (
        Drifted,
        Lack,
        Redecided,
        Verdict,
        redecide,
    )
    from kvalitet_core.audit.reforming import reform
    from kvalitet_core.audit.replayed_part import Flaw, ReplayedPart
    from kvalitet_core.audit.replaying import Each, Replayed, replay
    from kvalitet_core.audit.searching import Hit, Wanted, search
    from kvalitet_core.audit.sharing import Share
    from kvalitet_core.audit.supposing import whatif
    from kvalitet_core.audit.supposition import Fate, Parted, Supposed, Supposition
    from kvalitet_core.audit.tabular import CsvLines, Dialect, csv_lines
    from kvalitet_core.audit.told import told_by, told_of
    from kvalitet_core.audit.tracing import Node, Traced, act_of, act_of_event, trace
    from kvalitet_core.audit.unlike import Unlike
    from kvalitet_core.audit.weighing import Effect, Reformed, Turned, Weighed
    from kvalitet_core.audit.writing import JsonLines, Lines, event_pages, row_pages

__all__ = [
    "COLUMNS",
    "Act",
    "Changed",
    "CsvLines",
    "Deployments",
    "Dialect",
    "Difference",
    "Drifted",
    "Each",
    "Effect",
    "Entry",
    "Expression",
    "Fate",
    "Flaw",
    "Followed",
    "Hit",
    "JsonLines",
    "Lack",
    "Lines",
    "Manner",
    "Matter",
    "Node",
    "Otherwise",
    "Parted",
    "Place",
    "Plain",
    "Pointers",
    "Reached",
    "Redecided",
    "Reformed",
    "Replayed",
    "ReplayedPart",
    "Schemas",
    "Share",
    "Supposed",
    "Supposition",
    "Totals",
    "Traced",
    "Turned",
    "Unasked",
    "Unchecked",
    "Unlike",
    "Verdict",
    "Wanted",
    "Weighed",
    "What",
    "act_of",
    "act_of_event",
    "acts",
    "blame",
    "collecting_seldom",
    "corrections",
    "counted",
    "csv_lines",
    "digest_of",
    "event_pages",
    "first_of_all",
    "first_true",
    "known",
    "late",
    "matters",
    "overrides",
    "plain_versions",
    "pointers_beside",
    "redecide",
    "reform",
    "refusals",
    "refuse_taken",
    "replay",
    "replay_part",
    "row_pages",
    "rows",
    "search",
    "told_by",
    "told_of",
    "trace",
    "unlike",
    "versions",
    "whatif",
    "whole",
    "write_flat",
]

_PARTS = Deferred(
    __name__,
    {
        "COLUMNS": "exporting.COLUMNS",
        "Act": "acts.Act",
        "Changed": "deployments.Changed",
        "CsvLines": "tabular.CsvLines",
        "Deployments": "deployments.Deployments",
        "Dialect": "tabular.Dialect",
        "Difference": "comparing.Difference",
        "Drifted": "redeciding.Drifted",
        "Each": "replaying.Each",
        "Effect": "weighing.Effect",
        "Entry": "acts.Entry",
        "Expression": "expression.Expression",
        "Fate": "supposition.Fate",
        "Flaw": "replayed_part.Flaw",
        "Followed": "accounting.Followed",
        "Hit": "searching.Hit",
        "JsonLines": "writing.JsonLines",
        "Lack": "redeciding.Lack",
        "Lines": "writing.Lines",
        "Manner": "partly.Manner",
        "Matter": "matters.Matter",
        "Node": "tracing.Node",
        "Otherwise": "assuming.Otherwise",
        "Parted": "supposition.Parted",
        "Place": "finding.Place",
        "Pointers": "pointing.Pointers",
        "Reached": "reacting.Reached",
        "Redecided": "redeciding.Redecided",
        "Reformed": "weighing.Reformed",
        "Replayed": "replaying.Replayed",
        "ReplayedPart": "replayed_part.ReplayedPart",
        "Schemas": "fitting.Schemas",
        "Share": "sharing.Share",
        "Supposed": "supposition.Supposed",
        "Supposition": "supposition.Supposition",
        "Totals": "exporting.Totals",
        "Traced": "tracing.Traced",
        "Turned": "weighing.Turned",
        "Unasked": "answers.Unasked",
        "Unchecked": "accounting.Unchecked",
        "Unlike": "unlike.Unlike",
        "Verdict": "redeciding.Verdict",
        "Wanted": "searching.Wanted",
        "Weighed": "weighing.Weighed",
        "What": "exporting.What",
        "act_of": "tracing.act_of",
        "act_of_event": "tracing.act_of_event",
        "blame": "blaming.blame",
        "collecting_seldom": "collecting.collecting_seldom",
        "corrections": "correcting.corrections",
        "counted": "exporting.counted",
        "csv_lines": "tabular.csv_lines",
        "digest_of": "outputs.digest_of",
        "event_pages": "writing.event_pages",
        "first_of_all": "first.first_of_all",
        "first_true": "first.first_true",
        "late": "listing.late",
        "overrides": "listing.overrides",
        "pointers_beside": "pointing.pointers_beside",
        "redecide": "redeciding.redecide",
        "reform": "reforming.reform",
        "refusals": "listing.refusals",
        "refuse_taken": "outputs.refuse_taken",
        "replay": "replaying.replay",
        "replay_part": "partly.replay_part",
        "row_pages": "writing.row_pages",
        "rows": "exporting.rows",
        "search": "searching.search",
        "told_by": "told.told_by",
        "told_of": "told.told_of",
        "trace": "tracing.trace",
        "whatif": "supposing.whatif",
        "whole": "outputs.whole",
        "write_flat": "flat.write_flat",
    },
)
"""Where each stands: whoever asks one question does not load the others."""

if not TYPE_CHECKING:
    __getattr__ = _PARTS.attribute
