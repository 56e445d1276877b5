from .base_model import BaseModel
from .fragments import WebhookFields


class ViewerWebhooks(BaseModel):
    viewer: "ViewerWebhooksViewer"


class ViewerWebhooksViewer(BaseModel):
    webhooks: list["ViewerWebhooksViewerWebhooks"]


ViewerWebhooksViewerWebhooks = WebhookFields
ViewerWebhooks.model_rebuild()
ViewerWebhooksViewer.model_rebuild()
