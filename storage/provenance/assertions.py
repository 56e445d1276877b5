"""
The assertions that this server signs about an image: https://spec.c2pa.org/specifications/, manifests and actions.
"""

from dataclasses import dataclass, replace
from typing import Any, Literal

Relationship = Literal["parentOf", "inputTo"]


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A picture that an image was made from: one that was edited, or that the model looked at."""

    relationship: Relationship
    content_type: str


@dataclass(frozen=True, slots=True)
class Assertions:
    """An image's id, how and when it was made, by which model, and from which pictures."""

    id: str
    """A UUID."""
    digital_source_type: str
    made_at: str
    """RFC 3339."""
    model: str | None = None
    ingredients: tuple[Ingredient, ...] = ()
    marks: bool = False
    """Whether the image is a copy with a visible mark, for which nothing else is asserted."""

    def following(self, content_type: str) -> "Assertions":
        """Return the assertions for a picture that already has credentials, which become those of its parent."""
        others = tuple(replace(one, relationship="inputTo") for one in self.ingredients)
        return replace(self, ingredients=(Ingredient("parentOf", content_type), *others))

    def manifest(self, *, is_made_here: bool) -> dict[str, Any]:
        """
        Return the definition of the manifest that c2pa-python signs, with the ingredients in order. For a picture that
        was not made here, it states only that the picture was opened, and marked.
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
