"""`promptflow_vectordb`: looking things up in indices (spec 5.6). Ours; no package is needed."""
