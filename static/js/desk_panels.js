// What "Refuse …" asks for stands once on the page, and comes to the card where it is wanted. Without
// this file the same button leads to a page that asks.

const panels = document.getElementById("panels");
const opened = new Map();
// What can be left for later, where a card says nothing else.
const KEYS = "ehxz";

function sourceFor(button) {
  return button.name && panels.content.querySelector(`[data-asks~="${button.name}"]`);
}

function nameFields(panel, suffix) {
  for (const field of panel.querySelectorAll("[id]")) {
    const label = panel.querySelector(`label[for="${field.id}"]`);
    label.htmlFor = field.id = `${field.id}-${suffix}`;
  }
}

// A form of its own: what is typed for one card never goes along with a press on another.
function panelOf(button) {
  const panel = sourceFor(button).cloneNode(true);
  panel.method = "post";
  panel.action = button.form.action;
  for (const hidden of button.form.querySelectorAll(":scope > [type=hidden]")) {
    panel.append(hidden.cloneNode());
  }
  nameFields(panel, `${button.name}-${button.value}`);
  for (const each of panel.querySelectorAll("button")) {
    each.hidden = each.dataset.key && !(button.dataset.keys ?? KEYS).includes(each.dataset.key);
    each.name ||= button.name;
    each.value = button.value;
    each.textContent ||= button.textContent.replace(/\s*…\s*$/, "");
  }
  button.after(panel);
  return panel;
}

function fold(button, isFolded) {
  opened.get(button).hidden = isFolded;
  button.setAttribute("aria-expanded", String(!isFolded));
}

function toggle(button) {
  const isOpen = opened.has(button) && !opened.get(button).hidden;
  for (const each of opened.keys()) fold(each, true);
  if (isOpen) return;
  if (!opened.has(button)) opened.set(button, panelOf(button));
  fold(button, false);
  opened.get(button).querySelector("select, button:not([hidden])").focus();
}

if (panels) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".desk-moves > button");
    if (!button || !sourceFor(button)) return;
    event.preventDefault();
    toggle(button);
  });
  for (const button of document.querySelectorAll(".desk-moves > button")) {
    if (sourceFor(button)) button.setAttribute("aria-expanded", "false");
  }
}
