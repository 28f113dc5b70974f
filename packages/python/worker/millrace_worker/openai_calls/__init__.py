"""Model calls that a flow's own code makes through the `openai` package: seen, counted, recorded and replayed.

Nothing here is imported before that package is, except `watch`."""
