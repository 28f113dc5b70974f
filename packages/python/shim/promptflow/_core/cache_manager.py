from promptflow._internal import enable_cache

__all__ = ["enable_cache"]
