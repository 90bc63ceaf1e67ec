"""A conversational coach on Telegram. Each folder is a room; docs/architecture.md says what each may import."""
