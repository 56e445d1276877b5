"""Record the images of known providers, whose libraries the client does not install."""
