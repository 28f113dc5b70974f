"""What code imports from `promptflow.executor`; the engine executes flows."""
