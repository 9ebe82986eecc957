"""The rules, rows, drawings and letters of Mingda (明答)."""
