"""Personal data: sealed sections, the key store, and forgetting.

Below the journal: imports the vocabulary, `cryptography`, and no store of events.
"""
