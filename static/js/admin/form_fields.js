// A form's fields as a list of names and values, and put back from one, rows that a script adds included.

// What tells one page from another, and no words.
const APART = /^(?:csrfmiddlewaretoken|version|autosave)$|-(?:INITIAL|MIN_NUM|MAX_NUM)_FORMS$/;

/** `[name, value]` of each field that would be sent, without files. */
export function readFields(form) {
  return [...new FormData(form)].filter(
    ([name, value]) => !(value instanceof File) && !APART.test(name),
  );
}

export function sameWords(some, others) {
  return JSON.stringify(some) === JSON.stringify(others);
}

/** What a reader would see of a value: the words of HTML, and anything else as it is. */
export function textOf(value) {
  if (!/<\w/.test(value)) return value;
  const { body } = new DOMParser().parseFromString(value, "text/html");
  return [...body.children].map((block) => block.textContent).join("\n\n");
}

/** Adds rows, as the button below them does, until there are as many as the list tells of. */
function addRows(form, fields) {
  for (const [name, value] of fields) {
    const prefix = name.endsWith("-TOTAL_FORMS") && name.slice(0, -"-TOTAL_FORMS".length);
    const button = prefix && document.querySelector(`#${prefix}-group .add-row a`);
    const missing = button ? Number(value) - Number(form.elements[name].value) : 0;
    for (let count = 0; count < missing; count += 1) button.click();
  }
}

function put(field, values) {
  if (field.type === "checkbox" || field.type === "radio") {
    field.checked = values.includes(field.value);
  } else if (field.type !== "file" && values.length && field.value !== values[0]) {
    [field.value] = values;
    // The editor of a text follows its field.
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

export function restoreFields(form, fields) {
  addRows(form, fields);
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || APART.test(field.name) || field.name.endsWith("-TOTAL_FORMS")) continue;
    put(field, values.get(field.name) ?? []);
  }
}
