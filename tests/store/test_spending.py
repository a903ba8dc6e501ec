"""What a language model took stands in its run's manifest, in each kind of database, and is forgotten with nothing else."""

from readings import make_document

from dateline.pipeline import add_all
from dateline.records import Spending
from dateline.settings import Settings
from dateline.stages import Stages, load_stages
from dateline.store import Store

TEXT = "Gunmen attacked a convoy near Gao on Monday. Two soldiers were killed, officials said."


def test_spending_adds_up_over_commands(place: str) -> None:
    stages: Stages = load_stages(Settings())
    run = stages.run(Settings())
    with Store.open(place) as store:
        assert list(store.manifests()) == []
        # Paid for, though the endpoint died before the first document was there.
        store.add_spending(run, Spending(requests=2, cached=0, tokens_in=1000, tokens_out=50, cost=0.25))
        list(add_all([make_document(TEXT, "gao")], store, Settings(), stages))
        store.add_spending(run, Spending(requests=1, cached=3, tokens_in=2**33, tokens_out=50, cost=0.5))
    with Store.open(place, create=False) as store:
        (manifest,) = store.manifests()
        assert manifest.spent == Spending(requests=3, cached=3, tokens_in=2**33 + 1000, tokens_out=100, cost=0.75)
        assert manifest.newest == 1


def test_a_run_that_cost_nothing_says_nothing(place: str) -> None:
    with Store.open(place) as store:
        list(add_all([make_document(TEXT, "gao")], store, Settings(), load_stages(Settings())))
        (manifest,) = store.manifests()
        assert manifest.spent is None
