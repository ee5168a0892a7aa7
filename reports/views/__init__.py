"""Pages of verdicts, reports, the portfolio and comparisons."""
