// Panels of a form stay as somebody left them, in this browser; one with an error is open.

import { localStore } from "../browser_storage.js";

const KEY = "panels";

export function rememberPanels(container) {
  const left = localStore.get(KEY) ?? {};
  for (const panel of container.querySelectorAll("details.writing-panel")) {
    const name = panel.querySelector("[name]")?.name;
    if (!name) continue;
    if (name in left) panel.open = left[name] || panel.querySelector(".errorlist") !== null;
    panel.addEventListener("toggle", () => {
      localStore.set(KEY, { ...localStore.get(KEY), [name]: panel.open });
    });
  }
}
