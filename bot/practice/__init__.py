"""When the next prompt is due, where a place's clock stands, how a breath is paced. PURE; reads no clock."""
