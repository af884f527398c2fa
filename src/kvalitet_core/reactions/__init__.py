"""Reactions: what a plugin's declared follow-ups ask for, given to the journal once.

`asking` is pure: which command an event leads to, and who asks. `chain` tells what
led to what, `answering` gives the command to the journal, `job` is what the runner
runs.
"""
