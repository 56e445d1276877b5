from .base_model import BaseModel
from .fragments import PromptPage


class Prompts(BaseModel):
    prompts: "PromptsPrompts"


PromptsPrompts = PromptPage
Prompts.model_rebuild()
