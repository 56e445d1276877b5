"""What this server says of an image when it signs it: https://spec.c2pa.org/specifications/, manifests and actions."""

from dataclasses import dataclass, replace
from typing import Any, Literal

Relationship = Literal["parentOf", "inputTo"]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A picture that an image was made from: edited, or looked at by the model."""

    relationship: Relationship
    content_type: str


@dataclass(frozen=True, slots=True)
class Assertions:
    """What is said of an image: an id made for it, how it came about, when, by which model, and from what."""

    id: str
    """A UUID."""
    digital_source_type: str
    made_at: str
    """RFC 3339."""
    model: str | None = None
    ingredients: tuple[Ingredient, ...] = ()
    marks: bool = False
    """Whether it is of a copy with a visible mark, of which nothing else is said."""

    def following(self, content_type: str) -> "Assertions":
        """What is said of a picture of this type that has credentials already: these, its parent's, say the rest."""
        others = tuple(replace(one, relationship="inputTo") for one in self.ingredients)
        return replace(self, ingredients=(Ingredient("parentOf", content_type), *others))

    def manifest(self, *, is_made_here: bool) -> dict[str, Any]:
        """
        The definition of a manifest by which c2pa-python signs, for the ingredients in their order. Of a picture that
        was not `is_made_here`, it says no more than that it was taken from where it came.
        """
        has_parent = any(one.relationship == "parentOf" for one in self.ingredients)
        actions: list[dict[str, Any]] = []
        if has_parent:
            actions.append({"action": "c2pa.opened", "when": self.made_at, "parameters": {"ingredientIds": ["0"]}})
        if is_made_here:
            made: dict[str, Any] = {
                "action": "c2pa.edited" if has_parent else "c2pa.created",
                "when": self.made_at,
                "digitalSourceType": self.digital_source_type,
            }
            if self.model:
                made["softwareAgent"] = {"name": self.model}
            if inputs := [str(n) for n, one in enumerate(self.ingredients) if one.relationship == "inputTo"]:
                made["parameters"] = {"ingredientIds": inputs}
            actions.append(made)
        elif self.marks:
            actions.append({"action": "c2pa.edited", "when": self.made_at, "description": "A visible mark was added."})
        return {
            "label": f"urn:c2pa:{self.id}",
            "claim_generator_info": [{"name": "Task Record"}],
            "assertions": [{"label": "c2pa.actions.v2", "created": True, "data": {"actions": actions}}],
        }
