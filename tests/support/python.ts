import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"

/** Makes an environment in a folder, with the pip of the interpreter where it has one, and says where its programs are. */
const MAKE = `
import os, sys, venv
from importlib import metadata
from pathlib import Path
folder = Path(sys.argv[1])
venv.create(folder, symlinks=os.name != "nt")
packages = [*folder.glob("lib/python*/site-packages"), *folder.glob("Lib/site-packages")][0]
try:
    pip = metadata.distribution("pip")
    record = next(file for file in pip.files or [] if file.name == "METADATA")
    for part in [Path(pip.locate_file("pip")), Path(pip.locate_file(record)).parent]:
        (packages / part.name).symlink_to(part)
except (metadata.PackageNotFoundError, StopIteration, OSError):
    pass
print(folder / ("Scripts" if os.name == "nt" else "bin"))
`

const NAME = "millrace-test-python-"

/**
 * Vitest calls this once: it puts an environment of the machine's Python first in PATH that has pip and nothing else. What a
 * machine has installed (files that its Python reads at each start, a version manager's script before it) takes 30 to 100 ms
 * of each of some thousand starts, and must not change what a test sees.
 */
export default function makePython(): (() => void) | undefined {
  if (process.env.PATH?.includes(NAME)) return undefined // by the other project
  const folder = mkdtempSync(join(tmpdir(), NAME))
  const { status, stdout } = spawnSync("python3", ["-c", MAKE, folder], { encoding: "utf8" })
  if (status === 0) process.env.PATH = stdout.trim() + delimiter + process.env.PATH
  return () => rmSync(folder, { recursive: true, force: true })
}
