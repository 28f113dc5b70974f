/** Lines of a stream as they come, without their ends; the last one may lack its end. */
export async function* readLines(stream: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ""
  for await (const chunk of stream) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })
    const lines = rest.split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) yield line.replace(/\r$/, "")
  }
  rest += decoder.decode()
  if (rest !== "") yield rest
}
