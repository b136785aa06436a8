// Which addresses a link may have.

import { unwrapped, withoutTracking } from "./wrapped_links.js";

const SCHEMES = /^(https?:\/\/|mailto:)/i;
// A work of this site, cited.
const CITATION = /^#work-[1-9]\d{0,17}$/;

// Names of works that are written like addresses.
const NAMES = [
  [/^(?:info:)?doi[:/]\s*(10\.\d{4,9}\/\S+)$/i, "https://doi.org/"],
  [/^hdl:(\S+)$/i, "https://hdl.handle.net/"],
  [/^arxiv:(\S+)$/i, "https://arxiv.org/abs/"],
  [/^pmid:\s*(\d+)$/i, "https://pubmed.ncbi.nlm.nih.gov/"],
];

function completed(address) {
  for (const [name, resolver] of NAMES) {
    const match = name.exec(address);
    if (match) return resolver + match[1];
  }
  return /^\/\/[^/]/.test(address) ? `https:${address}` : address;
}

/**
 * The address that a pasted link leads to as {href, changes, refused}: what was changed about it, by
 * the names of a paste's report; or, without href, what is wrong with it.
 */
export function pastedAddress(written) {
  const address = completed(written.trim());
  if (CITATION.test(address)) return { href: address, changes: [] };
  if (/^mailto:/i.test(address)) return { href: address.replace(/\?.*/, ""), changes: [] };
  if (!SCHEMES.test(address)) return { href: "", refused: "links", changes: [] };
  const inner = unwrapped(address);
  const href = withoutTracking(inner);
  if (hasPassword(href)) return { href: "", refused: "passwords", changes: [] };
  const changes = [inner !== address && "unwrapped", href !== inner && "tracking"].filter(Boolean);
  return { href, changes };
}

function hasPassword(address) {
  if (!URL.canParse(address)) return false;
  const { username, password } = new URL(address);
  return Boolean(username || password);
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

const IN_TEXT = /https?:\/\/[^\s<>"“”„«»]+/gi;
// What ends a sentence or a bracket ends the address before it.
const TRAILING = /[.,;:!?'’*_)\]]+$/;

/** A plain text in parts, {words} or {words, href}; `report` hears what was changed of an address. */
export function linkedParts(text, report) {
  const parts = [];
  let place = 0;
  for (const { 0: match, index } of text.matchAll(IN_TEXT)) {
    const written = match.includes("(")
      ? match.replace(/[.,;:!?'’]+$/, "")
      : match.replace(TRAILING, "");
    const { href, changes } = pastedAddress(written);
    if (!href) continue;
    changes.forEach((change) => report?.change(change));
    if (index > place) parts.push({ words: text.slice(place, index) });
    const isChanged = changes.length > 0;
    parts.push({ words: isChanged ? href : written, href, isChanged });
    place = index + written.length;
  }
  if (place < text.length) parts.push({ words: text.slice(place) });
  return parts;
}

export function hasChangedAddress(text) {
  return linkedParts(text).some(({ isChanged }) => isChanged);
}
