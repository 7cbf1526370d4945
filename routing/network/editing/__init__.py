"""A network's files changed by small operations; what nobody touched stays byte for byte.

Every operation takes the files by name and answers those that are others now, or refuses
with a sentence for whoever asked (`NetworkEditError`).
"""
