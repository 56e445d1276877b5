from .base_model import BaseModel
from .fragments import LabelCountFields


class Labels(BaseModel):
    labels: list["LabelsLabels"]


LabelsLabels = LabelCountFields
Labels.model_rebuild()
