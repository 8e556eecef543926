"""Engines to compare with. Each module has `run(folder) -> Run`, and does the work of `benchmarks.work` and no more."""
