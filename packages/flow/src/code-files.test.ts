import type { FolderReader } from "@internal/schema"
import { expect, test } from "vitest"
import { codeFiles } from "./code-files.ts"

function reader(files: Record<string, string>): FolderReader {
  return {
    root: "/flow",
    read: (path) => files[path],
    exists: (path) => path in files,
    names: (folder) =>
      Object.keys(files).filter((path) =>
        folder === "." ? !path.includes("/") : path.startsWith(`${folder}/`),
      ),
  }
}

const tool = (path: string) => ({
  kind: "python" as const,
  source: { type: "code" as const, path },
  signature: undefined,
})

test.for([
  [
    "what it imports, directly or not",
    "a.py",
    { "a.py": "import os, b\n", "b.py": "from c import (\n  x,\n  y\n)", "c.py": "" },
    ["a.py", "b.py", "c.py"],
  ],
  [
    "one import a line",
    "a.py",
    { "a.py": "from promptflow.core import tool\nfrom b import f\n", "b.py": "" },
    ["a.py", "b.py"],
  ],
  [
    "packages with their __init__",
    "a.py",
    {
      "a.py": "from p.q import r\nimport p.s as t",
      "p/__init__.py": "",
      "p/q/__init__.py": "",
      "p/q/r.py": "",
      "p/s.py": "",
      "p/z.py": "",
    },
    ["a.py", "p/__init__.py", "p/q/__init__.py", "p/q/r.py", "p/s.py"],
  ],
  [
    "modules beside it, and relative ones",
    "p/a.py",
    {
      "p/a.py": "from .b import f\nfrom ..c import g\nimport d",
      "p/b.py": "",
      "p/d.py": "",
      "c.py": "",
      "d.py": "",
    },
    ["c.py", "d.py", "p/a.py", "p/b.py", "p/d.py"],
  ],
  ["circles", "a.py", { "a.py": "import b", "b.py": "import a" }, ["a.py", "b.py"]],
  [
    "all beside it where a name is computed",
    "a.py",
    { "a.py": "import importlib", "b.py": "", "c.txt": "" },
    ["a.py", "b.py"],
  ],
] as const)("the code of a node is %s", ([, path, files, expected]) => {
  expect(codeFiles(tool(path), reader(files))).toEqual(expected)
})
