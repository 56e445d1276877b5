import strawberry


@strawberry.type(name="Label", description="A subject or style, such as `portrait` or `watercolour`.")
class PromptLabel:
    name: str = strawberry.field(description="For `TaskFilter.labels`.")
    title_zh: str = strawberry.field(description="In Chinese.")
    title_en: str = strawberry.field(description="In English.")
