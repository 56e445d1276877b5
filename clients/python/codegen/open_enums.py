"""A plugin of ariadne-codegen: a value that a later server adds to an enum is no error to an older client."""

import ast

from ariadne_codegen.plugins.base import Plugin
from graphql import GraphQLEnumType

MISSING = """
class Enum:
    @classmethod
    def _missing_(cls, value: object) -> "{name}":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member
"""


class OpenEnums(Plugin):
    def generate_enum(self, class_def: ast.ClassDef, enum_type: GraphQLEnumType) -> ast.ClassDef:
        [made] = ast.parse(MISSING.format(name=class_def.name)).body
        assert isinstance(made, ast.ClassDef)
        class_def.body += made.body
        return class_def
