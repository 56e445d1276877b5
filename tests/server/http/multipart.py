"""The document of requests with a file."""

UPLOAD = """mutation ($id: ID!, $file: Upload!) {
  uploadOriginalImage(input: {id: $id, image: {file: $file}}) { task { id } errors { code field } } }"""
