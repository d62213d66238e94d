"""The language model in this process: what fits, loading, writing under a grammar, and what it may be trusted with."""
