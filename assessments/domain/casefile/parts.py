"""What every part of a case file has in common, and proofs, which several parts hold."""

from collections.abc import Iterator, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator

from .. import case
from ..language import gettext as _
from .messages import retold, told
from .values import Link, Name, Sha256

Raw = Mapping[str, Any]


class Part(BaseModel):
    """A part of the file: unknown keys are errors, texts are not turned into numbers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:  # noqa: ARG003 - most parts have none
        """What is wrong with the part as a whole, whatever is wrong with its fields."""
        yield from ()

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, raw: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Tell the errors of the fields and of the whole together: pydantic would stop at the fields."""
        broken = [told(message, raw) for message in cls.rules(raw)] if isinstance(raw, Mapping) else []
        try:
            part = handler(raw)
        except ValidationError as invalid:
            raise ValidationError.from_exception_data(cls.__name__, [*retold(invalid), *broken]) from None
        if broken:
            raise ValidationError.from_exception_data(cls.__name__, broken)
        return part


def given(raw: Raw, *names: str) -> bool:
    """Whether a part says anything under one of these names."""
    return any(raw.get(name) is not None for name in names)


class Backed(Part):
    """Something with a title that can be found again."""

    title: Name
    link: Link = ""
    sha256: Sha256 = ""

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """It can be found again."""
        if not raw.get("link") and not raw.get("sha256"):
            yield _("needs a link or a sha256")


class ProofPart(Backed):
    """One proof of an answer."""

    def value(self) -> case.Proof:
        """The proof as the rules know it."""
        return case.Proof(self.title, self.link, self.sha256)
