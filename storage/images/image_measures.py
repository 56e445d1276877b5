"""Prometheus metrics of images; docs/operations.md lists them."""

from prometheus_client import Counter, Histogram

IMAGES = Counter("task_record_images", "Images that were sent to be stored, by outcome.", ["outcome"])
ACCEPTED, REFUSED, INFECTED, UNSCANNED = map(IMAGES.labels, ("accepted", "refused", "infected", "unscanned"))
SIGNATURES = Counter("task_record_signatures", "Images to be signed with Content Credentials, by outcome.", ["outcome"])
SIGNED, UNSIGNED = map(SIGNATURES.labels, ("signed", "unsigned"))
DECODED = Counter("task_record_decoded_bytes", "Bytes of images that were decoded.")
DECODING = Histogram(
    "task_record_decoding_seconds",
    "Seconds that decoding an image took, in a process of its own.",
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
