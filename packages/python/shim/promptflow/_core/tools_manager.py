from promptflow._internal import (
    register_api_method,
    register_apis,
    register_builtin_method,
    register_builtins,
    register_connections,
)

__all__ = [
    "register_api_method",
    "register_apis",
    "register_builtin_method",
    "register_builtins",
    "register_connections",
]
