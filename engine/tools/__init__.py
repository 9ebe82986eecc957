"""Programs on top of the product: the demo office, replay, bench and their kin."""
