"""How a reader's client meets a page that is kept, or not."""


def is_kept(client, path, **headers):
    """Whether a page is answered without asking the database."""
    return "Age" in client.get(path, headers=headers) and client.get(path, headers=headers).has_header("Age")


def text_of(client, path, **headers):
    return client.get(path, headers=headers).content.decode()
