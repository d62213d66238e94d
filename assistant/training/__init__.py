"""Teaching a language model its steps: dialogues of our own pen, and the tuning of an adapter with them."""
