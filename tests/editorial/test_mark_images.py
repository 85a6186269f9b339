import io

from PIL import Image

from tests.factories import TopicFactory


def test_a_topics_mark_is_served_as_a_picture_for_mails(client, db):
    topic = TopicFactory(label_de="Datenschutz", mark_seed=3)
    response = client.get(f"/marks/{topic.slug}-{topic.mark_seed}.png")
    image = Image.open(io.BytesIO(response.content))
    assert (image.format, image.size, image.mode) == ("PNG", (48, 48), "RGBA")
    assert "immutable" in response["Cache-Control"]


def test_the_house_has_a_mark_of_its_own(client, db):
    assert client.get("/marks/pollenpost-0.png").status_code == 200


def test_marks_of_what_is_no_topic_are_not_drawn(client, db):
    assert client.get("/marks/irgendwas-0.png").status_code == 404
    assert client.get("/marks/irgendwas-99999999999999999999.png").status_code == 404
