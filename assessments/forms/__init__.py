"""Forms check what was typed and convert it into the domain's values; they save nothing."""
