"""Records what known providers generate. None of them is needed to install the client."""
