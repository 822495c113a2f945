"""What one request asks of a list: a page number and a page size (wire 3.1)."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Portion:
    """Page `number`, from 1, of pages of `size` calls."""

    number: int
    size: int
    meets: str = field(default="", compare=False)
    """The id of a known call that it is to hold again."""

    @property
    def start(self) -> int:
        """The index of its first call."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        """The index after its last call."""
        return self.number * self.size

    def beside(self, step: int) -> "Portion":
        """The page of the same size that many pages further down."""
        return Portion(self.number + step, self.size)


def page_of(index: int, size: int) -> Portion:
    """The page of this size that holds a call."""
    return Portion(index // size + 1, size)


def reaching_up(index: int, most: int, call_id: str) -> Portion:
    """The page of at most so many calls that holds this one, and as many above it as any such page."""
    size = max(range(1, most + 1), key=lambda size: index % size)
    return Portion(index // size + 1, size, call_id)


def reaching_down(index: int, most: int, call_id: str) -> Portion:
    """The page of at most so many calls that holds this one, and as many below it as any such page."""
    size = max(range(1, most + 1), key=lambda size: size - index % size)
    return Portion(index // size + 1, size, call_id)
