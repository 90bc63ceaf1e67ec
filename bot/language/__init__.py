"""From YAML to checked dialogues: what the running bot needs. Never used while a person is answered."""
