"""The pages of Mingda (明答)."""
