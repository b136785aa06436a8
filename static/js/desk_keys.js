// Single keys press the buttons of the card at hand. Each button says its key in `data-key`; without
// this file, or with the keys switched off, the buttons are all there is.

const OFF = "opinion.desk-keys";
const help = document.getElementById("keys");
const cards = [...document.querySelectorAll(".desk-card")];
const FIELDS =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])";
// A form is on its way: what is pressed now would be meant for a page that nobody has seen.
let isLeaving = false;

const areOn = () => localStorage.getItem(OFF) !== "off";
const atHand = () => document.activeElement.closest(".desk-card") ?? cards[0];

function show() {
  document.documentElement.classList.toggle("desk-keys-on", areOn());
  for (const card of cards) card.classList.toggle("desk-at-hand", card === atHand());
  for (const pressed of document.querySelectorAll("[data-key]")) {
    if (areOn()) pressed.setAttribute("aria-keyshortcuts", pressed.dataset.key);
    else pressed.removeAttribute("aria-keyshortcuts");
  }
}

// A reason or a time counts only where its panel is open, and there first where one is at work.
function isOffered(button) {
  const folded = button.closest("details:not([open])");
  return !button.hidden && !(/[0-9]/.test(button.dataset.key) && folded);
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

function isInSight(card) {
  const { top, bottom } = card.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

// Nothing is decided about a comment that was scrolled away: it is shown first.
function press(button) {
  const card = button.closest(".desk-card");
  if (card && !isInSight(card)) card.focus();
  else if (button.tagName === "SUMMARY") fold(button.parentElement);
  else button.click();
}

function fold(details) {
  details.open = !details.open;
  const first = details.querySelector("select, textarea, button");
  ((details.open && first) || details.querySelector("summary")).focus();
}

function move(steps) {
  const here = cards.indexOf(document.activeElement.closest(".desk-card"));
  const next = here < 0 ? 0 : Math.min(Math.max(here + steps, 0), cards.length - 1);
  cards[next]?.focus();
}

function isBrowsers(event) {
  const held = ["Control", "Alt", "Meta", "AltGraph"].some((key) => event.getModifierState(key));
  return held || event.isComposing || event.repeat || event.defaultPrevented;
}

function heed(event) {
  if (isBrowsers(event) || isLeaving) return;
  if (event.key === "Escape") {
    const opened = document.activeElement.closest("details[open]");
    if (opened) fold(opened);
    return;
  }
  if (!areOn() || event.target.closest(FIELDS)) return;
  const button = find(event.key);
  if (button) press(button);
  else if (event.key === "j" || event.key === "k") move(event.key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
}

// Only where they can be switched off.
if (help) {
  const box = document.getElementById("keys-on");
  help.hidden = false;
  box.checked = areOn();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(OFF);
    else localStorage.setItem(OFF, "off");
    show();
  });
  document.addEventListener("keydown", heed);
  document.addEventListener("focusin", show);
  document.addEventListener("submit", () => (isLeaving = true));
  window.addEventListener("pageshow", () => (isLeaving = false));
  show();
}
