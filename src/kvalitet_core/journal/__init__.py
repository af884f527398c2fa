"""What is kept: records, their format, the stores, and how a command becomes events.

Imports the domain's vocabulary and nothing above it. `Journal` is the way in.
"""
