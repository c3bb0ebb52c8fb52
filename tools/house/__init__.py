"""House rules as pure functions: a file's name and text in, a list of findings out."""
