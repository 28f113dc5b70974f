/** An element with attributes, listeners (`onclick`) and children; what is null, undefined or false is left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  set(element, attributes)
  element.append(...children.flat(Number.POSITIVE_INFINITY).filter(isThere))
  return element
}

const SVG = "http://www.w3.org/2000/svg"

/** The same for elements of SVG. */
export function s(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag)
  set(element, attributes)
  element.append(...children.flat(Number.POSITIVE_INFINITY).filter(isThere))
  return element
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (!isThere(value)) continue
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value)
    else element.setAttribute(name, value === true ? "" : value)
  }
}

function isThere(value) {
  return value !== null && value !== undefined && value !== false
}
