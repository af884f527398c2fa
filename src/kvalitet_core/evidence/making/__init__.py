"""What the keeper of a log makes: tree heads, tiles, notes and proofs.

Pure: bytes in, bytes out. Nothing here verifies anything; that is `checking`.
"""
