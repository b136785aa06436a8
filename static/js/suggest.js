// Offers headlines and names while one types. Without it the box is a box.

const box = document.querySelector("input[data-suggest]");
const PAUSE = 250;
const SHORTEST = 3;
let waiting;

async function suggest() {
  const asked = box.value.trim();
  if (asked.length < SHORTEST) return;
  const response = await fetch(`${box.dataset.suggest}?q=${encodeURIComponent(asked)}`, {
    credentials: "omit",
  });
  if (!response.ok || box.value.trim() !== asked) return;
  const { suggestions } = await response.json();
  box.list.replaceChildren(
    ...suggestions.map((text) => {
      const option = document.createElement("option");
      option.value = text;
      return option;
    }),
  );
}

box?.addEventListener("input", () => {
  clearTimeout(waiting);
  // A refusal, or being offline, leaves the box as it was.
  waiting = setTimeout(() => suggest().catch(() => {}), PAUSE);
});
