from strawberry.extensions import SchemaExtension


class MaskErrors(SchemaExtension):
    pass
