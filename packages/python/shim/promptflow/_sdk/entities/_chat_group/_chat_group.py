from promptflow.entities._chat_group import ChatGroup

__all__ = ["ChatGroup"]
