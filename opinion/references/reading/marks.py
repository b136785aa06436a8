"""Words that say what stands beside them, in the languages in which lines are written."""

import re

BY_KIND = {
    "in": "in im en dans w i в em u".split(),
    "editor": """ed eds edited editor editors hg hrsg hgg herausgegeben herausgeber éd éds dir dirs
        sous edición edición editado editor coord coords comp comps compiled red redaktion redaktør
        utg udg uitg redakcja szerk ред редактор под editora org orgs a_cura cura düzenleyen yay
        haz editada édité éditeur éditeurs séd""".split(),
    "translator": """trans transl translated translator translators tr trad traduit traduction
        traducción traducido übers übersetzt übersetzung перевод пер tłum przeł vert vertaald övers
        oversatt çev çeviren translation traduttore tradotto tradução""".split(),
    "by": "by von par por di av af door przez от de".split(),
    "volume": """vol vols volume volumes bd bde band jg jahrgang t tome tomo tom том т v årg
        jaargang cilt svazek ročník vol°""".split(),
    "issue": "no nos nr number numbers issue iss heft h n num núm número fasc nº n° № hft sayı č вып".split(),
    "pages": "p pp pages page pag pg s ss seite seiten с стр str ст side sider blz sid pgs págs páginas".split(),
    "edition": """edition ed edn editon aufl auflage ausgabe édition éd edición ed upplaga utgave
        udgave druk wyd wydanie izd изд издание edizione edição baskı rev revised enlarged updated
        expanded paperback reprint repr nachdruck 1st 2nd 3rd""".split(),
    "thesis": """thesis dissertation diss phd ph.d master's master’s doctoral doctoral masters ma msc
        thèse mémoire tesis tese tesi rozprawa avhandling habilitation masterarbeit dissertação
        doctorat doktorarbeit bachelor’s bachelor's диссертация unpublished""".split(),
    "report": """report paper working discussion technical briefing memorandum document occasional
        policy brief factsheet bericht rapport informe relazione series manuscript white fact
        resolution testimony bill act preprint manual standard rfc""".split(),
    "house": """press publisher publishers publishing publications books verlag éditions editions
        edition editorial ediciones edizioni editora editrice förlag forlag uitgeverij wydawnictwo
        wydawn nakladatelství kiadó yayınları yayınevi издательство изд-во наука sons co inc ltd
        company house presses library pub print group university universitaires bros brothers
        limited gmbh univ impr imprenta imprimerie imprint typ tip tipografia tipografía druckerei
        verlagsanstalt buchhandlung libreria librería librairie nakł mfg printed printer printing
        izd-vo matbaası""".split(),
    "far": """chu ban she shu ju shuppan shuppansha shuppankai shobō shoten sha kenkyūkai kankōkai
        hui cong dār kutub prakāśana prakashan pablikēṣans akādamī chʻulpʻansa izdatelʹstvo nashriyot
        nashr maktabat kitābkhānah""".split(),
    "company": """ltda gmbh llc inc plc corp consulting consultants consultores partners
        research transit media news tv radio channel records""".split(),
    "journal": """journal review revue zeitschrift quarterly annals transactions proceedings
        bulletin magazine archiv archives cahiers revista rivista tidsskrift kwartalnik letters
        studies acta studien annales annual j proc rev trans lett phys soc natl acad magazin
        вопросы вестник журнал 研究 学报 annalen jahrbuch yearbook studi quaderni forum
        monatshefte international advances""".split(),
    "news": """times post news daily herald tribune guardian gazette globe star journal telegraph
        zeitung monde mundo país nacion nación stampa repubblica sera spiegel zeit welt blog radio
        tv television bbc cnn nbc abc cbs npr today mail independent observer standard courier
        online wire agency week magazine""".split(),
    "meeting": """conference symposium workshop meeting congress proceedings annual seminar kongress
        tagung congrès congreso congresso conferencia colloquium colloque session presented
        convention konferenz forum paper""".split(),
    "institution": """university institute institut instituto department ministry ministerio ministère
        ministerium bank council committee commission association society organization
        organisation agency office center centre central national federal international united
        nations college school foundation academy government board bureau universität université
        universidad università universidade universitet universiteit politecnico fund union
        authority service corporation group network association statistics bundesamt faculty
        departamento hochschule""".split(),
    "online": """accessed retrieved available online from at viewed abgerufen verfügbar unter consulté
        disponible adresse recuperado consultado acesso disponível geraadpleegd hämtad internet url
        en_ligne ligne web dostęp обращения доступа режим cited checked website last updated zugriff
        visited am zuletzt le on besøkt přístup erişim""".split(),
    "published": "published pre-published preprint version updated publication forthcoming press issued submitted posted impression printing first originally".split(),
    "none": "nd n.d sd s.d o.j undated".split(),
    "series": "series reihe collection colección collana serie bd book".split(),
    "and": "and & et und y e og och en i и ve und a és".split(),
    "others": "al others andere autres otros altri др inni".split(),
    "video": "film video podcast episode season directed director documentary audio recording dvd series interview".split(),
    "suffix": "jr sr iii ii iv".split(),
    "particle": "van von de la del della di da dos du der den ten ter af zu le al el ibn bin".split(),
    "article": "the a an der die das le la les el los il lo gli een het".split(),
    "of": "of on for to and der des de du del di and und et y über sur sobre from with between".split(),
}  # fmt: skip
KINDS: dict[str, tuple[str, ...]] = {}
for _kind, _words in BY_KIND.items():
    for _word in _words:
        if _kind not in KINDS.get(_word, ()):
            KINDS[_word] = (*KINDS.get(_word, ()), _kind)

# After these a full stop ends no sentence.
SHORTENED = re.compile(
    r"(?:vol|vols|no|nos|nr|pp?|eds?|edn|trans|transl|tr|jr|sr|bd|jg|hg|hrsg|aufl|rev|comp|dir|univ"
    r"|dept|st|mt|dr|mr|mrs|ms|prof|gen|col|sen|u\.s|al|co|inc|ltd|pub|cf|ca|op|cit|ch|chap|fig|j|proc"
    r"|phys|chem|natl|acad|sci|appl|lett|am|soc|econ|int|bull|ann|mag|calif|mass|conn|ill|colo|wis|pa"
    r"|fla|mich|tex|va|tenn|minn|ind|md|ky|wydawn|wyd|изд|стр|том|ред|пер|с|т|и|др|trad|coord|org|utg"
    r"|udg|red|t|s|н|n|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|d|v|vs)",
    re.IGNORECASE,
)
