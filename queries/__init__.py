"""The query library: one .rq file per question."""
