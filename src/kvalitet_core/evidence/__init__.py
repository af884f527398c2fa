"""What proves that the journal is untouched, in the formats of transparency logs.

`making` builds the tree, the tiles, the checkpoints and the proofs. `checking` reads
and verifies them, from the specifications' own text. Neither knows the other.
"""
