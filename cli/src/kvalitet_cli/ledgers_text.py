"""How ledgers of grants are told, in Danish and in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from kvalitet_cli.language import Language, words
from kvalitet_cli.layout import Line
from kvalitet_core.domain.grant import Account
from kvalitet_core.values import Money

__all__ = [
    "account",
    "balance_rows",
    "decision_lines",
    "heading",
    "posting_line",
    "purpose",
    "say",
]

_SENTENCES: Final = {
    "ledger": ("{grant}: {count} posteringer", "{grant}: {count} postings"),
    "balances": (
        "Saldi, debet minus kredit; tilsammen nul",
        "Balances, debits less credits; nothing together",
    ),
    "rests": (
        "{grant}: {count} posteringer hviler på afgørelsen",
        "{grant}: {count} postings rest on the decision",
    ),
    "decision": (
        "{name}, nr. {version} i {stream}, {day}, af {actor}",
        "{name}, no. {version} in {stream}, {day}, by {actor}",
    ),
    "ids": (
        "begivenhed {event}, kommando {command}",
        "event {event}, command {command}",
    ),
    "posting": (
        "{number}. {day}: {amount} fra {credit} til {debit}: {purpose} ({name})",
        "{number}. {day}: {amount} from {credit} to {debit}: {purpose} ({name})",
    ),
}
_HEADINGS: Final = {
    "number": ("nr.", "no."),
    "posted_on": ("dato", "date"),
    "debit": ("debet", "debit"),
    "credit": ("kredit", "credit"),
    "amount": ("beløb", "amount"),
    "purpose": ("formål", "purpose"),
    "decision": ("afgørelse", "decision"),
    "account": ("konto", "account"),
    "balance": ("saldo", "balance"),
}
_ACCOUNTS: Final = {
    "cost": ("tilskud", "grant cost"),
    "commitment": ("tilsagn", "commitment"),
    "advance": ("forskud", "advance"),
    "bank": ("bank", "bank"),
    "claim": ("krav", "claim"),
    "loss": ("opgivet", "let go"),
}
_PURPOSES: Final = {
    "committed": ("bevilget", "granted"),
    "paid": ("udbetalt", "paid"),
    "returned": ("kom tilbage", "came back"),
    "settled": ("gjort op", "accounted for"),
    "released": ("bortfaldet", "fell away"),
    "withdrawn": ("trukket tilbage", "withdrawn"),
    "claimed": ("krævet tilbage", "demanded back"),
    "reopened": ("genåbnet", "reopened"),
    "unrepaid": ("gik retur", "went back"),
    "repaid": ("betalt tilbage", "repaid"),
    "let_go": ("opgivet", "let go"),
}


def say(key: str, language: Language, **named: Any) -> str:
    """A sentence in a language, with what is named in it."""
    return words(_SENTENCES, key, language).format(**named)


def heading(name: str, language: Language) -> str:
    """What stands above a column."""
    return words(_HEADINGS, name, language)


def account(name: str, language: Language) -> str:
    """What an account is called."""
    return words(_ACCOUNTS, name, language)


def purpose(name: str, language: Language) -> str:
    """Why something was posted, in a word."""
    return words(_PURPOSES, name, language)


def balance_rows(
    balances: Mapping[Account, Money], language: Language
) -> tuple[list[dict[str, Any]], tuple[str, str]]:
    """What stands on each account, as a table."""
    of, on = heading("account", language), heading("balance", language)
    rows = [
        {of: account(each.value, language), on: str(amount)}
        for each, amount in balances.items()
    ]
    return rows, (of, on)


def decision_lines(item: dict[str, Any], language: Language) -> Iterator[Line]:
    """What a decision was, by whom and when."""
    told = say(
        "decision",
        language,
        name=item["name"],
        version=item["version"],
        stream=item["stream"],
        day=item["recorded_on"],
        actor=item["actor"],
    )
    yield Line.of(told, "bold")
    ids = say("ids", language, event=item["event"], command=item["command"])
    yield Line.of(ids, "dim", indent=2)


def posting_line(item: dict[str, Any], language: Language) -> str:
    """A posting that rests on a decision, in a line."""
    return say(
        "posting",
        language,
        number=item["number"],
        day=item["posted_on"],
        amount=Money(oere=item["oere"]),
        debit=account(item["debit"], language),
        credit=account(item["credit"], language),
        purpose=purpose(item["purpose"], language),
        name=item["event_name"],
    )
