from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .fragments import CreditEntryPage


class ViewerCreditsEntries(BaseModel):
    viewer: "ViewerCreditsEntriesViewer"


class ViewerCreditsEntriesViewer(BaseModel):
    credits: Optional["ViewerCreditsEntriesViewerCredits"] = Field(default=None)


class ViewerCreditsEntriesViewerCredits(BaseModel):
    entries: "ViewerCreditsEntriesViewerCreditsEntries"


ViewerCreditsEntriesViewerCreditsEntries = CreditEntryPage
ViewerCreditsEntries.model_rebuild()
ViewerCreditsEntriesViewer.model_rebuild()
ViewerCreditsEntriesViewerCredits.model_rebuild()
