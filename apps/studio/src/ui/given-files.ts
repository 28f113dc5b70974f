/** A file that somebody gave, with its path in the folder that was given; of a file alone its name. */
export interface GivenFile {
  path: string
  file: File
}

/** Of an input, with `webkitdirectory` or without. */
export function chosenFiles(list: Iterable<File> | null | undefined): GivenFile[] {
  return [...(list ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }))
}

/**
 * What was dropped: files, and those of folders. The list of items is empty once the event is over, so this looks at it at
 * once; folders are read after that.
 */
export async function droppedFiles(data: DataTransfer): Promise<GivenFile[]> {
  const entries = [...data.items].map((item) => item.webkitGetAsEntry())
  // what is dropped by a program has no entries
  if (entries.some((entry) => entry === null)) return chosenFiles(data.files)
  const found = await Promise.all(entries.map((entry) => filesOf(entry as FileSystemEntry)))
  return found.flat()
}

async function filesOf(entry: FileSystemEntry): Promise<GivenFile[]> {
  const path = entry.fullPath.replace(/^\//, "")
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject),
    )
    return [{ path, file }]
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader()
  const all: GivenFile[] = []
  // a hundred at a time, until there are none
  for (;;) {
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (part.length === 0) return all
    for (const inside of part) all.push(...(await filesOf(inside)))
  }
}
