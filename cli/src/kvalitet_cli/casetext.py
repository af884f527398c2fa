"""How a case stands, as text: a line for each stage, item, decision and duty."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from kvalitet_cli.casetypes import Bound
from kvalitet_cli.casewords import say, status_word
from kvalitet_cli.language import Language
from kvalitet_cli.layout import Line, labelled
from kvalitet_core.deadlines.words import when

__all__ = ["standing_lines"]

_STYLES: Final = {
    "waiting": "dim",
    "available": "cyan",
    "claimed": "cyan",
    "started": "cyan",
    "failed": "red",
    "active": "bold",
}
_TRUTHS: Final = {"true": "green", "false": "red", "unknown": "yellow"}


def standing_lines(
    item: dict[str, Any], bound: Bound, language: Language
) -> Iterator[Line]:
    """Tell how a case stands."""
    told = _Told(item, bound, language)
    yield Line(0, ((item["title"], "bold"), (f"  {item['case']}", "dim")))
    for label, text in told.head():
        yield from labelled(say(label, language), text, indent=4, column=12)
    yield from told.stages()
    yield from told.decisions()
    for name in ("owed", "warnings", "suspensions", "facts", "links"):
        yield from told.several(name)
    yield from told.available()


class _Told:
    def __init__(self, item: dict[str, Any], bound: Bound, language: Language) -> None:
        self._item = item
        self._bound = bound
        self._language: Language = language

    def _say(self, key: str, **named: Any) -> str:
        return say(key, self._language, **named)

    def head(self) -> Iterator[tuple[str, str]]:
        """What it is, and how far it has come."""
        item = self._item
        kind = self._bound.name_of("", self._language)
        yield "runs_by", f"{kind} ({item['definition']} {item['version']})"
        state = self._say(f"is_{item['state']}")
        if item["reason"]:
            state = f"{state} ({item['reason']})"
        if item["waits_for"]:
            state = f"{state}: {', '.join(item['waits_for'])}"
        yield "state", state
        received = datetime.fromisoformat(item["received"]).replace(microsecond=0)
        yield "received", when(received, self._language)
        if item["handles"]:
            yield "handles", item["handles"]

    def stages(self) -> Iterator[Line]:
        """Each stage, and each item in it with who and when."""
        for stage in self._item["stages"]:
            status = stage["status"]
            word = status_word(status, self._language) if status else ""
            yield Line()
            yield Line(0, ((f"{stage['title']}  ", "bold"), (word, "dim")))
            width = max((len(each["title"]) for each in stage["items"]), default=0)
            for each in stage["items"]:
                yield self._work(each, width)

    def _work(self, each: dict[str, Any], width: int) -> Line:
        status = each["status_text"]
        if each["outcome"]:
            status = f"{status}: {each['outcome_text']}"
        parts = [status, *self._who(each)]
        if each["deadline_text"] and each["status"] not in ("done", "skipped", "left"):
            parts.append(self._say("due", deadline=each["deadline_text"]))
        if each["late"]:
            parts.append(self._say("late"))
        style = "red" if each["late"] else _STYLES.get(each["status"], "")
        return Line(
            4, ((f"{each['title'].ljust(width)}  ", style), (", ".join(parts), style))
        )

    def _who(self, each: dict[str, Any]) -> Iterator[str]:
        is_done = each["status"] in ("done", "skipped")
        if each["holder"]:
            key = "done_by" if is_done else "held_by"
            yield self._say(key, who=each["holder"])
        elif each["role"] and not is_done:
            yield self._bound.role(each["role"], self._language)
        if each["discretionary"] and not each["planned"]:
            yield self._say("unplanned")

    def decisions(self) -> Iterator[Line]:
        """Each decision: by whom, from when, why, and what each rule came to."""
        if not self._item["decisions"]:
            return
        yield Line()
        yield Line.of(self._say("decisions"), "bold")
        for each in self._item["decisions"]:
            head = f"{each['number']}. {each['title']}: {each['outcome_text']}"
            rest = [self._say("by", who=self._by(each))]
            rest += [self._say("effective", day=each["effective_from"])]
            for key in ("notified", "revoked"):
                if each[key]:
                    rest.append(self._say(f"is_{key}", day=each[key]))
            if each["supersedes"]:
                rest.append(self._say("supersedes", number=each["supersedes"]))
            yield Line(4, ((head, "bold"), (f", {', '.join(rest)}", "")))
            for reason in each["reasons"]:
                yield from labelled(
                    self._say("reason"), reason, indent=8, column=len("begrundelse")
                )
            for finding in each["findings"]:
                yield self._finding(finding, despite=each["despite"])

    def _by(self, each: dict[str, Any]) -> str:
        if each["on_behalf_of"]:
            return self._say("on_behalf", who=each["by"], whom=each["on_behalf_of"])
        return str(each["by"])

    def _finding(self, finding: dict[str, Any], *, despite: list[str]) -> Line:
        truth = self._say(f"truth_{finding['truth']}")
        notes = f" [{finding['hjemmel']}]"
        if finding["missing"]:
            notes += self._say("missing", names=", ".join(finding["missing"]))
        if finding["rule"].partition("/")[0] in despite:
            notes += self._say("despite")
        style = _TRUTHS[finding["truth"]]
        return Line(8, ((f"{finding['rule']}  ", ""), (truth, style), (notes, "dim")))

    def several(self, name: str) -> Iterator[Line]:
        """What there is of something, a line each."""
        if self._item[name]:
            yield Line()
            yield Line.of(self._say(name), "bold")
            for each in self._item[name]:
                yield Line.of(getattr(self, f"_{name}")(each), indent=4)

    def _owed(self, each: dict[str, Any]) -> str:
        text = str(each["text"])
        if each["deadline_text"]:
            text += f", {self._say('due', deadline=each['deadline_text'])}"
        if each["breached"] or each["late"]:
            text += f", {self._say('late')}"
        return text

    def _warnings(self, each: dict[str, Any]) -> str:
        text = self._say("broken", code=each["invariant"], text=each["text"])
        return f"{text} [{each['hjemmel']}]" if each["hjemmel"] else text

    def _suspensions(self, each: dict[str, Any]) -> str:
        key = "from_until" if each["end"] else "from_on"
        days = self._say(key, first=each["start"], last=each["end"])
        return f"{each['cause']}: {days}"

    def _facts(self, each: dict[str, Any]) -> str:
        value = each["value"]
        text = ", ".join(value) if isinstance(value, list) else str(value)
        if each["document"]:
            text = f"SHA-256 {text[:12]}…"
        key = "from_until" if each["effective_to"] else "from_on"
        first, last = each["effective_from"], each["effective_to"]
        return f"{each['label']}: {text} ({self._say(key, first=first, last=last)})"

    def _links(self, each: dict[str, Any]) -> str:
        return f"{each['relation']}: {each['to']}"

    def available(self) -> Iterator[Line]:
        """What can be done now, and by whom."""
        if self._item["available"]:
            yield Line()
            yield Line.of(self._say("available"), "bold")
            for role, paths in self._item["available"].items():
                who = self._bound.role(role, self._language)
                yield Line(4, ((f"{who}  ", ""), (", ".join(paths), "cyan")))
