"""What is known of the operation that goes on: a dict whose keys are attributes, one per context."""

from contextvars import ContextVar

_current = ContextVar("promptflow_operation", default=None)


class OperationContext(dict):
    """`get_instance()` answers that of this thread or task."""

    USER_AGENT_KEY = "user_agent"

    @classmethod
    def get_instance(cls):
        found = _current.get()
        if found is None:
            found = cls()
            _current.set(found)
        return found

    @classmethod
    def set_instance(cls, instance):
        _current.set(instance)

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name, value):
        self[name] = value

    def __delattr__(self, name):
        try:
            del self[name]
        except KeyError:
            raise AttributeError(name) from None

    def copy(self):
        return type(self)(self)

    def append_user_agent(self, user_agent):
        known = self.get(self.USER_AGENT_KEY, "")
        if user_agent not in known.split():
            self[self.USER_AGENT_KEY] = ("%s %s" % (known, user_agent)).strip()

    def get_user_agent(self):
        return ("%s promptflow-tracing/1.18.5" % self.get(self.USER_AGENT_KEY, "")).strip()

    def get_context_dict(self):
        return dict(self)
