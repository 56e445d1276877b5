import strawberry


@strawberry.type(name="Label", description="A subject or style, such as `portrait` or `watercolour`.")
class PromptLabel:
    name: str
    title_zh: str
    title_en: str
