"""
The path of an image, from its bytes to the stored objects:

1. `keys` names its object and that of its thumbnail.
2. `image_inspection` states what to do in addition to decoding: an `ImageInspection`, sent as an `InspectionRequest`.
3. `decoders` has a child process ready for each image, a `decoder_process`, and does not trust what it returns.
4. In the child, `decode_pixels` decodes every frame, and `describe_image` describes the image: an `ImageContent`
   (`image_content`), with its thumbnail and its look.
5. Also in the child, `sign_and_mark` reads its Content Credentials and writes a copy that is labelled, marked
   (`marking`) and signed.

`image_measures` has the metrics, and `large_pages` makes the kernel give the children memory in large pages.
"""
