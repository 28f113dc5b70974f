from promptflow.client._experiments import ExperimentOperations

__all__ = ["ExperimentOperations"]
