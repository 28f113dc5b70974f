import {
  autocompletion,
  type CompletionContext,
  type CompletionSource,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from "@codemirror/autocomplete"
import { defaultKeymap, indentWithTab } from "@codemirror/commands"
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit } from "@codemirror/language"
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint"
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search"
import { Annotation, Compartment, EditorState, Prec } from "@codemirror/state"
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  placeholder,
  tooltips,
} from "@codemirror/view"
import { useEffect, useRef } from "react"
import { editorTheme } from "./editor-theme.ts"
import { type Language, loadLanguage } from "./languages.ts"
import { keepEndings, withPlainEndings } from "./line-endings.ts"
import { minimalChange } from "./minimal-change.ts"
import { typeText } from "./type-text.ts"

/** Where something is wrong, by line and column from 1; without a column the whole line, without a length a word. */
export interface EditorProblem {
  line: number
  column?: number
  length?: number
  severity: "error" | "warning"
  message: string
}

export interface CodeMirrorProps {
  label: string
  /** Has the focus from the first. */
  isFocused?: boolean
  /** Where the cursor stands at first. */
  cursor?: number
  language: Language
  text: string
  onChange?(text: string): void
  readOnly?: boolean
  problems?: readonly EditorProblem[]
  complete?: CompletionSource
  placeholder?: string
  /** Undo and redo are those of the whole flow, not of this editor. */
  onUndo?(): void
  onRedo?(): void
  /** Ctrl/⌘-Enter. */
  onRun?(): void
  lineNumbers?: boolean
  /** Goes there, each time that another object is given. */
  goTo?: { line: number; column?: number } | undefined
}

/** What may become another while the editor is open. */
interface Parts {
  language: Compartment
  label: Compartment
}

const attributesOf = (label: string) => EditorView.contentAttributes.of({ "aria-label": label })

const LEAVING_MS = 10_000

/** Marks changes that come from outside, which must not go back there. */
const outside = Annotation.define<boolean>()

export default function CodeMirror(props: CodeMirrorProps) {
  const host = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const current = useRef(props)
  current.current = props
  const parts = useRef<Parts>({ language: new Compartment(), label: new Compartment() })

  useEffect(() => {
    const doc = withPlainEndings(current.current.text)
    const state = EditorState.create({
      doc,
      selection: { anchor: Math.min(current.current.cursor ?? 0, doc.length) },
      extensions: extensionsOf(current, parts.current),
    })
    const made = new EditorView({ state, parent: host.current as HTMLDivElement })
    view.current = made
    if (current.current.isFocused) made.focus()
    return () => made.destroy()
  }, [])

  useEffect(() => {
    let isOld = false
    void loadLanguage(props.language).then((loaded) => {
      if (!isOld) view.current?.dispatch({ effects: parts.current.language.reconfigure(loaded) })
    })
    return () => {
      isOld = true
    }
  }, [props.language])

  useEffect(() => {
    // what it belongs to is called otherwise
    view.current?.dispatch({ effects: parts.current.label.reconfigure(attributesOf(props.label)) })
  }, [props.label])

  useEffect(() => {
    const editor = view.current
    const changes = editor && minimalChange(editor.state.doc.toString(), withPlainEndings(props.text))
    if (changes) editor.dispatch({ changes, annotations: outside.of(true) })
  }, [props.text])

  useEffect(() => {
    const editor = view.current
    if (editor)
      editor.dispatch(setDiagnostics(editor.state, diagnosticsOf(editor.state, props.problems ?? [])))
  }, [props.problems])

  useEffect(() => {
    const editor = view.current
    if (!editor || !props.goTo) return
    const { line, column = 1 } = props.goTo
    const at = editor.state.doc.line(Math.min(Math.max(1, line), editor.state.doc.lines))
    const anchor = Math.min(at.to, at.from + Math.max(0, column - 1))
    editor.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: "center" }),
    })
    editor.focus()
  }, [props.goTo])

  return <div ref={host} />
}

function extensionsOf(current: { readonly current: CodeMirrorProps }, { language, label: labelled }: Parts) {
  const { label, readOnly = false, lineNumbers: numbers = true, placeholder: empty } = current.current
  const run = (key: "onUndo" | "onRedo" | "onRun") => () => {
    const does = current.current[key]
    does?.()
    return does !== undefined
  }
  // the browser draws cursor and selection: CodeMirror's own would have the page put together anew at each keystroke
  return [
    ...(numbers ? [lineNumbers(), foldGutter(), highlightActiveLineGutter()] : []),
    typeText,
    indentOnInput(),
    indentUnit.of("    "),
    bracketMatching(),
    closeBrackets(),
    highlightSelectionMatches(),
    EditorView.lineWrapping,
    // before completion takes it: who has closed its list leaves by the next Tab, too
    Prec.highest(keymap.of([{ key: "Escape", run: leaving }])),
    autocompletion(),
    tooltips({ parent: document.body }), // the card that an editor lies in clips what goes beyond it
    // beside what the language itself offers
    EditorState.languageData.of(() => [
      { autocomplete: (context: CompletionContext) => current.current.complete?.(context) ?? null },
    ]),
    lintGutter(),
    language.of([]),
    editorTheme,
    ...(readOnly ? [EditorState.readOnly.of(true)] : [highlightActiveLine()]),
    ...(empty ? [placeholder(empty)] : []),
    labelled.of(attributesOf(label)),
    EditorView.contentAttributes.of({
      "aria-description": "Tab indents. Escape, then Tab, leaves the editor.",
    }),
    EditorView.updateListener.of(({ docChanged, state, transactions }) => {
      if (docChanged && !transactions.some((one) => one.annotation(outside)))
        current.current.onChange?.(keepEndings(current.current.text, state.doc.toString()))
    }),
    keymap.of([
      { key: "Mod-z", run: run("onUndo"), preventDefault: true },
      { key: "Mod-y", run: run("onRedo"), preventDefault: true },
      { key: "Mod-Shift-z", run: run("onRedo"), preventDefault: true },
      { key: "Mod-Enter", run: run("onRun"), preventDefault: true },
      // Tab indents; Escape, then Tab leaves the editor for who works with the keyboard alone.
      ...closeBracketsKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...foldKeymap,
      ...completionKeymap,
      ...lintKeymap,
      indentWithTab,
    ]),
  ]
}

/** The next key, if it is Tab and comes soon, moves the focus. */
function leaving(view: EditorView): boolean {
  view.setTabFocusMode(LEAVING_MS)
  return false
}

function diagnosticsOf(state: EditorState, problems: readonly EditorProblem[]): Diagnostic[] {
  return problems.flatMap(({ line, column, length, severity, message }) => {
    if (line < 1 || line > state.doc.lines) return []
    const at = state.doc.line(line)
    const from = Math.min(at.to, at.from + Math.max(0, (column ?? 1) - 1))
    const word = /^[\w$.{}"'-]+/.exec(state.doc.sliceString(from, at.to))?.[0].length ?? 0
    const to = column === undefined ? at.to : Math.min(at.to, from + Math.max(1, length ?? word))
    return [{ from, to: Math.max(from, to), severity, message }]
  })
}
