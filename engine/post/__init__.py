"""What leaves and enters the building by wire: e-mail out, e-mail in, the signed webhook. Knows no rows."""
