"""Uploads that were announced, inserted."""

ANNOUNCED = """INSERT INTO task_record.image_uploads (id, user_id, task_id, key, content_type, size, sha256)
SELECT id, $1, $2, format('uploads/%s/%s/%s', $1::uuid, $2::uuid, id), 'image/png', 1, ''
FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $3)) AS made"""
