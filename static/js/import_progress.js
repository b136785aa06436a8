// How far an import has got, without a press of “Look again”. Where it stands is told by the page.

const INTERVAL = 3_000;

async function refresh() {
  const state = document.getElementById("import-state");
  // Nothing is exchanged under the hand of somebody who is in it.
  if (document.hidden || state.contains(document.activeElement)) return;
  const response = await fetch(location.href);
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const newState = page.getElementById("import-state");
  // At the end the list of what was not read is there as well, and the button to stop is not.
  if ("atWork" in newState.dataset) state.replaceChildren(...newState.childNodes);
  else location.reload();
}

setInterval(() => refresh().catch(() => {}), INTERVAL);
