"""`Run`: a batch run, made with what is to run or answered by the client with how it went."""

import os
from datetime import datetime, timezone
from pathlib import Path


class Run:
    """Times are UTC. `status` is NotStarted until the client has run it."""

    def __init__(
        self,
        flow=None,
        name=None,
        data=None,
        variant=None,
        run=None,
        column_mapping=None,
        display_name=None,
        description=None,
        tags=None,
        *,
        created_on=None,
        start_time=None,
        end_time=None,
        status=None,
        environment_variables=None,
        connections=None,
        properties=None,
        source=None,
        init=None,
        **kwargs,
    ):
        self.type = kwargs.pop("type", "batch")
        self.flow = _local(flow)
        self._is_named = name is not None
        self._created_on = created_on or datetime.now()
        self.name = name or self._generate_run_name()
        self.data = None if data is None else str(data)
        self.variant = variant
        self.run = run
        self.column_mapping = column_mapping
        self.display_name = display_name
        self.description = description
        self.tags = tags
        self.status = status or "NotStarted"
        self.environment_variables = environment_variables or {}
        self.connections = connections or {}
        self.properties = properties or {}
        self.source = None if source is None else Path(source)
        self.init = init
        self._start_time = start_time
        self._end_time = end_time
        self._resume_from = kwargs.pop("resume_from", None)
        self._is_archived = kwargs.pop("is_archived", False)
        self._answer = None
        self.__dict__.update(kwargs)

    @classmethod
    def _from_answer(cls, answer):
        """Of the engine's answer, whose keys with a line before them are not shown."""
        shown = {key: value for key, value in answer.items() if not key.startswith("_")}
        properties = answer.get("properties") or {}
        named = "name display_name description tags status data run properties error".split()
        run = cls(
            flow=properties.get("flow_path"),
            column_mapping=properties.get("column_mapping"),
            variant=properties.get("node_variant"),
            init=properties.get("init_kwargs"),
            resume_from=properties.get("resume_from"),
            created_on=_time(answer.get("created_on")),
            start_time=_time(answer.get("_started_on")),
            end_time=_time(answer.get("_ended_on")),
            is_archived=answer.get("_archived", False),
            **{key: answer[key] for key in named if key in answer},
        )
        run._answer = shown
        # what is not shown: the run that was read, and counts
        read = {"run": run.run} if run.run else {}
        first = {key: properties[key] for key in ("flow_path", "output_path") if key in properties}
        run.properties = {**first, **read, **properties}
        metrics = properties.get("system_metrics")
        if metrics is not None:
            run.properties["system_metrics"] = {**metrics, **answer.get("_counts", {})}
        return run

    @property
    def created_on(self):
        return self._created_on.isoformat()

    @property
    def _flow_name(self):
        if self._answer:
            return self._answer.get("flow_name")
        if self.flow is None:
            return "flow"
        return (self.flow if self.flow.is_dir() else self.flow.parent).name

    @property
    def _output_path(self):
        path = self.properties.get("output_path")
        return None if path is None else Path(path)

    @property
    def _run_source(self):
        from promptflow._sdk._constants import RunInfoSources

        return RunInfoSources.LOCAL

    @property
    def _outputs(self):
        return None

    def _generate_run_name(self):
        variant = getattr(self, "variant", None)
        kind = variant.strip("${}").split(".")[-1] if variant else "variant_0"
        self._answer = None
        return "%s_%s_%s" % (self._flow_name, kind, self._created_on.strftime("%Y%m%d_%H%M%S_%f"))

    def _get_default_display_name(self):
        return self.display_name or self.name

    def _to_dict(self, *, exclude_additional_info=False, exclude_debug_info=False, exclude_properties=False):
        keys = "name created_on status display_name description tags properties flow_name data".split()
        own = {**vars(self), "created_on": self.created_on, "flow_name": self._flow_name}
        shown = dict(self._answer or {key: own.get(key) for key in keys})
        shown.update((key, own[key]) for key in ("display_name", "description", "tags") if own[key] is not None)
        if exclude_properties:
            shown.pop("properties", None)
        return shown

    def __str__(self):
        from promptflow._utils.yaml_utils import dump_yaml

        return dump_yaml(self._to_dict())


def _local(flow):
    """A path of this machine; what names no file, such as `module:function`, stays text."""
    if flow is None or callable(flow) or hasattr(flow, "path"):
        return flow if not hasattr(flow, "path") else Path(flow.path)
    text = os.fspath(flow)
    return Path(os.path.abspath(text)) if os.path.exists(text) or ":" not in text else text


def _time(text):
    if text is None:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
