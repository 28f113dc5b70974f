from promptflow.connections import QdrantConnection, WeaviateConnection

__all__ = ["QdrantConnection", "WeaviateConnection"]
