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

// The buttons of a card say what they decide; which key that is, the list of keys says once.
const keys = new Map(
  [...document.querySelectorAll("#keys [data-kind]")].map((key) => [
    key.dataset.kind,
    key.textContent,
  ]),
);
for (const button of document.querySelectorAll(".desk-moves > button")) {
  const key = keys.get(button.name);
  if (key) button.dataset.key = key;
}
for (const link of document.querySelectorAll(".desk-card:not(.desk-large) h2 a")) {
  link.dataset.key = "o";
}

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
  return !button.closest("[hidden]") && !(/[0-9]/.test(button.dataset.key) && folded);
}

// The button of a card behind which the one for this key is folded away.
function doorFor(key) {
  const door = currentCard()?.querySelector(".desk-moves > [name=later]");
  return door && (door.dataset.keys ?? "ehxz").includes(key) ? door : null;
}

function controlFor(key) {
  const selector = `[data-key="${CSS.escape(key)}"]`;
  const panel = document.activeElement.closest("details[open], .desk-asked");
  const places = [panel, currentCard(), document].filter(Boolean);
  for (const place of places) {
    const offered = [...place.querySelectorAll(selector)].filter(isOffered);
    const control =
      place === document ? offered.find((each) => !each.closest(".desk-card")) : offered[0];
    if (control) return control;
    if (place === currentCard() && doorFor(key)) return doorFor(key);
  }
  return null;
}

function isInSight(card) {
  const { top, bottom } = card.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}

// Nothing is decided about a comment that was scrolled away: it is shown first.
function press(button, key) {
  const card = button.closest(".desk-card");
  if (card && !isInSight(card)) card.focus();
  // Shown over the page: whoever asks for a key stays where it is to be pressed.
  else if (button.parentElement === help) showHelp(!help.open);
  else if (button.tagName === "SUMMARY") toggle(button.parentElement);
  else button.click();
  // Behind a door: the one that it was opened for.
  const panel = button.name === "later" && button.nextElementSibling;
  if (panel && panel.matches(".desk-asked"))
    panel.querySelector(`[data-key="${CSS.escape(key)}"]`).click();
}

function showHelp(isShown) {
  help.classList.toggle("desk-keys-over", isShown);
  help.open = isShown;
}

function closePanel() {
  if (help.open && !help.contains(document.activeElement)) {
    showHelp(false);
    return;
  }
  const panel = document.activeElement.closest("details[open], .desk-asked");
  if (panel?.matches("details")) toggle(panel);
  else if (panel) {
    const door = panel.previousElementSibling;
    door.click();
    door.focus();
  }
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

// Sends what is written, where one button alone can be meant.
function sendFromText(event) {
  const form = event.target.matches("textarea") && event.target.form;
  if (!form || isLeaving) return;
  const buttons = [...form.querySelectorAll("button:not([hidden], [disabled])")];
  if (buttons.length !== 1) return;
  event.preventDefault();
  form.requestSubmit(buttons[0]);
}

function handleKey(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    sendFromText(event);
    return;
  }
  if (isForBrowser(event) || isLeaving) return;
  if (event.key === "Escape") {
    closePanel();
    return;
  }
  if (!areEnabled() || event.target.closest(FIELDS)) return;
  const button = controlFor(event.key);
  if (button) press(button, event.key);
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
