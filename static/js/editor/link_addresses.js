// Which addresses a link may have, and what a redirecting service hides.

const SCHEMES = /^(https?:\/\/|mailto:)/i;
// A work of this site, cited.
const CITATION = /^#work-[1-9]\d{0,17}$/;

// Host, the parameter that holds the real address, and (where it matters) the path.
const REDIRECTS = [
  [/^(www\.)?google(\.[a-z]{2,3}){1,2}$/, ["q", "url"], "/url"],
  [/\.safelinks\.protection\.outlook\.com$/, ["url"]],
  [/^lm?\.facebook\.com$/, ["u"], "/l.php"],
];

function redirectTarget(url) {
  for (const [host, names, path] of REDIRECTS) {
    if (!host.test(url.hostname) || (path && url.pathname !== path)) continue;
    const target = names.map((name) => url.searchParams.get(name)).find(Boolean);
    if (/^https?:\/\//i.test(target ?? "")) return target;
  }
  return null;
}

/** The address that a pasted link leads to, or "" where no reader could follow it. */
export function pastedAddress(href) {
  const address = href.trim();
  if (CITATION.test(address)) return address;
  if (!SCHEMES.test(address)) return "";
  if (/^mailto:/i.test(address)) return address.replace(/\?.*/, "");
  const url = URL.canParse(address) ? new URL(address) : null;
  return (url && redirectTarget(url)) || address;
}

/** The address that a person typed into the link field, completed; "" where it is none. */
export function typedAddress(typed) {
  const address = typed.trim();
  if (/\s/.test(address)) return "";
  if (CITATION.test(address)) return address;
  if (SCHEMES.test(address) && URL.canParse(address)) return address;
  if (/^\/(?!\/)/.test(address)) return address;
  if (/^[^@/:]+@[^@/:]+\.[^@/:.]+$/.test(address)) return `mailto:${address}`;
  const isHost = /^[^@/:?#]+\.[^@/:?#.]{2,}([/?#:].*)?$/.test(address);
  return isHost && URL.canParse(`https://${address}`) ? `https://${address}` : "";
}

/** What a text may hold; the server's policy has the last word. */
export function isFollowable(href) {
  return SCHEMES.test(href) || CITATION.test(href) || /^\/(?!\/)/.test(href);
}
