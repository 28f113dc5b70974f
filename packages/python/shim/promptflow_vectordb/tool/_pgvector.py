"""PostgreSQL with pgvector, by a driver of the flow's Python."""

import re
import sys

from promptflow.exceptions import UserErrorException

_NAME = re.compile(r"^\w+(\.\w+)?$")


def look_up(index, vector, top_k):
    """Rows nearest by cosine distance; the score is 1 minus it. The connection is a custom one."""
    table = _name(index.index.get("table_name") or index.index.get("index") or "")
    content = _name(index.fields.get("content", "content"))
    embedding = _name(index.fields.get("embedding", "embedding"))
    metadata = index.fields.get("metadata")
    columns = "%s, %s" % (content, _name(metadata) if metadata else "NULL")
    statement = "SELECT %s, 1 - (%s <=> %%s::vector) FROM %s ORDER BY %s <=> %%s::vector LIMIT %%s" % (
        columns,
        embedding,
        table,
        embedding,
    )
    text = "[%s]" % ",".join(repr(float(part)) for part in vector)
    connection = index.connection()
    with _connect({**connection["configs"], **connection["secrets"]}) as database:
        cursor = database.cursor()
        cursor.execute(statement, (text, text, top_k))
        rows = cursor.fetchall()
    return [
        {"text": row[0], "metadata": row[1] or {}, "additional_fields": {}, "score": float(row[2])} for row in rows
    ]


def _name(name):
    """Names cannot be parameters of a statement, so nothing but a name is let through."""
    if not _NAME.match(name):
        raise UserErrorException("%r is no name of a table or column." % name)
    return ".".join('"%s"' % part for part in name.split("."))


def _connect(fields):
    names = {"host": "host", "port": "port", "database": "dbname", "dbname": "dbname", "user": "user"}
    given = {names[key]: value for key, value in fields.items() if key in names}
    given["password"] = fields.get("password", "")
    if "url" in fields:
        given = {"conninfo": fields["url"]}
    try:
        import psycopg

        return psycopg.connect(**given)
    except ImportError:
        pass
    try:
        import psycopg2
    except ImportError:
        raise UserErrorException(
            "An index in PostgreSQL needs a driver: %s -m pip install 'psycopg[binary]'" % sys.executable
        ) from None
    if "conninfo" in given:
        given = {"dsn": given["conninfo"]}
    return psycopg2.connect(**given)
