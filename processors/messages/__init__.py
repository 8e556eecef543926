"""What the stages say to the outside: one JSON message for a household's disclosures, a verdict, a notice, a refusal."""
