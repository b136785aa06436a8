// Among many topics, a field to type a part of a name in: others are hidden, chosen ones stay.

import { createElement } from "../editor/elements.js";

// Fewer are seen at a glance.
const MANY = 8;

function folded(text) {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

export function findTopics(topics) {
  const choices = topics ? [...topics.children] : [];
  if (choices.length <= MANY) return;
  const field = createElement("input", {
    type: "search",
    class: "find-topics",
    placeholder: topics.dataset.find,
    "aria-label": topics.dataset.find,
  });
  field.addEventListener("input", () => {
    const typed = folded(field.value.trim());
    for (const choice of choices) {
      const isChosen = choice.querySelector("input").checked;
      choice.hidden = !isChosen && !folded(choice.textContent).includes(typed);
    }
  });
  // Enter takes the first one that was first, and sends nothing.
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = choices.find(
      (choice) => !choice.hidden && !choice.querySelector("input").checked,
    );
    if (!first || !field.value.trim()) return;
    first.querySelector("input").click();
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // Not between the topics and the link beside them.
  (topics.closest(".related-widget-wrapper") ?? topics).before(field);
}
