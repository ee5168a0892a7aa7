"""Template tags of the product's own pieces."""
