"""In which words: catalogues, languages and their direction, whole sentences with named places."""
