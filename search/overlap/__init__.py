"""Overlap between ministries: candidate pairs of measures, the evidence for and against each, and people's verdicts."""
