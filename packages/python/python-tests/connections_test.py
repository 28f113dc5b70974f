"""Connections as tools get them (spec 6.3, 7.1, 7.2, surface 1.2): what the original answered is in connections.json."""

import copy
import importlib
import json
import os
import pickle
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "shim"))

import promptflow.connections as m  # noqa: E402
from promptflow.contracts.types import Secret  # noqa: E402

VARIABLES = (
    "AZURE_OPENAI_ENDPOINT",
    "AZURE_OPENAI_API_KEY",
    "OPENAI_API_VERSION",
    "OPENAI_API_KEY",
    "OPENAI_ORG_ID",
    "OPENAI_BASE_URL",
)


class My(m.CustomStrongTypeConnection):
    api_key: Secret
    api_base: str = "dflt"


def azure(**kwargs):
    return m.AzureOpenAIConnection(**{"api_key": "k1", "api_base": "b1", "name": "n", **kwargs})


def custom():
    return m.CustomConnection(secrets={"k": "s"}, configs={"a": "1", "k2": "2"}, name="c")


def strong(secrets=None, configs=None):
    return My(secrets=secrets or {"api_key": "s"}, configs={"api_base": "b"} if configs is None else configs)


def with_attribute(connection, name, value):
    setattr(connection, name, value)
    return connection


def with_item(connection, name, value):
    connection[name] = value
    return connection


def from_env(cls, name=None, **variables):
    for variable in VARIABLES:
        os.environ.pop(variable, None)
    os.environ.update(variables)
    return cls.from_env(name) if name else cls.from_env()


def shown(connection):
    return [dict(connection), connection.type, connection.module]


def parts(connection):
    return [connection.configs, connection.secrets]


