from promptflow.entities._chat_group import ChatRole

__all__ = ["ChatRole"]
