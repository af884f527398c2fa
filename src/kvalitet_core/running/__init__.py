"""Running: what is derived from the journal is brought up to date, nothing left out.

`job` says what can be run, `runner` runs it, `store` keeps how far it has come. Only
`store` and what is below it import SQLAlchemy, which is the extra `views`.
"""
