"""What is held in arrays: slots by resident and period, households, texts, and columns that grow together."""
