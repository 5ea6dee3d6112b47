"""Question → readings: a lattice of mentions, its tilings, the frames that constructions make of them, their scores."""
