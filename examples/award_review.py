"""An award review: eight stages, and nobody passes two of its four approvals."""

from datetime import date
from functools import partial

from kvalitet_core.casetypes import CaseType, Decision, Role, Stage, Task
from kvalitet_core.deadlines import Term

specialist = Role("grants_specialist")


class Intake(Stage):
    screen = Task("Screen the application", role=specialist, due=Term(1, "week"))


class Merit(Stage, when=Intake.done):
    score = Task("Score the merits", role=Role("reviewer"), due=Term(6, "weeks"))


class Draft(Stage, when=Merit.done):
    write = Task("Write the award", role=specialist, due=Term(2, "weeks"))


approval = partial(  # a change of the award means that all of them look again
    Decision,
    outcomes=("approve", "needs_change", "reject"),
    favourable=("approve",),
    returns={"needs_change": Draft.write},
    due=Term(10, "working_days"),
)


class Programme(Stage, when=Draft.done):
    approve = approval("Approve the aims", role=Role("programme_officer"))


class Budget(Stage, when=Draft.done):
    approve = approval("Approve the costs", role=Role("budget_officer"), quorum=2)


class Legal(Stage, when=Draft.done):
    approve = approval("Approve the terms", role=Role("counsel"))


class Director(Stage):
    when = Programme.approve.granted & Budget.approve.granted & Legal.approve.granted
    approve = approval("Approve the award", role=Role("director"))


class Award(Stage, when=Director.approve.granted):
    issue = Task("Issue the notice of award", role=specialist, due=Term(1, "month"))


class AwardReview(CaseType):
    code, version, valid_from = "awards.review", "2026-1", date(2026, 1, 1)
    stages = (Intake, Merit, Draft, Programme, Budget, Legal, Director, Award)
    four_eyes = (Programme.approve, Budget.approve, Legal.approve, Director.approve)
    languages = ("en",)
