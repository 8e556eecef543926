"""The screens of compare, one resident, ledger, summary and ordinance."""
