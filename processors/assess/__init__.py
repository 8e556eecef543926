"""Assess (keyed by household, sees disclosures only): verdicts, notices and withdrawals."""
