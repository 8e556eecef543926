"""Link (custody, keyed by My Number): whose records are whose, and what changed about whom."""
