// Panels of a form stay as somebody left them, in this browser. One with an error is no panel: the server
// shows it open.

import { localStore } from "../browser_storage.js";

const KEY = "panels";

export function rememberPanels(container) {
  const left = localStore.get(KEY) ?? {};
  for (const panel of container.querySelectorAll("fieldset > details")) {
    const name = panel.querySelector("[name]")?.name;
    if (!name) continue;
    if (name in left) panel.open = left[name];
    panel.addEventListener("toggle", () => {
      localStore.set(KEY, { ...localStore.get(KEY), [name]: panel.open });
    });
  }
}
