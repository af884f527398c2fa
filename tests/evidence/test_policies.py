"""A policy says whose signatures are needed, and no checkpoint counts without them."""

from __future__ import annotations

import pytest
from tests.evidence import logs

from kvalitet_core.errors import Malformed, Unknown, Unproved
from kvalitet_core.evidence.checking.policyfile import read_policy
from kvalitet_core.evidence.making.keys import COSIGNATURE, SignerKey
from kvalitet_core.evidence.making.policyfile import policy_file

LOG = f"log {logs.LOG.verifier_key}"
OLD = SignerKey(name=logs.ORIGIN, seed=b"the seed that the log had before")
W = [
    SignerKey(name=f"w{number}.example", kind=COSIGNATURE, seed=bytes([number]) * 32)
    for number in range(5)
]
CHECKPOINT = logs.log(4)

LEVELS = "\n".join(
    [
        "# who must have signed",
        LOG,
        "",
        f"witness X1 {W[0].verifier_key} https://x1.example/",
        f" \twitness\tX2  {W[1].verifier_key} ",
        f"witness X3 {W[2].verifier_key}",
        "group X-witnesses 2 X1 X2 X3",
        f"witness Y1 {W[3].verifier_key}",
        f"witness Y2 {W[4].verifier_key}",
        "  # æøå",
        "group Y-witnesses any Y1 Y2",
        "group X-and-Y all X-witnesses Y-witnesses",
        "quorum X-and-Y",
        "",
    ]
).encode()


@pytest.mark.parametrize(
    ("signers", "enough"),
    [
        ([0, 1, 3], True),
        ([0, 2, 4], True),
        ([0, 1, 2, 3, 4], True),
        ([0, 3, 4], False),
        ([0, 1, 2], False),
        ([], False),
    ],
)
def test_two_of_one_group_and_any_of_another(
    signers: list[int], *, enough: bool
) -> None:
    """C2SP, tlog-policy, "Example policy": groups of groups."""
    note = CHECKPOINT.checkpoint(logs.LOG, *(W[each] for each in signers))
    policy = read_policy(LEVELS)

    if enough:
        assert policy.judge(note).checkpoint.size == 4
    else:
        with pytest.raises(Unproved, match="expected the quorum 'X-and-Y'"):
            policy.judge(note)


def test_the_log_alone_is_enough_where_the_policy_says_so() -> None:
    """`quorum none`; others' signatures do no harm."""
    note = CHECKPOINT.checkpoint(logs.LOG, logs.WITNESS)

    judged = read_policy(f"{LOG}\nquorum none\n".encode()).judge(note)

    witness = f"{logs.WITNESS.name}+{logs.WITNESS.key_id.hex()}"
    assert judged.unknown == (witness,)


def test_a_witness_alone_is_never_enough() -> None:
    """The log itself has signed what it says."""
    policy = logs.policy(logs.WITNESS)

    with pytest.raises(Unproved, match="expected a signature by the log: kvalitet"):
        policy.judge(CHECKPOINT.checkpoint(logs.WITNESS))


def test_one_witness_may_be_the_quorum() -> None:
    """Named without a group."""
    text = f"{LOG}\nwitness w {W[0].verifier_key}\nquorum w\n"
    policy = read_policy(text.encode())

    assert policy.judge(CHECKPOINT.checkpoint(logs.LOG, W[0])).checkpoint.size == 4
    with pytest.raises(Unproved, match="signed by none of w"):
        policy.judge(CHECKPOINT.checkpoint(logs.LOG))


def test_who_has_signed_of_those_who_should_is_told() -> None:
    """By what the policy calls them."""
    policy = logs.policy(logs.WITNESS, logs.ANOTHER)

    with pytest.raises(Unproved, match="signed by w0 of w0, w1"):
        policy.judge(CHECKPOINT.checkpoint(logs.LOG, logs.WITNESS))


def test_the_checkpoint_of_another_log_is_told_apart() -> None:
    """It is not wrong: it is another's."""
    other = SignerKey(name="another.example", seed=bytes(32))
    policy = read_policy(policy_file([other.verifier_key]))

    with pytest.raises(Unknown, match=r"unknown log 'kvalitet\.example/journal'"):
        policy.judge(CHECKPOINT.checkpoint(logs.LOG))


def test_a_log_may_have_had_another_key() -> None:
    """Either does, of the same origin."""
    policy = read_policy(policy_file([logs.LOG.verifier_key, OLD.verifier_key]))

    for key in (logs.LOG, OLD):
        judged = policy.judge(CHECKPOINT.checkpoint(key))
        assert judged.signatures[0].key.key_id == key.key_id


