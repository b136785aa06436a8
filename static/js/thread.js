// Shortens the way to an answer. Everything here works without it, on the reply page.

import { autosaveDraft } from "./draft.js";
import { offerToQuoteSelection } from "./passage_selection.js";
import { offerToRemember } from "./remember_me.js";
import { form, setHiddenField } from "./reply_form.js";
import { offerReplyInPlace } from "./reply_in_place.js";

async function recordOpeningTime() {
  if (form.elements.opened?.value || !form.dataset.opened) return;
  try {
    const response = await fetch(form.dataset.opened, { credentials: "omit" });
    if (response.ok) setHiddenField("opened", (await response.json()).opened);
  } catch {
    // Without a time the comment is still taken.
  }
}

function refuseSecondSubmit(event) {
  const buttons = [...form.querySelectorAll("[type=submit]")];
  if (buttons.some((button) => button.getAttribute("aria-disabled"))) {
    event.preventDefault();
    return;
  }
  for (const button of buttons) button.setAttribute("aria-disabled", "true");
  // Whoever stopped the loading of the next page may try again.
  setTimeout(allowSubmit, 10_000);
}

function allowSubmit() {
  for (const button of form.querySelectorAll("[type=submit]")) {
    button.removeAttribute("aria-disabled");
  }
}

// Where a page brings something new, reading begins there.
function focusErrorsOrPreview() {
  (document.querySelector(".form-errors") ?? document.getElementById("preview"))?.focus();
}

if (form) {
  form.addEventListener("focusin", recordOpeningTime, { once: true });
  form.addEventListener("submit", refuseSecondSubmit);
  window.addEventListener("pageshow", allowSubmit);
  offerToRemember();
  autosaveDraft();
  offerReplyInPlace();
  offerToQuoteSelection();
}
focusErrorsOrPreview();
