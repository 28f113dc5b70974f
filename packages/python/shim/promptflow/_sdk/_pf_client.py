from promptflow.client import PFClient

__all__ = ["PFClient"]
