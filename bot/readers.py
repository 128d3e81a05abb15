"""The shop's reader of messages: built once for each state of what is sold, then only used."""

from collections import OrderedDict
from dataclasses import replace

from domain.catalogue import Product, Sku
from domain.ports import UnitOfWork
from domain.understanding.assortment import of_shop
from domain.understanding.lexicon import standard
from domain.understanding.reading import Reader
from domain.usecases.learning import aliases_of, slang_of

_KEPT = 4


class Readers:
    """Keeps the readers of the latest states; building one indexes the whole catalogue."""

    def __init__(self) -> None:
        self._readers: OrderedDict[str, Reader] = OrderedDict()

    def of(self, uow: UnitOfWork) -> Reader:
        """Return the reader for what is sold now."""
        revision = uow.catalogue.revision()
        reader = self._readers.get(revision)
        if reader is None:
            reader = Reader(of_shop(_goods(uow)), standard().extended(slang_of(uow)))
            self._readers[revision] = reader
            while len(self._readers) > _KEPT:
                self._readers.popitem(last=False)
        return reader


def _goods(uow: UnitOfWork) -> list[tuple[Product, list[Sku]]]:
    """Return what is sold, by the names of the catalogue and by those that the shop has taught."""
    own = aliases_of(uow)
    return [
        (replace(product, aliases=(*product.aliases, *own.get(product.code, ()))), skus)
        for product, skus in uow.catalogue.on_sale()
    ]


READERS = Readers()
