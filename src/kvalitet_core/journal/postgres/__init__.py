"""The store port on PostgreSQL; imported only where a journal on a server is opened.

`address`, `connections` and `lock` are how it is reached; `schema` has the tables,
`reading` and `writing` the statements; `tree`, `appends` and `inspecting` those about
evidence; `roles` those about who may what. `store` puts them together.
"""
