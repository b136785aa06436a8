"""Lines that point to another line, or to a place in a law: no work is read from them."""

import re

# At the start of a line, alone or with a page.
_BACK = re.compile(
    r"(?:ibid(?:em)?|id|idem|loc\.? ?cit|op\.? ?cit|ebd|ebenda|a\.\s?a\.\s?O|там же|ibíd|íbid"
    r"|同上|同前|前掲|위의 책|المرجع (?:نفسه|السابق)|المصدر (?:نفسه|السابق))\b"
    r"[.,;:]?(?:\s|$|,)",
    re.IGNORECASE,
)
# Anywhere: who, and “as cited above”.
_ABOVE = re.compile(
    r"\bop\.\s?cit\b|\bloc\.\s?cit\b|\bsupra(?:,? (?:note|n\.|at|footnote|§|fn)|\.?$|,)|\binfra (?:note|n\.|at)"
    r"|\ba\.\s?a\.\s?O\.|\b(?:ob|art|o)\. ?cit\.|\bУказ\. ?соч|\bуказ\. ?соч|前引|前掲|\(?\babove n(?:ote|\.)? ?\d"
    r"|\(n \d+\) \d|\bhereinafter\b",
)
# The sections of codes: whose title, section and year no record of ours holds.
_CODE = re.compile(
    r"\b\d+\s(?:U\.?\s?S\.?\s?C\.?(?:\s?A\.?)?|C\.?\s?F\.?\s?R\.?)(?:\W|$)"
    r"|^(?:§§?|Art(?:icle|ikel|ículo|igo|\.)?|Pasal|ст\.)\s?\d"
    r"|\b(?:Code|Stat(?:utes)?|Laws|Rev\. Stat|Gen\. Laws|Const|Ann|Regs?)\.?(?:\sAnn\.?|\stit\. \d+,?)?\s§§?\s?\d"
    r"|\b(?:U\.S\.|US) Const(?:itution)?\.?,?\s(?:art|amend)"
    r"|^(?:BVerfGE|BGHZ|BGHSt|BVerwGE|BAGE|RGZ|BGE)\s\d"
    r"|^(?:Cass|CE|Cons\. const|CA|TA|CAA|Crim|Civ)\.?[,\s].*\bn[°o]\s?\d"
    r"|^(?:BVerfG|BGH|BVerwG|BAG|BSG|BFH|OLG|OVG|LG|VG|AG|EuGH|EGMR|BayVGH)\b.*\b(?:Urteil|Beschluss|Urt|Beschl)\b"
    r"|\b(?:Code (?:civil|pénal|du travail|de commerce)|BGB|StGB|GG|HGB|ZPO|StPO|AEUV|EUV|DSGVO)\b.{0,12}$|^Art\. \d",
)
# Symbols of the UN and the EU beside what no rule of ours could part.
_SYMBOL = re.compile(
    r"\b[A-Z]{1,5}/(?:RES/|[A-Z0-9.]+/)[A-Z0-9]|\bP\d_TA\b|\b(?:COM|SWD)\(\d{4}\)|^(?:U\.?S\.? )?Patent\b"
)
# Somebody against somebody, in a form that no rule of ours knows.
_CASE = re.compile(
    r"^(?![^,.]+, [^,.]+\. )[A-Z][^“«„\":]{1,150}\sv(?:s?\.)?\s[A-Z][^“«„\"]{1,150}\d"
)


def points_elsewhere(text: str) -> bool:
    return bool(_BACK.match(text) or _ABOVE.search(text))


def is_law(text: str) -> bool:
    return any(kind.search(text) for kind in (_CODE, _CASE, _SYMBOL))
