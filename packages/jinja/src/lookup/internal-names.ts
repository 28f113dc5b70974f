import { typeName } from "@internal/value"

/**
 * Underscore attributes that Python objects have. The sandbox refuses them; other underscore names are merely not
 * there, which gives a different message.
 */
const words = (text: string) => text.split(" ")

const OBJECT = words(
  "class delattr dir doc eq format ge getattribute getstate gt hash init init_subclass le lt ne new reduce reduce_ex " +
    "repr setattr sizeof str subclasshook",
)
const NUMBER =
  "abs add bool divmod float floor floordiv getnewargs int mod mul neg pos pow radd rdivmod rfloordiv rmod " +
  "rmul round rpow rsub rtruediv sub truediv trunc ceil"
const INTEGER = `${NUMBER} and index invert lshift or rand rlshift ror rrshift rshift rxor xor`
const SEQUENCE = "add contains getitem iter len mul rmul"
const SET = "and contains iter len or rand reversed ror rsub rxor sub xor"
const INSTANCE = "dict module weakref"

const DUNDERS: Record<string, string> = {
  str: `${SEQUENCE} getnewargs mod rmod`,
  Markup: `${SEQUENCE} getnewargs mod rmod html html_format module radd slots`,
  bytes: `${SEQUENCE} getnewargs mod rmod bytes`,
  int: INTEGER,
  bool: INTEGER,
  float: `${NUMBER} getformat`,
  complex: "abs add bool complex getnewargs mul neg pos pow radd rmul rpow rsub rtruediv sub truediv",
  list: `${SEQUENCE} class_getitem delitem iadd imul reversed setitem`,
  dict: "class_getitem contains delitem getitem ior iter len or reversed ror setitem",
  tuple: `${SEQUENCE} class_getitem getnewargs`,
  _GroupTuple: `${SEQUENCE} annotations class_getitem getnewargs match_args module orig_bases slots`,
  NoneType: "bool",
  range: "bool contains getitem iter len reversed",
  dict_keys: SET,
  dict_items: SET,
  dict_values: "iter len reversed",
  generator: "del iter name next qualname",
  list_reverseiterator: "iter length_hint next setstate",
  function:
    "annotations builtins call closure code defaults dict get globals kwdefaults module name qualname",
  method: "call func self",
  builtin_function_or_method: "call module name qualname self text_signature",
  type: "call dict module name mro bases subclasses qualname abstractmethods",
  LoopContext: `${INSTANCE} annotations call iter len next`,
  Macro: `${INSTANCE} call`,
  BlockReference: `${INSTANCE} call`,
  TemplateReference: `${INSTANCE} getitem`,
  TemplateModule: `${INSTANCE} html name`,
  Cycler: `${INSTANCE} next`,
  Joiner: `${INSTANCE} call`,
  Undefined:
    "add aiter bool call complex div float floordiv getattr getitem int iter len mod module mul neg pos pow radd rdiv " +
    "rfloordiv rmod rmul rpow rsub rtruediv slots sub truediv",
}

/** Names with a single underscore. */
const PRIVATE: Record<string, string> = {
  Undefined:
    "_fail_with_undefined_error _undefined_exception _undefined_hint _undefined_message _undefined_name _undefined_obj",
  LoopContext:
    "_after _before _current _last_changed_value _length _peek_next _to_iterator _iterable _iterator _undefined _recurse",
  Macro: "_async_invoke _invoke _environment _func _argument_count _default_autoescape",
  BlockReference: "_async_call _context _stack _depth",
  TemplateReference: "_TemplateReference__context",
  TemplateModule: "_body_stream",
  _GroupTuple: "_asdict _field_defaults _fields _make _replace",
}

const known = new Map<string, Set<string>>()

function namesOf(type: string): Set<string> {
  let names = known.get(type)
  if (!names) {
    const dunders = Object.hasOwn(DUNDERS, type) ? words(DUNDERS[type] as string) : words(INSTANCE)
    const own = Object.hasOwn(PRIVATE, type) ? words(PRIVATE[type] as string) : []
    names = new Set([...OBJECT, ...dunders].map((name) => `__${name}__`).concat(own))
    if (type === "Namespace") names = new Set(["__class__", "_Namespace__attrs"])
    known.set(type, names)
  }
  return names
}

/** Whether Python objects of this value's type have this attribute, which starts with an underscore. */
export function hasInternal(object: unknown, name: string): boolean {
  return namesOf(typeName(object)).has(name)
}
