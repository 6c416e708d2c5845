"""The nouns that travel between the layers: frozen dataclasses, standard library only."""
