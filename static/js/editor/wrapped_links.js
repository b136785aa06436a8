// What platforms and mail filters put around an address, and what they hang on to it to follow readers.

const WEB = /^https?:\/\//i;
const HOST_AND_PATH = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/|$)/i;
// A wrapped address may be wrapped again.
const MOST_WRAPPINGS = 5;

// Host, the parameters that may hold the real address, and (where it matters) the path.
const BY_PARAMETER = [
  [/^(www\.)?google(\.[a-z]{2,3}){1,2}$/, ["q", "url"], /^\/url$/],
  [/\.safelinks\.protection\.outlook\.com$/, ["url"]],
  [/(^|\.)teams\.cdn\.office\.net$/, ["url"], /safelinks/],
  [/\.safelink\.emails\.azure\.net$/, ["destination"]],
  [/^lm?\.(facebook|messenger)\.com$/, ["u"]],
  [/^(www\.)?facebook\.com$/, ["u"], /^\/(l|flx\/warn)/],
  [/^l\.(instagram|threads|whatsapp|wl)\.(com|net|co)$/, ["u"]],
  [/^(www\.)?linkedin\.com$/, ["url"], /^\/(safety\/go|redir)/],
  [/^([a-z]+\.)?youtube\.com$/, ["q"], /^\/redirect$/],
  [/^(www\.)?slack-redir\.net$/, ["url"]],
  [/^out\.reddit\.com$/, ["url"]],
  [/^t\.umblr\.com$/, ["z"]],
  [/^(www\.)?vk\.com$/, ["to"], /^\/away/],
  [/^(www\.)?(x|twitter)\.com$/, ["unsafe_link"], /^\/safety/],
  [/^duckduckgo\.com$/, ["uddg"], /^\/l\//],
  [/^(www\.)?bing\.com$/, ["url", "u"], /^\/(ck|news\/apiclick)/],
  [/^(www\.)?steamcommunity\.com$/, ["url", "u"], /^\/linkfilter/],
  [/^getpocket\.com$/, ["url"], /^\/redirect/],
  [/^disq\.us$/, ["url"]],
  [/^exit\.sc$/, ["url"]],
  [/^(www\.)?tiktok\.com$/, ["target"], /^\/link/],
  [/^(www\.)?discogs\.com$/, ["url"], /^\/redirect/],
  [/(^|\.)urldefense\.(com|us|proofpoint\.com)$/, ["u"], /^\/v1\//],
  [/(^|\.)cudasvc\.com$/, ["a"]],
  [/(^|\.)(symantec|trustwave|trendmicro|trendmicro\.eu)\.com$/, ["u", "url"]],
  [/(^|\.)protection\.sophos\.com$/, ["u"]],
];

const PROOFPOINT = /(^|\.)urldefense\.(com|us|proofpoint\.com)$/;

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Base64 of an address, as some write it, with Bing's two letters in front; else "". */
function fromBase64(text) {
  const letters = text
    .replace(/^a1(?=aHR0c)/, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/");
  if (!letters.startsWith("aHR0c") || !/^[\w+/]+=*$/.test(letters)) return "";
  try {
    return atob(letters);
  } catch {
    return "";
  }
}

function webAddress(text = "") {
  const address = [text, fromBase64(text), decoded(text)].find((each) => WEB.test(each));
  return address && URL.canParse(address) ? address : "";
}

function byParameter(url) {
  for (const [host, names, path] of BY_PARAMETER) {
    if (!host.test(url.hostname) || (path && !path.test(url.pathname))) continue;
    const target = names.map((name) => webAddress(url.searchParams.get(name) ?? "")).find(Boolean);
    if (target) return target;
  }
  return "";
}

/** Proofpoint's third form: a star stands for a character named behind it, two and a letter for several. */
function byProofpoint(url) {
  if (!PROOFPOINT.test(url.hostname)) return "";
  if (url.pathname.startsWith("/v2/")) {
    const written = url.searchParams.get("u") ?? "";
    return webAddress(decoded(written.replaceAll("-", "%").replaceAll("_", "/")));
  }
  const match = /\/v3\/__(.+?)__;([^!]*)!/.exec(url.href);
  if (!match) return "";
  const replaced = fromBytes(match[2]);
  let next = 0;
  const address = match[1].replaceAll(/\*(?:\*([A-Za-z0-9_-]))?/g, (_star, run) => {
    const length = run ? RUNS.indexOf(run) + 2 : 1;
    next += length;
    return replaced.slice(next - length, next).join("");
  });
  // A browser has put one slash where two stood.
  return webAddress(address.replace(/^(https?:)\/(?!\/)/i, "$1//"));
}

const RUNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function fromBytes(base64) {
  try {
    const letters = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.codePointAt(0));
    return [...new TextDecoder().decode(bytes)];
  } catch {
    return [];
  }
}

/** What stands in the path itself: Google's and others' quick copies, Cisco's filter, a bare question mark. */
function byPath(url) {
  const amp =
    (/^(www\.)?google\./.test(url.hostname) && /^\/amp\/(s\/)?(.+)/.exec(url.pathname)) ||
    (url.hostname.endsWith(".cdn.ampproject.org") && /^\/[acv]\/(s\/)?(.+)/.exec(url.pathname));
  if (amp && HOST_AND_PATH.test(amp[2])) {
    return webAddress(`http${amp[1] ? "s" : ""}://${amp[2]}${url.search}${url.hash}`);
  }
  if (/(^|\.)secure-web\.cisco\.com$/.test(url.hostname)) {
    return webAddress(/\/(https?%3A%2F%2F.+)$/i.exec(url.pathname)?.[1]);
  }
  return url.hostname === "href.li" ? webAddress(url.search.slice(1)) : "";
}

/** The address within; the same where nothing is around it. */
export function unwrapped(address) {
  let inner = address;
  for (let count = 0; count < MOST_WRAPPINGS && URL.canParse(inner); count += 1) {
    const url = new URL(inner);
    const target = byParameter(url) || byProofpoint(url) || byPath(url);
    if (!target) break;
    inner = target;
  }
  return inner;
}

const FOLLOWING = new RegExp(
  "^(?:utm_\\w+|(?:pk|mtm|piwik|matomo|hsa|at|sc|vero|oly|itm|stm)_\\w+|[a-z]*clid|gclsrc|g?[bw]?braid|".concat(
    "gad_\\w+|_g[al]|__cft__.*|__tn__|mc_[ce]id|igsh(?:id)?|_hs(?:enc|mi)|hsctatracking|mkt_tok|__s|",
    "rb_clickid|s_cid|wickedid|ml_subscriber\\w*|_openstat|ref_(?:src|url)|cmpid|ncid|smid|srsltid|",
    "li_fat_id|epik|xtor|wt[._]mc(?:_id)?|guccounter|guce_\\w+|fb_(?:action_\\w+|ref|source)|",
    "__twitter_impression|_branch_match_id|icid|ocid|trackingid|mibextid|ranmid|ransiteid|cmp|",
    "ns_(?:mchannel|source|campaign|linkname|fee))$",
  ),
  "i",
);
// Names that mean something elsewhere.
const FOLLOWING_AT = [
  [/(^|\.)(youtube\.com|youtu\.be|spotify\.com)$/, /^(si|feature|pp)$/],
  [/(^|\.)linkedin\.com$/, /^(trk|lipi|rcm)$/],
  [/(^|\.)(x|twitter)\.com$/, /^[st]$/],
  [/(^|\.)amazon\.[a-z.]+$/, /^(tag|ref_?|pd_rd_\w+|pf_rd_\w+|qid|sr|crid|sprefix)$/],
  [
    /(^|\.)substack\.com$/,
    /^(r|showWelcome|triedRedirect|publication_id|post_id|isFreemail|token)$/,
  ],
  [/(^|\.)medium\.com$/, /^source$/],
];

function isFollowing(parameter, host) {
  const name = decoded(parameter.split("=")[0]);
  if (FOLLOWING.test(name)) return true;
  return FOLLOWING_AT.some(([site, names]) => site.test(host) && names.test(name));
}

/** An address without what tells on its reader; all else as it was written. */
export function withoutTracking(address) {
  const [, before, query, fragment = ""] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(address) ?? [];
  if (before === undefined || !URL.canParse(address)) return address;
  const { hostname } = new URL(address);
  const staying = (query ?? "").split("&").filter((each) => each && !isFollowing(each, hostname));
  const isOnlyKept = query === undefined || staying.join("&") === query;
  const place = /^#(utm_|xtor=)/.test(fragment) ? "" : fragment;
  if (isOnlyKept) return `${before}${query === undefined ? "" : `?${query}`}${place}`;
  return `${before}${staying.length ? `?${staying.join("&")}` : ""}${place}`;
}
