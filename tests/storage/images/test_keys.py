from uuid import UUID

from storage.images.keys import image_key, staging_key, thumbnail_key

USER, TASK, UPLOAD = UUID(int=1), UUID(int=2), UUID(int=3)


def test_keys_begin_with_owner_and_task() -> None:
    key = image_key(USER, TASK, "original", UPLOAD)
    assert key == f"task-history/{USER}/{TASK}/original-{UPLOAD}"
    assert thumbnail_key(key) == f"{key}-thumbnail"
    assert staging_key(USER, TASK, UPLOAD) == f"uploads/{USER}/{TASK}/{UPLOAD}"
