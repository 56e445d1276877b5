"""What requests with a file are made of."""

UPLOAD = """mutation ($id: ID!, $file: Upload!) {
  uploadOriginalImage(input: {id: $id, image: {file: $file}}) { task { id } errors { code field } } }"""
