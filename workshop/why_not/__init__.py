"""Why not: the smallest change of an ordinance or of a fact that would turn a verdict, found by search and checked by the engine."""
