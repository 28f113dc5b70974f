from promptflow.entities._experiment import Experiment, ExperimentTemplate

__all__ = ["Experiment", "ExperimentTemplate"]
