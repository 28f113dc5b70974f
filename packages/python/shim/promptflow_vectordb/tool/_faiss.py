"""A FAISS index in a folder: `index.faiss`, and what its vectors stand for in `index.pkl`."""

import os
import pickle
import sys

from promptflow.exceptions import UserErrorException


def look_up(path, vector, top_k):
    """`[{"text", "metadata", "score", "vector", "original_entity"}]`, nearest first; the score is the distance."""
    folder = folder_of(path)
    faiss, numpy = _modules()
    index = faiss.read_index(os.path.join(folder, "index.faiss"))
    wanted = numpy.array([vector], dtype="float32")
    if wanted.shape[1] != index.d:
        raise UserErrorException("The index in %s has %d dimensions, the vector has %d." % (folder, index.d, len(vector)))
    distances, places = index.search(wanted, int(top_k))
    entries = _entries(os.path.join(folder, "index.pkl"))
    found = []
    for distance, place in zip(distances[0].tolist(), places[0].tolist()):
        if place >= 0:
            text, metadata = entries.get(place, (None, None))
            found.append(
                {"text": text, "metadata": metadata, "score": distance, "vector": None, "original_entity": None}
            )
    return found


def folder_of(path):
    text = str(path or "")
    if "://" in text and not text.startswith("file://"):
        raise UserErrorException("The index %s is not on this machine: download its folder, and give its path." % text)
    folder = text[len("file://") :] if text.startswith("file://") else text
    if not os.path.exists(os.path.join(folder, "index.faiss")):
        raise UserErrorException("There is no FAISS index (index.faiss) in the folder %s." % (folder or "(none)"))
    return folder


def _modules():
    try:
        import faiss
        import numpy
    except ImportError as error:
        raise UserErrorException(
            "A FAISS index needs the package faiss-cpu: %s -m pip install faiss-cpu (%s)" % (sys.executable, error)
        ) from None
    return faiss, numpy


def _entries(path):
    """Text and metadata by place. The file holds a store of documents, and their keys by place."""
    if not os.path.exists(path):
        return {}
    with open(path, "rb") as file:
        store, keys = _Documents(file).load()
    documents = getattr(store, "_dict", store)
    found = {}
    for place, key in keys.items():
        document = documents.get(key)
        fields = document if isinstance(document, dict) else vars(document) if document is not None else {}
        fields = fields.get("__dict__", fields)
        text = fields.get("page_content", fields.get("data"))
        found[int(place)] = (text, fields.get("metadata"))
    return found


class _Documents(pickle.Unpickler):
    """Reads records of documents without importing, or running, anything that the file names."""

    def find_class(self, module, name):
        if module in ("builtins", "__builtin__") and name in ("dict", "list", "set", "tuple", "str", "int", "float"):
            return super().find_class("builtins", name)
        if (module, name) == ("collections", "OrderedDict"):
            return dict
        return type(str(name), (_Record,), {})


class _Record:
    """Whatever it was, its attributes."""

    def __init__(self, *_args, **_kwargs):
        pass

    def __setstate__(self, state):
        parts = state if isinstance(state, tuple) else (state,)
        for part in parts:
            if isinstance(part, dict):
                self.__dict__.update(part)
