let place: HTMLElement | undefined

/**
 * Where menus, lists of options and popovers stand in the document: a landmark of its own, so that whoever goes from landmark to
 * landmark finds them; it is there for nobody while it is empty (base.css). A dialog that opens hides everything else from those
 * who hear the page but what has `aria-live`: popups of the dialog must not be among that.
 */
export function popupPlace(): HTMLElement {
  if (place?.isConnected) return place
  place = document.createElement("div")
  place.id = "popups"
  place.role = "region"
  place.ariaLabel = "Popups"
  place.ariaLive = "off"
  document.body.append(place)
  return place
}
