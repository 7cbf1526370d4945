"""What all tables belong to, whichever module describes them."""

from __future__ import annotations

from sqlalchemy import MetaData

METADATA = MetaData()
