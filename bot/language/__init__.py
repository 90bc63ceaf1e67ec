"""From YAML to checked dialogues: what the running bot needs. It is not used while a person is answered."""
