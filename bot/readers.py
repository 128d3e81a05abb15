"""The shop's reader of messages: built once for each state of what is sold, then only used."""

from collections import OrderedDict

from domain.ports import UnitOfWork
from domain.understanding.assortment import of_shop
from domain.understanding.reading import Reader

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
            reader = Reader(of_shop(uow.catalogue.on_sale()))
            self._readers[revision] = reader
            while len(self._readers) > _KEPT:
                self._readers.popitem(last=False)
        return reader


READERS = Readers()
