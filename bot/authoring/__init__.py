"""From YAML to checked dialogues, and the tools of those who write them. Never used while a person is answered."""
