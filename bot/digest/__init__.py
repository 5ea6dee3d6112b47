"""Digests: what changed, what is overdue, what is due soon and what nobody states, for the commitments one follows."""
