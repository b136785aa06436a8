// The one reply form of a page; null where none is open.

export const form = document.querySelector("form.reply-form");

export function setHiddenField(name, value) {
  const field = form.elements[name] ?? document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  if (!field.form) form.append(field);
}

// The part of the form that holds a passage stays folded until there is one.
export function openFold(field) {
  const fold = field.closest("details");
  if (fold && field.value) fold.open = true;
}
