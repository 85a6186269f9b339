"""Words too frequent to find anything by, folded. They count only inside quoted phrases."""

from editorial.search.folding import fold

_GERMAN = """
aber alle allem allen aller alles als also am an andere anderem anderen anderer anderes auch auf aus bei beim
bin bis bist da dabei dadurch dafür dagegen daher damit danach dann daran darauf daraus darf darin darum
darüber das dass dein deine dem den denen denn der deren des dessen die dies diese diesem diesen dieser dieses
doch dort du durch ein eine einem einen einer eines einmal er es etwa etwas euch euer für gegen gewesen hab
habe haben hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres im in indem ins
ist jede jedem jeden jeder jedes jedoch jene jetzt kann kein keine keinem keinen keiner können könnte machen
man manche mehr mein meine mich mir mit muss müssen nach nicht nichts noch nun nur ob oder ohne sehr sein
seine seinem seinen seiner seit selbst sich sie sind so solche soll sollen sollte sondern sonst sowie über um
und uns unser unsere unter viel vom von vor während war waren warum was weil welche welchem welchen welcher
welches wenn wer werde werden wie wieder will wir wird wirst wo wollen worden wurde wurden zu zum zur zwar
zwischen
"""
_ENGLISH = """
about after all also an and any are as at be because been but by can could did do does for from had has have
he her his how if into is it its just me more my no not of on one or other our out she should so some such
than that the their them then there these they this to up us was we were what when where which who why will
with would you your
"""

STOP_WORDS = frozenset(fold(word) for word in (_GERMAN + _ENGLISH).split())
