"""The parts of bootstrap.py. Syntax and standard library of Python 3.6, nothing else."""
