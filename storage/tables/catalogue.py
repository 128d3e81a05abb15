"""What is sold."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
)

from storage.tables.base import metadata
from storage.types import JsonText, Words

categories = Table(
    "categories",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Words, nullable=False),
    Column("emoji", Words, nullable=False),
    Column("position", Integer, nullable=False),
)

# `search` holds name and aliases in one lower case, for a catalogue of some thousand rows at most.
products = Table(
    "products",
    metadata,
    Column("code", Text, primary_key=True),
    Column("category", Text, ForeignKey("categories.code"), nullable=False),
    Column("name", Words, nullable=False),
    Column("description", Words, nullable=False),
    Column("picture", Text),
    Column("aliases", JsonText, nullable=False),
    Column("unit", Words, nullable=False),
    Column("units", JsonText, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("search", Words, nullable=False),
)
Index("ix_products_category", products.c.category, products.c.position)

skus = Table(
    "skus",
    metadata,
    Column("code", Text, primary_key=True),
    Column("product", Text, ForeignKey("products.code"), nullable=False),
    Column("variant", Words, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("weight_g", Integer, nullable=False),
    Column("options", JsonText, nullable=False),
    Column("low_stock", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    CheckConstraint("price >= 0", name="price"),
    CheckConstraint("weight_g >= 0", name="weight"),
)
Index("ix_skus_product", skus.c.product, skus.c.position)
