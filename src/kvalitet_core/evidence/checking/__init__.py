"""What an auditor does with a log: reads strictly, and verifies by the specifications.

Pure, and apart from `making`: written from the text of the RFCs and of C2SP, it shares
nothing with what makes the things that it verifies.
"""
