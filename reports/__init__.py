"""What leadership gets: records, verdicts, sealed reports, portfolio."""
