"""Word classes of noun phrases: determiners, pronouns, titles, and what kind of thing a descriptive noun can stand for.

Closed or slowly changing lists of English, kept as tables so that a word is added by adding a word. They say nothing about who
anybody is:
that is the codebook's. Nouns that are not listed are simply not used to find an antecedent; their words are kept.
"""


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = words("the a an this that these those some any each both all several many most another other such")
POSSESSIVES = words("his her its their our my your whose")
NUMBERS = words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty eleven twelve dozens hundreds thousands scores dozen hundred"
    " thousand million billion half about around"
    " nearly almost approximately more less fewer than at least up to over under another only some"
)
PREPOSITIONS = words(
    "of from in on at by for with within inside near under against between among into over after before during since"
    " including"
    " through throughout across along toward towards outside around about linked loyal close belonging to who which that"
    " whose whom where when"
)
RELATIVE = words("who which that whose whom where when whereby")

# Pronouns and what they can stand for: (number, person-or-thing). "any" fits both.
PRONOUNS: dict[str, tuple[str, str]] = {
    word: need
    for forms, need in (
        ("he him his himself she her hers herself", ("one", "person")),
        ("it its itself", ("one", "thing")),
        ("they them their theirs themselves both", ("many", "any")),
        ("i we us our ours me my mine myself ourselves", ("any", "speaker")),
        ("who whom whose which that", ("any", "before")),
    )
    for word in forms.split()
}

TITLES = words(
    "president vice prime minister premier chancellor king queen prince princess emir sultan sheikh shaikh sheik"
    " ayatollah imam mullah maulana pope cardinal"
    " archbishop bishop father reverend rabbi mr mrs ms miss dr sir lord lady dame justice judge senator sen congressman"
    " congresswoman rep governor gov mayor"
    " ambassador envoy secretary undersecretary deputy general gen lieutenant lt colonel col major maj captain capt"
    " sergeant sgt corporal private brigadier"
    " brig admiral adm commodore marshal commander cmdr chief superintendent inspector detective officer agent director"
    " chairman chairwoman chairperson chair"
    " head leader boss kingpin spokesman spokeswoman spokesperson speaker columnist reporter journalist correspondent"
    " editor author analyst professor prof expert"
    " lawyer attorney prosecutor activist dictator warlord cleric dissident defector veteran ex former foreign defense"
    " defence interior finance"
    " candidate nominee lawmaker deputy mp lawmaker politician administrator official coordinator rapporteur"
    " commissioner councillor counselor"
    " adviser advisor aide negotiator mediator priest monk nun engineer doctor guerrilla militant terrorist pres"
    " comandante comrade brother"
)

# Nouns for one person, known by what he or she does.
PERSON_NOUNS = TITLES - words("vice former ex foreign defense defence interior finance") | words(
    "man woman boy girl youth suspect victim gunman bomber attacker assailant assassin soldier policeman policewoman"
    " fighter driver passenger teacher student"
    " worker member founder successor predecessor ruler monarch statesman diplomat strongman mastermind captive hostage"
    " detainee prisoner defendant person"
    " husband wife son daughter uncle cousin founder"
)

# Nouns for armed groups and their people, singular and plural.
GROUP_NOUNS = words(
    "group groups organization organisation organizations movement movements faction factions militia militias gang"
    " gangs cartel cartels network networks"
    " rebel rebels guerrilla guerrillas guerilla guerillas insurgent insurgents insurgency militant militants terrorist"
    " terrorists extremist extremists jihadist jihadists"
    " jihadis islamist islamists fighter fighters gunman gunmen bandit bandits separatist separatists subversive"
    " subversives paramilitaries paramilitary"
    " mercenaries attackers assailants kidnappers captors abductors enemy front brigade alliance outfit cell militiamen"
    " partisans contras syndicate traffickers"
    " fanatics radicals caliphate opposition revolutionaries mujahideen mujahidin loyalists warlords pirates vigilantes"
)
FORCE_NOUNS = words(
    "army military forces force troops soldiers navy marines police policemen officers guard guards armed command"
    " battalion brigade division regiment unit units"
    " coalition peacekeepers airforce militaries security contingent mission"
)
GOVERNMENT_NOUNS = words("government administration regime authorities cabinet junta leadership state")
COUNTRY_NOUNS = words("country nation republic kingdom state homeland")
BODY_NOUNS = words(
    "ministry commission committee council court tribunal agency party organization organisation company bank office"
    " department institute union parliament congress"
    " senate assembly association federation newspaper daily magazine paper station channel foundation charity body"
    " panel embassy alliance delegation chamber"
    " university church bloc congregation team study report survey statement communique video tape message document"
)
PLACE_NOUNS = words(
    "city town village area region province district country capital territory island camp neighborhood neighbourhood"
    " base state zone"
)

