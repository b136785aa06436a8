// How far an import has got, without a press of “Look again”. Where it stands is told by the page.

const EVERY = 3_000;

async function look() {
  const state = document.getElementById("import-state");
  // Nothing is exchanged under the hand of somebody who is in it.
  if (document.hidden || state.contains(document.activeElement)) return;
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = page.getElementById("import-state");
  // At the end the list of what was not read is there as well, and the button to stop is not.
  if (now.hasAttribute("data-at-work")) state.replaceChildren(...now.childNodes);
  else location.reload();
}

setInterval(() => look().catch(() => {}), EVERY);
