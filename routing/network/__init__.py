"""A network: a folder of data, read whole, with everything that is wrong with it."""

from routing.network.loading import (
    Network,
    Territory,
    load_network,
    shipped_folder,
    shipped_network,
)

__all__ = ["Network", "Territory", "load_network", "shipped_folder", "shipped_network"]
