"""What all requests have in common: answers, rights, and what is not let in."""