AZURE_ENV = {"AZURE_OPENAI_ENDPOINT": "ep", "AZURE_OPENAI_API_KEY": "ak"}
TYPES = {
    "ServerlessConnection": {"api_base": "b"},
    "SerpConnection": {},
    "CognitiveSearchConnection": {"api_base": "b"},
    "AzureContentSafetyConnection": {"endpoint": "e"},
    "FormRecognizerConnection": {"endpoint": "e"},
    "AzureAIServicesConnection": {"endpoint": "e"},
}
EXECUTED = {
    "meid": lambda: m.AzureOpenAIConnection(api_base="b", auth_mode="meid_token", api_key="k", name="n"),
    "nokey": lambda: m.AzureOpenAIConnection(api_base="b", resource_id="r"),
    "open_ai": lambda: m.OpenAIConnection("", organization="", base_url="_", name="o"),
    **{n: lambda n=n, kw=kw: getattr(m, n)(api_key="k", name="x", **kw) for n, kw in TYPES.items()},
    "custom": custom,
    "custom.both": lambda: m.CustomConnection(secrets={"x": "s", "n": None}, configs={"x": "c", "z": None}),
    "custom.module": lambda: m.CustomConnection(secrets={"x": "s"}, name="c", module="my.mod"),
}
CASES = {
    "a.attrs": lambda: [
        getattr(azure(), name)
        for name in "api_key api_base api_type api_version auth_mode resource_id name type module class_name "
        "expiry_time created_date".split()
    ],
    "a.item": lambda: [azure()[key] for key in ("api_key", "api_base", "auth_mode")],
    "a.item_missing": lambda: azure()["nope"],
    "a.keys": lambda: list(azure().keys()),
    "a.dict": lambda: dict(azure()),
    "a.dictstar": lambda: dict(**azure()),
    "a.get": lambda: azure().get("api_key"),
    "a.items": lambda: list(azure().items()),
    "a.values": lambda: list(azure().values()),
    "a.len": lambda: len(azure()),
    "a.attr_missing": lambda: azure().nope,
    "a.set": lambda: (lambda a: [a.api_key, a["api_key"], a.secrets])(with_attribute(azure(), "api_key", "new")),
    "a.setitem": lambda: with_item(azure(), "api_base", "zz").api_base,
    "a.meid": lambda: (lambda a: [a.secrets, a.api_key, dict(a)])(
        m.AzureOpenAIConnection(api_base="b", auth_mode="meid_token")
    ),
    "a.meidkey": lambda: dict(m.AzureOpenAIConnection(api_base="b", api_key="k", auth_mode="meid_token")),
    "a.nokey": lambda: dict(m.AzureOpenAIConnection(api_base="b")),
    "a.nobase": lambda: m.AzureOpenAIConnection(api_key="k"),
    "a.pos": lambda: dict(m.AzureOpenAIConnection("b", "k")),
    "a.get_token": lambda: callable(azure().get_token),
    "a.str_hides": lambda: "k9" in str(azure(api_key="k9")),
    "o": lambda: dict(m.OpenAIConnection(api_key="k")),
    "o.org": lambda: dict(m.OpenAIConnection(api_key="k", organization="o", base_url="_")),
    "o.base": lambda: dict(m.OpenAIConnection(api_key="k", base_url="")),
    "o.pos": lambda: dict(m.OpenAIConnection("k", "o", "u")),
    "o.nokey": lambda: m.OpenAIConnection(),
    **{n: lambda n=n, kw=kw: shown(getattr(m, n)(api_key="k", **kw)) for n, kw in TYPES.items()},
    **{n + ".configs": lambda n=n, kw=kw: parts(getattr(m, n)(api_key="k", **kw)) for n, kw in TYPES.items()},
    "c": lambda: (
        lambda c: [c.k, c.a, c["k"], c["a"], dict(c), list(c.keys()), c.is_secret("k"), c.is_secret("a"), c.type]
        + parts(c)
    )(custom()),
    "c.missing": lambda: custom().nope,
    "c.item_missing": lambda: custom()["nope"],
    "c.both": lambda: dict(m.CustomConnection(secrets={"x": "s"}, configs={"x": "c"})),
    "c.none": lambda: m.CustomConnection(configs={"a": "b"}),
    "c.pos": lambda: dict(m.CustomConnection({"s": "1"}, {"c": "2"})),
    "c.set": lambda: (lambda c: [c.k, c.secrets])(with_attribute(custom(), "k", "changed")),
    "c.setnew": lambda: (lambda c: [c.newattr, c.configs, c.secrets])(with_attribute(custom(), "newattr", "v")),
    "c.setitem": lambda: with_item(custom(), "a", "9").a,
    "c.strong": lambda: m.CustomConnection(
        secrets={"k": "s"}, configs={"promptflow.connection.custom_type": "X"}
    )._is_custom_strong_type(),
    "env.none.a": lambda: from_env(m.AzureOpenAIConnection),
    "env.none.o": lambda: from_env(m.OpenAIConnection),
    "env.a": lambda: (lambda a: [dict(a), a.name])(from_env(m.AzureOpenAIConnection, **AZURE_ENV)),
    "env.a.name": lambda: from_env(m.AzureOpenAIConnection, "nm", **AZURE_ENV).name,
    "env.a.v": lambda: from_env(m.AzureOpenAIConnection, OPENAI_API_VERSION="v9", **AZURE_ENV).api_version,
    "env.a.partial": lambda: from_env(m.AzureOpenAIConnection, AZURE_OPENAI_ENDPOINT="ep"),
    "env.o": lambda: (lambda o: [dict(o), o.name])(from_env(m.OpenAIConnection, OPENAI_API_KEY="ok")),
    "env.o.all": lambda: dict(
        from_env(m.OpenAIConnection, OPENAI_API_KEY="ok", OPENAI_ORG_ID="org", OPENAI_BASE_URL="bu")
    ),
    "s": lambda: (lambda x: [x.api_key, x.api_base, x["api_key"], dict(x), x.type, x.secrets, x.configs])(strong()),
    "s.default": lambda: strong(configs={}).api_base,
    "s.missing": lambda: strong().nope,
    "s.noattr": lambda: strong({"zz": "s"}, {}).api_key,
    "exec": lambda: azure(api_key="new")._to_execution_connection_dict(),
    **{"exec." + name: lambda made=made: made()._to_execution_connection_dict() for name, made in EXECUTED.items()},
    "exec.strong": lambda: (lambda d: {**d, "module": d["module"] == __name__})(
        strong()._to_execution_connection_dict()
    ),
    "reg": lambda: [m.register_connections(My), m.register_connections([My, int]), m.register_connections([])],
    "reg.text": lambda: m.register_connections("My"),
    "reg.places": lambda: [
        getattr(importlib.import_module(name), "register_connections") is m.register_connections
        for name in ("promptflow._internal", "promptflow._core.tools_manager")
    ],
    "s.known": lambda: (lambda x: [x.module == __name__, x.class_name, x.custom_type, x.package, x.package_version])(
        strong()
    ),
    "isinst": lambda: [isinstance(azure(), m._Connection)],
    "bool": lambda: bool(custom()),
    "eq": lambda: m.SerpConnection(api_key="k") == m.SerpConnection(api_key="k"),
    "copy": lambda: copy.deepcopy(strong()).api_key,
    "copyc": lambda: copy.deepcopy(custom()).k,
    "pickle": lambda: pickle.loads(pickle.dumps(custom())).k,
}


def answer(case):
    try:
        value = case()
    except Exception as error:
        return ["!", type(error).__name__, getattr(error, "error_codes", None)]
    return json.loads(json.dumps(value))


class Connections(unittest.TestCase):
    maxDiff = None

    def test_they_answer_as_the_original_does(self):
        with open(os.path.join(HERE, "connections.json"), encoding="utf-8") as file:
            expected = json.load(file)
        self.assertEqual({name: answer(case) for name, case in CASES.items()}, expected)

    def test_no_text_shows_a_secret(self):
        for connection in (azure(api_key="k9"), m.CustomConnection(secrets={"k": "k9"}), strong({"api_key": "k9"})):
            self.assertNotIn("k9", str(connection) + repr(connection))