def test_a_policy_may_need_the_signature_that_outlasts_quantum_computers() -> None:
    """The log's own ML-DSA-44 key stands among the witnesses."""
    policy = logs.policy(logs.DAILY)

    assert policy.judge(CHECKPOINT.checkpoint(logs.LOG, logs.DAILY))
    with pytest.raises(Unproved, match="expected the quorum"):
        policy.judge(CHECKPOINT.checkpoint(logs.LOG))


def test_a_policy_is_read_as_what_it_was_written() -> None:
    """All the witnesses, some of them, or none."""
    keys = {each.name: each.verifier_key for each in W[:3]}
    for needed, count in [(None, 3), (2, 2), (1, 1)]:
        data = policy_file([logs.LOG.verifier_key], witnesses=keys, needed=needed)
        policy = read_policy(data)
        assert list(policy.witnesses) == list(keys)
        assert policy.groups["needed"].needed == count

    none = policy_file([logs.LOG.verifier_key], witnesses=keys, needed=0)
    assert read_policy(none).quorum is None
    assert read_policy(policy_file([logs.LOG.verifier_key])).quorum is None


@pytest.mark.parametrize(
    ("logs_", "needed"), [([], 0), ([logs.LOG.verifier_key], 2), ([LOG], -1)]
)
def test_no_policy_is_written_that_nothing_could_meet(
    logs_: list[str], needed: int
) -> None:
    """There is a log, and as many witnesses as are needed."""
    keys = {"w": W[0].verifier_key}
    with pytest.raises(Malformed, match="policy: expected one log's key or more"):
        policy_file(logs_, witnesses=keys, needed=needed)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ([LOG], "expected one quorum line, got none"),
        ([LOG, "quorum none", "quorum none"], "line 3: expected one quorum line"),
        ([LOG, "quorum w"], "line 2: expected a name from a line above, got 'w'"),
        ([LOG, LOG, "quorum none"], "line 2: expected each log's key once"),
        ([f"log {W[0].verifier_key}"], "line 1: type of w0.example"),
        ([f"witness w {logs.LOG.verifier_key}"], "line 1: type of kvalitet.example"),
        (["log nonsense"], "line 1: expected <name>+<8 hexadecimal digits>"),
        (["log"], "line 1: expected log, witness, group or quorum, got 'log'"),
        ([f"{LOG} url more"], "line 1: expected log, witness, group or quorum"),
        (["Log x"], "line 1: expected log, witness, group or quorum, got 'Log x'"),
        ([f"{LOG}\r"], r"line 1: expected no control character but tab, got '\r'"),
        ([f"witness none {W[0].verifier_key}"], "line 1: expected a new name"),
        (
            [f"witness w {W[0].verifier_key}", f"witness w {W[1].verifier_key}"],
            "line 2: expected a new name, got 'w'",
        ),
        (
            [f"witness v {W[0].verifier_key}", f"witness w {W[0].verifier_key}"],
            "line 2: expected each witness's key once",
        ),
        (
            [f"witness w {W[0].verifier_key}", "group w any w"],
            "line 2: expected a new name, got 'w'",
        ),
        (["group g any w"], "line 1: expected a name from a line above, got 'w'"),
        (["group g any none"], "line 1: expected a name from a line above, got 'none'"),
        (["group g any"], "line 1: expected log, witness, group or quorum"),
        (
            [f"witness w {W[0].verifier_key}", "group g 2 w w"],
            "line 2: expected 'w' in one group, once",
        ),
        (
            [f"witness w {W[0].verifier_key}", "group g 1 w", "group h 1 w"],
            "line 3: expected 'w' in one group, once",
        ),
        (
            [f"witness w {W[0].verifier_key}", "group g 0 w"],
            "line 2: expected any, all or 1 to 1, got '0'",
        ),
        (
            [f"witness w {W[0].verifier_key}", "group g 2 w"],
            "line 2: expected any, all or 1 to 1, got '2'",
        ),
        (
            [f"witness w {W[0].verifier_key}", "group g some w"],
            "line 2: expected any, all or 1 to 1, got 'some'",
        ),
    ],
)
def test_what_is_no_policy_is_refused(lines: list[str], problem: str) -> None:
    """The line is named, and what was expected of it."""
    with pytest.raises(Malformed) as refused:
        read_policy(logs.lines(lines))

    assert problem in str(refused.value)


def test_all_lines_of_a_policy_that_are_wrong_are_named_at_once() -> None:
    """In their order."""
    with pytest.raises(
        Malformed, match=r"policy: line 1: .*; line 2: .*; expected one"
    ):
        read_policy(b"log x\nodd\n")


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (f"{LOG}\nquorum none".encode(), "line 2: expected a newline at its end"),
        (b"# \xff\nquorum none\n", "line 1: expected UTF-8"),
    ],
)
def test_a_policy_is_whole_lines_of_text(data: bytes, problem: str) -> None:
    """One that was cut short is refused."""
    with pytest.raises(Malformed, match=problem):
        read_policy(data)
