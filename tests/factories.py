"""The things tests are made of. Nothing random: what a test does not name is dull and the same every time."""

from datetime import date

import factory
from wagtail.models import Page
from wagtail_factories import PageFactory as WagtailPageFactory

from blog.models import BlogPage, EpisodePage, PostcardPage, PostcardRackPage, ShowPage, StoryPage
from editorial.models import Author, HomePage, Topic
from magazine.models import ArticlePage, IssuePage, MagazinePage, Section
from newsletters.models import Edition, Newsletter
from subscribers.models import Purpose, Subscriber, Wording
from subscribers.services import consent


class TopicFactory(factory.django.DjangoModelFactory):
    label_de = factory.Sequence(lambda n: f"Thema {n}")

    class Meta:
        model = Topic
        django_get_or_create = ["label_de"]


class AuthorFactory(factory.django.DjangoModelFactory):
    name = "Henrike Petersen"

    class Meta:
        model = Author
        django_get_or_create = ["name"]


class SectionFactory(factory.django.DjangoModelFactory):
    name = "Tagebuch"

    class Meta:
        model = Section
        django_get_or_create = ["name"]


class HomePageFactory(WagtailPageFactory):
    title = "Pollenpost"
    slug = "pollenpost"
    parent = None

    class Meta:
        model = HomePage
        skip_postgeneration_save = True

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        # There is one home page, below Wagtail's root, and it is the root of the default site.
        return HomePage.objects.first() or super()._create_instance(model_class, Page.objects.get(depth=1), kwargs)

    @factory.post_generation
    def site(home, create, extracted, **kwargs):
        from wagtail.models import Site

        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": home})
        Site.clear_site_root_paths_cache()


class ReadableFactory(WagtailPageFactory):
    published_on = factory.LazyFunction(date.today)
    standfirst = "Worum es geht."

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def topics(page, create, extracted, **kwargs):
        if extracted:
            page.topics.set([TopicFactory(label_de=t) if isinstance(t, str) else t for t in extracted])
            page.save()


class MagazinePageFactory(WagtailPageFactory):
    title = "Magazin"
    slug = "magazin"
    parent = factory.SubFactory(HomePageFactory)

    class Meta:
        model = MagazinePage


class IssuePageFactory(ReadableFactory):
    title = "Wer zuhört, muss weniger rufen"
    number = "2.26"
    parent = factory.SubFactory(MagazinePageFactory)

    class Meta:
        model = IssuePage


class ArticlePageFactory(ReadableFactory):
    title = factory.Sequence(lambda n: f"Beitrag {n}")
    parent = factory.SubFactory(IssuePageFactory)

    class Meta:
        model = ArticlePage


class BlogPageFactory(WagtailPageFactory):
    title = "Geschichten"
    slug = "geschichten"
    parent = factory.SubFactory(HomePageFactory)

    class Meta:
        model = BlogPage

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        return BlogPage.objects.first() or super()._create_instance(model_class, parent, kwargs)


class StoryPageFactory(ReadableFactory):
    title = factory.Sequence(lambda n: f"Geschichte {n}")
    parent = factory.SubFactory(BlogPageFactory)

    class Meta:
        model = StoryPage


class ShowPageFactory(WagtailPageFactory):
    title = "Schnack"
    slug = "schnack"
    parent = factory.SubFactory(HomePageFactory)

    class Meta:
        model = ShowPage


class EpisodePageFactory(ReadableFactory):
    title = factory.Sequence(lambda n: f"Folge {n}")
    parent = factory.SubFactory(ShowPageFactory)

    class Meta:
        model = EpisodePage


class PostcardRackPageFactory(WagtailPageFactory):
    title = "Ansichtskarten"
    slug = "ansichtskarten"
    parent = factory.SubFactory(HomePageFactory)

    class Meta:
        model = PostcardRackPage


class PostcardPageFactory(ReadableFactory):
    title = factory.Sequence(lambda n: f"Karte {n}")
    statement = "Ein Brief im Jahr, aber einer, den man aufhebt."
    parent = factory.SubFactory(PostcardRackPageFactory)

    class Meta:
        model = PostcardPage


def translate(page, locale, **values):
    """The page in another language, published."""
    twin = page.copy_for_translation(locale, copy_parents=True)
    for name, value in values.items():
        setattr(twin, name, value)
    twin.save_revision().publish()
    twin.refresh_from_db()
    return twin


class PurposeFactory(factory.django.DjangoModelFactory):
    key = "brief"
    kind = Purpose.Kind.NEWSLETTER
    label_de = factory.LazyAttribute(lambda purpose: purpose.key.capitalize())

    class Meta:
        model = Purpose
        skip_postgeneration_save = True
        django_get_or_create = ["key"]

    @factory.post_generation
    def wording(purpose, create, extracted, **kwargs):
        Wording.objects.get_or_create(
            purpose=purpose, language="de", version=1, defaults={"text": f"Ja zu {purpose.label_de}."}
        )


def pollen_purpose() -> Purpose:
    return PurposeFactory(key=Purpose.POLLEN, kind=Purpose.Kind.POLLEN, label_de="Blütenstaub")


class NewsletterFactory(factory.django.DjangoModelFactory):
    name = "Brief"
    purpose = factory.SubFactory(PurposeFactory)
    sender_name = "Pollenpost"
    sender_address = "brief@pollenpost.example"

    class Meta:
        model = Newsletter
        django_get_or_create = ["name"]


class SubscriberFactory(factory.django.DjangoModelFactory):
    """`consents=["brief", "pollen"]` enters grants to the purposes with these keys."""

    email = factory.Sequence(lambda n: f"reader{n}@example.org")

    class Meta:
        model = Subscriber
        skip_postgeneration_save = True

    @factory.post_generation
    def consents(subscriber, create, extracted, **kwargs):
        for key in extracted or []:
            purpose = pollen_purpose() if key == Purpose.POLLEN else PurposeFactory(key=key)
            consent.grant(subscriber.subject, purpose.wording(subscriber.language), form="/test/")


class EditionFactory(factory.django.DjangoModelFactory):
    newsletter = factory.SubFactory(NewsletterFactory)
    subject = "Was wir gelernt haben"
    free_places = 2

    class Meta:
        model = Edition
        skip_postgeneration_save = True

    @factory.post_generation
    def pins(edition, create, extracted, **kwargs):
        for page in extracted or []:
            edition.pins.create(readable=page)
        # modelcluster keeps children in memory until their parent is saved.
        edition.save()
