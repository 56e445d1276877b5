"""
The way of an image, from its bytes to what is stored of it:

1. `keys` names the object that its bytes will be, and that of its thumbnail.
2. `image_inspection` says what is to be done beside decoding: an `ImageInspection`, sent as an `InspectionRequest`.
3. `decoders` has a child process at hand for each image, a `decoder_process`; `decoder_answers` reads what it sends
   back, and trusts none of it.
4. In the child, `decode_pixels` decodes every frame, and `describe_image` says what it is: an `ImageContent`
   (`image_content`), with its thumbnail and what it looks like.
5. Still there, `sign_and_mark` reads its Content Credentials and writes a copy that is labelled, marked (`marking`) and
   signed.

`image_measures` counts all of it, and `large_pages` has the kernel give the children memory in large pages.
"""
