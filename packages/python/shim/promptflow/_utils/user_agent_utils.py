"""Who calls, for services that want to know. Nothing is sent anywhere."""

from promptflow.tracing._operation_context import OperationContext


class ClientUserAgentUtil:
    """The words that packages on top add."""

    @classmethod
    def _get_context(cls):
        return OperationContext.get_instance()

    @classmethod
    def get_user_agent(cls):
        return cls._get_context().get_user_agent()

    @classmethod
    def append_user_agent(cls, user_agent):
        cls._get_context().append_user_agent(user_agent)

    @classmethod
    def update_user_agent_from_env_var(cls):
        pass

    @classmethod
    def update_user_agent_from_config(cls):
        pass


def setup_user_agent_to_operation_context(user_agent):
    ClientUserAgentUtil.append_user_agent(user_agent)
    return ClientUserAgentUtil.get_user_agent()
