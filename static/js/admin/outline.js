// The headings of the text as a list that leads to them, beside it.

import { createElement } from "../editor/elements.js";

// Headings are looked for once the keys rest.
const PAUSE = 400;

function goTo(heading) {
  heading.scrollIntoView({ block: "center" });
  const selection = getSelection();
  selection.selectAllChildren(heading);
  selection.collapseToEnd();
  heading.closest("[contenteditable]").focus();
}

function entryFor(heading) {
  const button = createElement("button", { type: "button" }, heading.textContent);
  button.addEventListener("click", () => goTo(heading));
  return createElement("li", { class: `outline-${heading.localName}` }, button);
}

export function keepOutline(panel) {
  const text = document.querySelector(".field-body [contenteditable]");
  if (!panel || !text) return;
  const list = panel.querySelector("ol");
  const show = () => {
    const headings = [...text.querySelectorAll("h2, h3")].filter((each) => each.textContent.trim());
    panel.hidden = !headings.length;
    list.replaceChildren(...headings.map(entryFor));
  };
  let timer;
  document.getElementById("id_body").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(show, PAUSE);
  });
  show();
}
