// Single keys press the buttons of the card at hand. Each button says its key in `data-key`; without
// this file, or with the keys switched off, the buttons are all there is.

const OFF = "opinion.desk-keys";
const help = document.getElementById("keys");
const cards = [...document.querySelectorAll(".desk-card")];
const takesText =
  "textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])";

const areOn = () => localStorage.getItem(OFF) !== "off";
const atHand = () => document.activeElement.closest(".desk-card") ?? cards[0];

function show() {
  document.documentElement.classList.toggle("desk-keys-on", areOn());
  for (const pressed of document.querySelectorAll("[data-key]")) {
    if (areOn()) pressed.setAttribute("aria-keyshortcuts", pressed.dataset.key);
    else pressed.removeAttribute("aria-keyshortcuts");
  }
}

// A reason or a time counts only where its panel is open, and there first where one is at work.
function isOffered(button) {
  const folded = button.closest("details:not([open])");
  return !/[0-9]/.test(button.dataset.key) || !folded;
}

function find(key) {
  const wanted = `[data-key="${CSS.escape(key)}"]`;
  const panel = document.activeElement.closest("details[open]");
  const places = [panel, atHand(), document].filter(Boolean);
  for (const place of places) {
    const found = [...place.querySelectorAll(wanted)].filter(isOffered);
    const own = place === document ? found.filter((one) => !one.closest(".desk-card")) : found;
    if (own.length) return own[0];
  }
  return null;
}

function press(button) {
  if (button.tagName !== "SUMMARY") {
    button.click();
    return;
  }
  const details = button.parentElement;
  details.open = !details.open;
  (details.open ? details.querySelector("form :is(select, button, textarea)") : button)?.focus();
}

function move(steps) {
  const here = cards.indexOf(document.activeElement.closest(".desk-card"));
  const next = here < 0 ? 0 : Math.min(Math.max(here + steps, 0), cards.length - 1);
  cards[next]?.focus();
}

function close() {
  const details = document.activeElement.closest("details[open]");
  if (!details) return false;
  details.open = false;
  details.querySelector("summary").focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.repeat) return;
  if (event.key === "Escape" && close()) return;
  if (!areOn() || event.target.closest(takesText)) return;
  const button = find(event.key);
  if (button) press(button);
  else if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
});

if (help) {
  const box = document.getElementById("keys-on");
  help.hidden = false;
  box.checked = areOn();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "off");
    show();
  });
  show();
}

// A page that is opened says nothing to a screen reader by itself: what comes into a status does.
const report = document.getElementById("report");
if (report) {
  const parts = [...report.childNodes];
  report.replaceChildren();
  setTimeout(() => report.replaceChildren(...parts), 100);
}
