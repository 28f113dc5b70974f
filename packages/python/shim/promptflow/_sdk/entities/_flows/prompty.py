from promptflow.core._prompty import Prompty

__all__ = ["Prompty"]