# Armed people known by one deed: not by themselves the group that the document is about.
ROLES_IN_CRIME = words(
    "gunman gunmen bandit bandits attacker attackers assailant assailants kidnapper kidnappers captor captors abductor"
    " abductors enemy enemies pirates traffickers"
    " gang gangs cartel cartels mercenaries bomber bombers killers warlords vigilantes mob mobs"
)

# What a description's head noun can stand for.
FITS: dict[str, str] = (
    dict.fromkeys(PLACE_NOUNS, "place")
    | dict.fromkeys(BODY_NOUNS, "body")
    | dict.fromkeys(PERSON_NOUNS, "person")
    | dict.fromkeys(FORCE_NOUNS, "force")
    | dict.fromkeys(GROUP_NOUNS, "armed_group")
    | dict.fromkeys(GOVERNMENT_NOUNS, "government")
    | dict.fromkeys(
        sorted(
            words(
                "group groups organization organisation organizations organisations movement movements network networks"
                " alliance outfit"
            )
        ),
        "group",
    )
    | dict.fromkeys(ROLES_IN_CRIME, "gunmen")
    | dict.fromkeys(COUNTRY_NOUNS, "country")
)

# Nouns that add nothing to the name before them: "X fighters", "members of X" act for X.
MEMBER_NOUNS = (
    GROUP_NOUNS
    | words(
        "members member forces force troops soldiers officials official spokesman spokeswoman spokesperson spokesmen"
        " spokespersons statement communique source sources leaders leader"
        " commanders commander agents agent elements element units unit positions targets"
        " operatives cadres men columns party government"
        " representatives representative delegation delegates chiefs leadership personnel message report group"
        " administration"
    )
) - words("cartel cartels front brigade alliance network insurgency opposition caliphate movement organization organisation enemy")

# What an armed side moves in or sits in: who strikes "an Israeli military vehicle" strikes the Israeli military.
MATERIEL = words(
    "vehicle vehicles convoy convoys patrol patrols post posts outpost outposts checkpoint checkpoints jet jets warplane"
    " warplanes plane planes aircraft helicopter helicopters gunship gunships tank tanks warship warships headquarters"
    " barracks camp camps garrison garrisons stronghold strongholds position positions bunker bunkers hideout hideouts"
)

# Words inside a proper name that show it is not a person's.
BODY_WORDS = (
    BODY_NOUNS
    | FORCE_NOUNS
    | GOVERNMENT_NOUNS
    | GROUP_NOUNS
    | words(
        "united national liberation people's peoples popular democratic islamic revolutionary republic states nations"
        " league rights human international watch"
        " society centre center ministry brigades forces army front party cross crescent news times post radio"
        " television tv press program programme fund"
        " service services bureau authority corps tigers directorate cartels house high world amnesty freedom justice court"
    )
)

# Voices that nobody can be asked by name. A proper name that is no country ("Red Cross officials") names them after all.
UNNAMED = words(
    "officials official sources source witnesses witness eyewitnesses residents resident locals local reports rumors"
    " rumours analysts analyst observers commentators critics experts expert"
    " authorities media people some many others travellers travelers villagers medics doctors aides members survivors"
    " relatives activists allegations"
    " charges complaints speculation press protesters organizers several diplomats officers newspapers hypotheses"
    " insiders scholars refugees fishermen accounts sympathizers"
)
SPOKESPEOPLE = words(
    "spokesman spokeswoman spokesperson spokesmen spokespersons statement communique report message announcement"
    " website figures data findings count letter reports article banners banner cables tape video interview"
)


POLICE = words("police policemen policeman officers guard guards")
"""Forces that are not the army: "the police" never stands for soldiers."""

PLAIN = DETERMINERS | POSSESSIVES | NUMBERS


def fits(head: str) -> str | None:
    """What a description with this head noun can stand for, singular or plural; None for nouns that are not listed.

    >>> fits("rebels"), fits("ministers"), fits("harvest")
    ('armed_group', 'person', None)
    """
    return FITS.get(head) or FITS.get(head.removesuffix("s"))
