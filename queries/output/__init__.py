"""How an answer is written: its rows and columns, and the formats they take."""
