"""Plugins of ariadne-codegen."""

import ast

from ariadne_codegen.plugins.base import Plugin
from graphql import ExecutableDefinitionNode, GraphQLEnumType, strip_ignored_characters

OPEN_ENUM = """
class OpenEnum(str, Enum):
    @classmethod
    def _missing_(cls, value: object) -> "OpenEnum":
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str(value)
        return member
"""


class OpenEnums(Plugin):
    """Accept a value that a later server adds to an enum."""

    def generate_enum(self, class_def: ast.ClassDef, enum_type: GraphQLEnumType) -> ast.ClassDef:
        class_def.bases = [ast.Name("OpenEnum")]
        return class_def

    def generate_enums_module(self, module: ast.Module) -> ast.Module:
        module.body[1:1] = ast.parse(OPEN_ENUM).body
        return ast.fix_missing_locations(module)


class ShortDocuments(Plugin):
    """Write an operation on one line, as it is sent."""

    def generate_operation_str(self, operation_str: str, operation_definition: ExecutableDefinitionNode) -> str:
        return strip_ignored_characters(operation_str)
