"""Constants of connections."""


class ConnectionAuthMode:
    KEY = "key"
    MEID_TOKEN = "meid_token"


class ConnectionDefaultApiVersion:
    AZURE_OPEN_AI = "2024-02-01"
    COGNITIVE_SEARCH = "2023-11-01"
    AZURE_CONTENT_SAFETY = "2023-10-01"
    FORM_RECOGNIZER = "2023-07-31"
