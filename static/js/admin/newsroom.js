// Keeps the newsroom's first page as things are, without a reload.

const EVERY = 60_000;

async function refresh() {
  const newsroom = document.querySelector(".newsroom");
  // Who is at a link there is not taken away from it.
  if (document.hidden || newsroom.contains(document.activeElement)) return;
  const response = await fetch(location.href, { redirect: "error" });
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(".newsroom");
  if (fresh && !fresh.isEqualNode(newsroom)) newsroom.replaceWith(fresh);
}

// Who is offline or logged out sees what was there.
const refreshQuietly = () => refresh().catch(() => {});

if (document.querySelector(".newsroom")) {
  setInterval(refreshQuietly, EVERY);
  document.addEventListener("visibilitychange", refreshQuietly);
}
