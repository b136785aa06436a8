// The picture for where an article is shared, chosen from the whole library.

import { createElement } from "./elements.js";

/** Beside the list of the newest pictures: a button that opens `dialog`. */
export function offerSharedPicture(dialog) {
  const { social_picture: field } = dialog.panel.element.closest("form").elements;
  if (!field) return;
  const button = createElement("button", { type: "button", class: "button" }, field.dataset.find);
  button.addEventListener("click", () => {
    dialog.choose(({ id, name, url }) => {
      const known = [...field.options].find((option) => option.value === String(id));
      const option = known ?? createElement("option", { value: id, "data-url": url }, name);
      if (!known) field.append(option);
      option.selected = true;
      dialog.close();
      button.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  field.after(button);
}
