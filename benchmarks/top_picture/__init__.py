"""The picture of `lockgate top` in the docs: a local AWS under load, drawn as it is."""
