"""A room of tables: who joins it, what its facilitator does, and its doors."""
