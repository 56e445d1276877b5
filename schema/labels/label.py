import strawberry


@strawberry.type(name="Label", description="A subject or style, such as `portrait` or `watercolour`.")
class PromptLabel:
    name: str
    title_zh: str = strawberry.field(description="Its name in Chinese, for people.")
    title_en: str = strawberry.field(description="Its name in English, for people.")
