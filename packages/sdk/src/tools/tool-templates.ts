import { fromPlain, repr } from "@internal/value"
import type { InitToolOptions } from "./init-tool.ts"

type Files = Record<string, string>

/** A tool beside others: its file, and what makes its folder importable. */
export function toolFiles(options: InitToolOptions): Files {
  return { [`${options.tool}.py`]: toolText(options), "__init__.py": "" }
}

/** A package that pip can install: the entry point lists the metas of all tools in it. */
export function packageFiles(options: InitToolOptions & { package: string }): Files {
  const { package: name, tool } = options
  return {
    "setup.py": setupText(name, options.icon !== undefined),
    [`${name}/utils.py`]: LIST_TOOLS,
    "README.md": readmeText(name, tool),
    [`${name}/${tool}.py`]: toolText(options),
    [`${name}/__init__.py`]: "",
  }
}

function toolText({ tool, icon, category, tags, package: name }: InitToolOptions): string {
  const title = tool.replaceAll("_", " ")
  const iconText =
    name === undefined ? repr(icon ?? "") : `Path(__file__).parent.parent / ${repr(icon ?? "")}`
  const decoration = [
    `    name=${repr(title)},`,
    `    description=${repr(`What ${title} does, in one line.`)},`,
    ...(icon === undefined ? [] : [`    icon=${iconText},`]),
    ...(category === undefined ? [] : [`    category=${repr(category)},`]),
    ...(tags === undefined ? [] : [`    tags=${repr(fromPlain(tags))},`]),
  ]
  const imports = icon !== undefined && name !== undefined ? "from pathlib import Path\n\n" : ""
  return `${imports}from promptflow.connections import CustomConnection
from promptflow.core import tool


@tool(
${decoration.join("\n")}
)
def ${tool}(connection: CustomConnection, input_text: str) -> str:
    # Parameters are the tool's inputs: their annotations and defaults say what a flow may give.
    # connection.configs and connection.secrets hold what the connection was created with.
    return "Hello " + input_text
`
}

function setupText(name: string, hasIcon: boolean): string {
  return `from setuptools import find_packages, setup

setup(
    name="${name}",
    version="0.0.1",
    description="Tools for prompt flows",
    packages=find_packages(),
    # flows find the tools of every installed package that has this entry point
    entry_points={"package_tools": ["${name} = ${name}.utils:list_package_tools"]},${hasIcon ? '\n    include_package_data=True,\n    data_files=[("icons", __import__("glob").glob("icons/*"))],' : ""}
)
`
}

const LIST_TOOLS = `"""Lists the tools of this package: what the entry point package_tools calls."""

from importlib import import_module
from inspect import Parameter, getdoc, signature
from pathlib import Path
from pkgutil import iter_modules

TYPES = {str: "string", int: "int", float: "double", bool: "bool", list: "list"}


def list_package_tools():
    """Metas by tool id. Every module beside this one that has a function of its own name is a tool."""
    package = __package__
    tools = {}
    for found in iter_modules([str(Path(__file__).parent)]):
        if found.name == "utils":
            continue
        function = getattr(import_module(package + "." + found.name), found.name, None)
        if function is not None:
            tools["%s.%s.%s" % (package, found.name, found.name)] = meta_of(function, package + "." + found.name)
    return tools


def meta_of(function, module):
    return {
        "name": function.__name__.replace("_", " "),
        "type": "python",
        "description": getdoc(function) or "",
        "module": module,
        "function": function.__name__,
        "inputs": {name: input_of(given) for name, given in signature(function).parameters.items()},
    }


def input_of(parameter):
    kind = parameter.annotation
    name = getattr(kind, "__name__", "")
    found = {"type": [TYPES.get(kind) or (name if name.endswith("Connection") else "object")]}
    if parameter.default is not Parameter.empty:
        found["default"] = "" if parameter.default is None else str(parameter.default)
    return found
`

function readmeText(name: string, tool: string): string {
  return `# ${name}

Tools for prompt flows. Install the package where the flow's Python is:

\`\`\`
python -m pip install .
millrace tool list
millrace tool validate --source ${name}
\`\`\`

A node uses the tool by its id:

\`\`\`yaml
- name: ${tool}
  type: python
  source:
    type: package
    tool: ${name}.${tool}.${tool}
  inputs:
    connection: my_connection
    input_text: \${inputs.text}
\`\`\`
`
}
