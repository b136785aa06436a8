// The size of text and the colours that a reader chose, kept in this browser alone. In the head and
// not deferred, so that a page is never drawn in one way first and in another then.

const THEME = "opinion.theme";
const TEXT_SIZE = "opinion.textSize";
const root = document.documentElement;
// By where it is kept: the attribute of the page that says it, and what that can say.
const SETTINGS = {
  [THEME]: { attribute: "theme", values: ["light", "dark"] },
  [TEXT_SIZE]: { attribute: "textSize", values: ["small", "large", "larger"] },
};

function applySetting(key, value) {
  const { attribute, values } = SETTINGS[key];
  if (values.includes(value)) root.dataset[attribute] = value;
  else delete root.dataset[attribute];
}

function applyStored() {
  for (const key of Object.keys(SETTINGS)) applySetting(key, localStorage.getItem(key));
  for (const input of document.querySelectorAll("#reading-settings input")) {
    input.checked = (root.dataset[SETTINGS[input.name].attribute] ?? "") === input.value;
  }
}

function choose({ target }) {
  if (!target.closest("#reading-settings")) return;
  const { name: key, value } = target;
  applySetting(key, value);
  if (value) localStorage.setItem(key, value);
  else localStorage.removeItem(key);
}

try {
  applyStored();
  root.dataset.settings = "offered";
  document.addEventListener("DOMContentLoaded", applyStored);
  document.addEventListener("change", choose);
  // Chosen on another page, in another tab or before this one is shown again.
  window.addEventListener("storage", applyStored);
  window.addEventListener("pageshow", applyStored);
} catch {
  // A browser that keeps nothing is offered nothing.
}
