"""Invented names, and the kinds of readers that a magazine about customers may have."""

import re
from dataclasses import dataclass

WORD = re.compile(r"\w+")
FIRST_NAMES = WORD.findall("""
    Anke Arne Beate Birgit Bjarne Britta Carsten Dagmar Dirk Dörte Eike Elif Enno Fenja Frauke Gesa
    Gunnar Hanno Heike Hinrich Ilka Imke Ingo Insa Jale Jannis Jens Jürgen Kai Karin Katrin Kemal
    Kirsten Lars Leyla Maike Malte Marlies Meike Mirja Nele Niklas Okka Olaf Ole Petra Ralf Renate Rieke
    Rolf Selma Silke Sönke Stefan Svenja Tammo Thies Tjark Uta Wiebke
""")
LAST_NAMES = WORD.findall("""
    Ahlers Albers Amann Bahnsen Becker Behrens Boysen Brix Broder Bruhn Carstensen Christiansen Claasen
    Detlefsen Dirks Ebert Eggers Feddersen Fink Friedrichsen Gerdes Grube Hagen Harms Hinz Hoyer
    Ingwersen Jacobsen Janssen Jensen Jürgens Kaiser Ketels Kloth Kröger Lorenzen Lüders Mähl Matthiesen
    Mommsen Nissen Ohlsen Oltmanns Paulsen Petzold Quast Rickmers Rohde Sander Schlüter Sievers Struve
    Tadsen Thomsen Uhl Vollertsen Wulff Yilmaz Zander
""")


@dataclass(frozen=True)
class Persona:
    """What somebody with this work reads about (German topic labels), the most important first."""

    name: str
    topics: tuple[str, ...]


DATA_PROTECTION = Persona("data-protection officer", ("Datenschutz", "Einwilligung", "Recht", "Datenqualität"))
SHOP_OWNER = Persona("shop owner", ("Kundenwert", "Einzelhandel", "Kundenbindung", "Preise"))
MANAGER = Persona("managing director", ("Führung", "Wandel", "Strategie", "CRM-Strategie"))
PERSONAS = (
    DATA_PROTECTION,
    SHOP_OWNER,
    MANAGER,
    Persona("service manager", ("Kundenservice", "Beschwerden", "Zuhören", "Schulung")),
    Persona("CRM lead", ("CRM-Software", "Softwareauswahl", "CRM-Strategie", "Prozesse")),
    Persona("craftsman", ("Handwerk", "Empfehlungen", "Vertrauen", "Preise")),
    Persona("marketer", ("Newsletter", "Dialogmarketing", "Personalisierung", "Kampagnenmanagement")),
    Persona("analyst", ("Datenanalyse", "Segmentierung", "Datenqualität", "Kundenwert")),
    Persona("host of a readers' circle", ("Gemeinschaft", "Sprache", "Kundenbeziehung", "Zuhören")),
)


@dataclass(frozen=True)
class Named:
    """A reader whom the documentation knows by name."""

    name: str
    persona: Persona
    pollen: bool = True
    language: str = "de"
    form_of_address: str = "sie"
    chosen: tuple[str, ...] = ()


NAMED = (
    Named("Ada Lindgren", DATA_PROTECTION, chosen=("Einwilligung",)),
    Named("Bruno Voss", MANAGER, pollen=False),
    Named("Clara Thiel", SHOP_OWNER, form_of_address="du", chosen=("Einzelhandel",)),
    Named("Jule Hansen", MANAGER, language="en"),
)
