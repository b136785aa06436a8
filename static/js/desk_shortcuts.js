// Single keys press the buttons of the card at hand. Each button says its key in `data-key`; without
// this file, or with the keys switched off, the buttons are all there is.

const SETTING = "opinion.desk-keys";
const help = document.getElementById("keys");
const cards = [...document.querySelectorAll(".desk-card")];
const MODIFIERS = ["Control", "Alt", "Meta", "AltGraph"];
const FIELDS =
  "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=submit], [type=button])";
// A form is on its way: what is pressed now would be meant for a page that nobody has seen.
let isLeaving = false;

const areEnabled = () => localStorage.getItem(SETTING) !== "off";
const currentCard = () => document.activeElement.closest(".desk-card") ?? cards[0];

function markCurrentCard() {
  document.documentElement.classList.toggle("desk-keys-on", areEnabled());
  for (const card of cards) card.classList.toggle("desk-at-hand", card === currentCard());
  for (const control of document.querySelectorAll("[data-key]")) {
    if (areEnabled()) control.setAttribute("aria-keyshortcuts", control.dataset.key);
    else control.removeAttribute("aria-keyshortcuts");
  }
}

// A reason or a time counts only where its panel is open, and there first where one is at work.
function isOffered(button) {
  const folded = button.closest("details:not([open])");
  return !button.hidden && !(/[0-9]/.test(button.dataset.key) && folded);
}

function controlFor(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const panel = document.activeElement.closest("details[open]");
  const places = [panel, currentCard(), document].filter(Boolean);
  for (const place of places) {
    const offered = [...place.querySelectorAll(selector)].filter(isOffered);
    const control =
      place === document ? offered.find((each) => !each.closest(".desk-card")) : offered[0];
    if (control) return control;
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
  else if (button.tagName === "SUMMARY") toggle(button.parentElement);
  else button.click();
}

function toggle(details) {
  details.open = !details.open;
  const first = details.querySelector("select, textarea, button");
  ((details.open && first) || details.querySelector("summary")).focus();
}

function moveFocus(steps) {
  const here = cards.indexOf(document.activeElement.closest(".desk-card"));
  const next = here < 0 ? 0 : Math.min(Math.max(here + steps, 0), cards.length - 1);
  cards[next]?.focus();
}

function isForBrowser(event) {
  const hasModifier = MODIFIERS.some((key) => event.getModifierState(key));
  return hasModifier || event.isComposing || event.repeat || event.defaultPrevented;
}

function handleKey(event) {
  if (isForBrowser(event) || isLeaving) return;
  if (event.key === "Escape") {
    const opened = document.activeElement.closest("details[open]");
    if (opened) toggle(opened);
    return;
  }
  if (!areEnabled() || event.target.closest(FIELDS)) return;
  const button = controlFor(event.key);
  if (button) press(button);
  else if (event.key === "j" || event.key === "k") moveFocus(event.key === "j" ? 1 : -1);
  else return;
  event.preventDefault();
}

// Only where they can be switched off.
if (help) {
  const box = document.getElementById("keys-on");
  help.hidden = false;
  box.checked = areEnabled();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.removeItem(SETTING);
    else localStorage.setItem(SETTING, "off");
    markCurrentCard();
  });
  document.addEventListener("keydown", handleKey);
  document.addEventListener("focusin", markCurrentCard);
  document.addEventListener("submit", () => (isLeaving = true));
  window.addEventListener("pageshow", () => (isLeaving = false));
  markCurrentCard();
}
