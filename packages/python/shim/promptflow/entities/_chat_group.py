"""Chat groups: flows that speak in turn (spec 8.5)."""

import logging
import os
import re
import time

from promptflow._sdk._errors import ChatGroupError, ChatRoleError

logger = logging.getLogger("promptflow")
HISTORY = "${parent.conversation_history}"


class ChatRole:
    """A flow that speaks. `inputs`: values of the flow's inputs, or `${parent.conversation_history}`."""

    def __init__(self, flow, role, inputs=None, name=None, stop_signal=None, working_dir=None, **kwargs):
        from promptflow.client._operations import ask, path_of
        from promptflow.core._flow import LoadedFlow
        from promptflow.exceptions import PromptflowException

        self._role = role
        self._name = name or role
        self._flow = os.path.abspath(os.fspath(flow))
        try:
            self._called = LoadedFlow.load(self._flow)
            described = ask("flows.describe", flow=path_of(self._flow))
        except PromptflowException as error:
            raise ChatRoleError("Failed to create chat role %r due to: %s." % (role, error)) from error
        self._inputs = {port["name"]: _port(port) for port in described["inputs"]}
        self._outputs = {port["name"]: {"type": port["type"]} for port in described["outputs"]}
        self._fill(inputs or {})

    def _fill(self, values):
        unknown = [name for name in values if name not in self._inputs]
        if unknown:
            known = list(self._inputs)
            logger.warning("Ignoring inputs %s for chat role %r, expected one of %s.", unknown, self._role, known)
        for name in self._inputs:
            if name in values:
                self._inputs[name]["value"] = values[name]
        missing = [name for name, port in self._inputs.items() if "value" not in port and "default" not in port]
        if missing:
            logger.warning("Chat role %r has no value and no default for the inputs %s.", self._role, missing)

    @property
    def role(self):
        return self._role

    @property
    def inputs(self):
        return self._inputs

    @property
    def outputs(self):
        """Types of the flow's outputs; after a turn their values too."""
        return self._outputs

    def invoke(self, *args, **kwargs):
        """Outputs of the flow for these inputs, as a dict. What the role was made with is for its group."""
        if args:
            raise ChatRoleError("Chat role invoke does not accept positional arguments, got %r instead." % (args,))
        return self._called.invoke(kwargs).output


def _port(port):
    return {"type": port["type"], **({"default": port["default"]} if "default" in port else {})}


class ChatGroup:
    """Roles speak in the order of the list, until `max_turns` turns or `max_time` seconds are over. As in the original
    neither `stop_signal`, `max_tokens` nor `entry_role` end or begin anything."""

    def __init__(
        self,
        roles,
        speak_order="sequential",
        max_turns=None,
        max_tokens=None,
        max_time=None,
        stop_signal="[STOP]",
        entry_role=None,
    ):
        if not isinstance(roles, list) or not roles or not all(isinstance(role, ChatRole) for role in roles):
            raise ChatGroupError("Agents should be a non-empty list of ChatRole. Got %r instead." % (roles,))
        names = [role.role for role in roles]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ChatGroupError("Duplicate roles are not allowed: %r." % twice)
        if entry_role is not None and entry_role not in roles:
            raise ChatGroupError("Entry role %s is not in roles list %r." % (entry_role.role, roles))
        for name, value in (("max_turns", max_turns), ("max_tokens", max_tokens), ("max_time", max_time)):
            if value is not None and not isinstance(value, int):
                raise ChatGroupError("%s should be an integer. Got %s instead." % (name, type(value)))
        order = str(getattr(speak_order, "value", speak_order))
        if order != "sequential":
            raise NotImplementedError("Speak order %r is not supported yet." % order)
        self._roles = roles
        self._max_turns = max_turns
        self._max_time = max_time
        self._history = []

    @property
    def conversation_history(self):
        """What was said: a list of pairs, the role and its outputs."""
        return self._history

    def invoke(self):
        began = time.monotonic()
        turns = 0
        while True:
            role = self._roles[turns % len(self._roles)]
            answer = role.invoke(**self._inputs_of(role))
            for name, value in answer.items():
                role.outputs.setdefault(name, {})["value"] = value
            self._history.append((role.role, answer))
            turns += 1
            if self._max_turns is not None and turns >= self._max_turns:
                return
            if self._max_time is not None and time.monotonic() - began >= self._max_time:
                return

    def _inputs_of(self, role):
        given = {}
        for name, port in role.inputs.items():
            if "value" not in port:
                continue  # the flow has a default, or says what is missing
            value = port["value"]
            if value == HISTORY:
                value = self._history
            elif isinstance(value, str) and re.fullmatch(r"\$\{.*\}", value):
                raise ChatGroupError("Unresolved input value %r for role %r." % (value, role.role))
            given[name] = value
        return given
