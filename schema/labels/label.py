import strawberry


@strawberry.type(name="Label", description="A subject or style, such as `portrait` or `watercolour`.")
class PromptLabel:
    name: str
    title_zh: str = strawberry.field(description="Display name in Chinese.")
    title_en: str = strawberry.field(description="Display name in English.")
