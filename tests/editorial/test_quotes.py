from editorial.quotes import nested_quotes


def test_quotes_within_quotes_become_single_ones():
    assert (
        nested_quotes("„Die Prämie hat uns die Falschen geschickt“")
        == "‚Die Prämie hat uns die Falschen geschickt‘"
    )
    assert nested_quotes("“Silence” is an offer") == "‘Silence’ is an offer"
