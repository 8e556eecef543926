"""One numbered part of each stage with its state, fed with records of a log: what a worker runs, without the log's framework.

A part's state and whatever it sends is a function of what it has read; see the rules in docs/kafka.md.
"""
