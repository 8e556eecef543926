"""Gate (custody, keyed by household): opens and closes cases, asks `decide`, and makes disclosures and ledger entries."""
