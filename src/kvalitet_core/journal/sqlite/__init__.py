"""The store port on SQLite.

`making` is how a file comes to be, `connections` how it is reached; `schema` has the
tables, `reading` and `writing` the statements; `tree`, `appends` and `inspecting` those
about evidence. `store` puts them together.
"""
