"""A draft: goods as one stretch of a line names them, before they are looked for in the catalogue."""

from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(slots=True)
class Draft:
    """Goods as one stretch of the line names them.

    `wares` may be several where the name is shared, and empty where none is said; `named` says that the
    stretch has a name of its own. `options` are said here, `carried` taken over from before; `lacking`
    are options for which a value was said that the product does not have. `count` is None where no
    quantity is said, `unit` its unit as written (normal form), `measured` an amount of a base measure
    that is no option; `total` says that the count was said before any option. `was` are options that
    the line itself corrects, `part` that the count is of what is replaced, `every` that each variant left
    open is meant, `rest` that what is left of a total is, `only` that no more than this is,
    `linked` that an "and" goes before, `refusing` that its last
    option is one that is not wanted, `sized` the option by which a larger amount was
    split into units, `unsold` that a word which is no product of this shop is counted. `verb` is add, set,
    remove, less, replace or keep.
    """

    start: int
    end: int
    wares: frozenset[str] = frozenset()
    named: bool = False
    referring: bool = False
    options: dict[str, str] = field(default_factory=dict)
    carried: dict[str, str] = field(default_factory=dict)
    lacking: set[str] = field(default_factory=set)
    excluded: set[tuple[str, str]] = field(default_factory=set)
    was: dict[str, str] = field(default_factory=dict)
    part: bool = False
    every: bool = False
    only: bool = False
    linked: bool = False
    refusing: bool = False
    rest: bool = False
    sized: str | None = None
    unsold: bool = False
    total: bool = False
    count: Fraction | None = None
    unit: str | None = None
    times: Fraction = Fraction(1)
    measured: Fraction | None = None
    each: bool = False
    verb: str | None = None
    corrects: bool = False
    negated: bool = False
    sure: float = 1.0

    @property
    def ware(self) -> str | None:
        """The product, where only one is meant."""
        return next(iter(self.wares)) if len(self.wares) == 1 else None

    @property
    def says_goods(self) -> bool:
        """Whether a name or an option is said, not only a number."""
        return bool(self.named or self.options or self.lacking or self.excluded or self.unsold)

    @property
    def counted(self) -> bool:
        """Whether a quantity is said, as a number or an amount."""
        return self.count is not None or self.measured is not None or self.times != 1

    @property
    def all_options(self) -> dict[str, str]:
        """Options said, over those carried from before."""
        return {**self.carried, **self.options}
