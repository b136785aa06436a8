/** An element with attributes (true writes an empty one, null and false none) and children. */
export function createElement(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

/** The HTML of what is inside `element`, to be handed on. A script of ours never writes HTML. */
export function htmlInside(element) {
  // oxlint-disable-next-line no-restricted-properties -- read only
  return element.innerHTML;
}
