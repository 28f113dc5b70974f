import { EditorView } from "@codemirror/view"

/**
 * Takes what is typed before the browser puts it into the page. The browser would work out where it goes, lay the page out
 * and move the cursor, and CodeMirror would then find out what has changed: half of the work of a keystroke. What is
 * not one plain insertion where CodeMirror knows the cursor to be (an input method, several cursors) goes that way.
 */
export const typeText = EditorView.domEventHandlers({
  beforeinput({ data: text, inputType, isComposing, cancelable }, view) {
    const { state } = view
    const isPlain = inputType === "insertText" && !isComposing && !view.composing && cancelable
    if (!isPlain || !text || state.readOnly || state.selection.ranges.length > 1) return false
    const { main } = state.selection
    if (cursorOf(view, "anchor") !== main.anchor || cursorOf(view, "focus") !== main.head) return false
    const typed = () =>
      state.update(state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true })
    const handlers = state.facet(EditorView.inputHandler)
    if (!handlers.some((handles) => handles(view, main.from, main.to, text, typed))) view.dispatch(typed())
    return true
  },
})

/** Where an end of the page's selection is in the text; undefined if it is elsewhere. */
function cursorOf(view: EditorView, end: "anchor" | "focus"): number | undefined {
  const selection = document.getSelection()
  const node = selection?.[`${end}Node`]
  return node && view.contentDOM.contains(node) ? view.posAtDOM(node, selection[`${end}Offset`]) : undefined
}
