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
# Somebody against somebody and a report, in a form that no rule of ours knows.
_CASE = re.compile(
    r"^(?![^,.]+, [^,.]+\. )[^“«„\"]{2,150}\sv\.?\s[^“«„\"]{2,150}"
    r"(?:[,\s]\d+ [A-Z][\w.]*\s?[\w.]*\s\d+|\[\d{4}\]|\(\d{4}\)\s\d+\s[A-Z]|\b(?:No|Nos|no|nos)\.\s?[\w\-:/]*\d|\b\d{4} [A-Z]{2,6} \d+)"
)


def points_elsewhere(text: str) -> bool:
    return bool(_BACK.match(text) or _ABOVE.search(text))


def is_law(text: str) -> bool:
    return bool(_CODE.search(text) or _CASE.search(text))
