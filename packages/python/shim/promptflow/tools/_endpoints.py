"""Where an open model is: a custom connection, or an endpoint of a workspace of Azure Machine Learning."""

import os

from promptflow import _engine
from promptflow.tools._http import Unreachable, send
from promptflow.tools.exception import OpenModelLLMKeyValidationError, OpenModelLLMUserError

MANAGEMENT = "https://management.azure.com"
ONLINE_API = "2023-10-01"
SERVERLESS_API = "2024-04-01"
CONFIGS = ("endpoint_url", "model_family")
SECRETS = ("endpoint_api_key",)
KINDS = ("localConnection", "connection", "onlineEndpoint", "serverlessEndpoint")


class Endpoint:
    def __init__(self, url, key, family, deployment=None, serverless=False):
        self.url = url
        self.key = key
        self.family = family_of(family)
        self.deployment = deployment
        self.serverless = serverless


def find(name, deployment):
    """The endpoint that `<kind>/<name>` means."""
    kind, slash, rest = name.partition("/")
    if not slash or kind not in KINDS:
        raise OpenModelLLMUserError(
            message="endpoint_name is written <kind>/<name>, with a kind of %s; not %s." % (", ".join(KINDS), name)
        )
    if kind in ("localConnection", "connection"):
        return from_connection(rest, deployment)
    workspace = Workspace.of()
    if workspace is None:
        raise OpenModelLLMUserError(
            message="%s needs AZUREML_ARM_SUBSCRIPTION, AZUREML_ARM_RESOURCEGROUP and AZUREML_ARM_WORKSPACE_NAME." % name
        )
    return workspace.online(rest, deployment) if kind == "onlineEndpoint" else workspace.serverless(rest)


def from_connection(name, deployment):
    connection = _engine.ask("connection", {"name": name})
    configs, secrets = connection["configs"], connection["secrets"]
    for key in CONFIGS:
        if key not in configs:
            raise OpenModelLLMKeyValidationError(
                message="Required key `%s` not found in custom connection %s. Required keys are: %s."
                % (key, name, ",".join(CONFIGS))
            )
    for key in SECRETS:
        if key not in secrets:
            raise OpenModelLLMKeyValidationError(
                message="Required secret key `%s` not found in custom connection %s. Required keys are: %s."
                % (key, name, ",".join(SECRETS))
            )
    url = configs["endpoint_url"]
    return Endpoint(url, secrets["endpoint_api_key"], configs["model_family"], deployment, is_serverless(url))


def is_serverless(url):
    return "serverless.ml.azure.com" in url or "inference.ai.azure.com" in url


def family_of(name):
    from promptflow.tools.open_model_llm import ModelFamily

    wanted = str(name).replace("-", "").upper()
    for family in ModelFamily:
        if family.name == wanted:
            return family
    raise OpenModelLLMUserError(
        message="Given model_family '%s' not recognized. Supported models are: %s."
        % (name, ",".join(family.name for family in ModelFamily))
    )


class Workspace:
    """A workspace, by Azure's management API; the engine signs in."""

    def __init__(self, subscription, group, name):
        self.path = "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.MachineLearningServices/workspaces/%s" % (
            subscription,
            group,
            name,
        )

    @staticmethod
    def of(subscription=None, group=None, name=None):
        """None where neither the arguments nor the environment name one."""
        parts = (
            subscription or os.environ.get("AZUREML_ARM_SUBSCRIPTION"),
            group or os.environ.get("AZUREML_ARM_RESOURCEGROUP"),
            name or os.environ.get("AZUREML_ARM_WORKSPACE_NAME"),
        )
        return Workspace(*parts) if all(parts) else None

    def _ask(self, method, path, version):
        token = _engine.ask("entra-token", {"scope": MANAGEMENT + "/.default"})
        url = "%s%s%s?api-version=%s" % (MANAGEMENT, self.path, path, version)
        try:
            answer = send(method, url, {"Authorization": "Bearer " + token})
        except Unreachable as error:
            raise OpenModelLLMUserError(message="The workspace could not be reached: %s" % error) from None
        if not answer.ok:
            raise OpenModelLLMUserError(message="The workspace answered %d: %s" % (answer.status, answer.text[:300]))
        return answer.json()

    def online(self, name, deployment):
        path = "/onlineEndpoints/" + name
        properties = self._ask("GET", path, ONLINE_API)["properties"]
        deployments = self._ask("GET", path + "/deployments", ONLINE_API)["value"]
        if deployment and not any(found["name"] == deployment for found in deployments):
            raise OpenModelLLMUserError(
                message="Endpoint %s has no deployment %s; it has %s."
                % (name, deployment, ", ".join(found["name"] for found in deployments))
            )
        chosen = [found for found in deployments if found["name"] == deployment] or deployments
        model = ((chosen[0] if chosen else {}).get("properties") or {}).get("model") or ""
        key = self._ask("POST", path + "/listKeys", ONLINE_API)["primaryKey"]
        return Endpoint(properties["scoringUri"], key, _family_in(str(model)), deployment)

    def serverless(self, name):
        path = "/serverlessEndpoints/" + name
        properties = self._ask("GET", path, SERVERLESS_API)["properties"]
        key = self._ask("POST", path + "/listKeys", SERVERLESS_API)["primaryKey"]
        model = str((properties.get("modelSettings") or {}).get("modelId", ""))
        return Endpoint(properties["inferenceEndpoint"]["uri"], key, _family_in(model), serverless=True)

    def endpoint_names(self):
        for kind, version in (("online", ONLINE_API), ("serverless", SERVERLESS_API)):
            for found in self._ask("GET", "/%sEndpoints" % kind, version)["value"]:
                yield "%sEndpoint/%s" % (kind, found["name"])

    def deployment_names(self, endpoint):
        found = self._ask("GET", "/onlineEndpoints/%s/deployments" % endpoint, ONLINE_API)["value"]
        return [deployment["name"] for deployment in found]


def _family_in(model):
    """The family that the id of a model names."""
    lowered = model.lower()
    for part, family in (("llama", "LLAMA"), ("dolly", "DOLLY"), ("gpt2", "GPT2"), ("gpt-2", "GPT2"), ("falcon", "FALCON")):
        if part in lowered:
            return family
    raise OpenModelLLMUserError(message="The model %s is of no family that this tool knows." % model)
