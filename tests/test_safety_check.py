import pytest
from hypothesis import given
from hypothesis import strategies as st

from lessons_lib.apps.safety_check import safety_check
from lessons_lib.data import load
from lessons_lib.evidence.safety_check import SAFETY_NET, decide, signs, tiers
from lessons_lib.evidence.sources import source

SIGNS = sorted(signs())


@given(st.sets(st.sampled_from(SIGNS), min_size=1))
def test_the_most_urgent_sign_decides(ticked):
    alone = [decide({sign}) for sign in ticked]
    assert decide(ticked) == min(alone, key=lambda advice: advice.rank)


@given(st.lists(st.sampled_from(SIGNS)), st.randoms())
def test_neither_order_nor_repetition_matters(ticked, random):
    shuffled = ticked + ticked
    random.shuffle(shuffled)
    assert decide(ticked) == decide(shuffled)


@given(st.sets(st.sampled_from(SIGNS)), st.sampled_from(SIGNS))
def test_one_more_sign_never_makes_it_less_urgent(ticked, one_more):
    assert decide(ticked | {one_more}).rank <= decide(ticked).rank


def test_each_sign_gives_the_advice_of_its_tier():
    for name, sign in signs().items():
        assert decide({name}) == tiers()[sign.tier]


def test_without_a_sign_the_answer_is_calm_and_carries_the_safety_net():
    calm = decide(set())
    assert calm == tiers()["none"]
    assert calm.rank == max(advice.rank for advice in tiers().values())
    assert calm.safety_net == SAFETY_NET


def test_nothing_soothing_stands_beside_an_urgent_answer():
    nets = {tier: advice.safety_net for tier, advice in tiers().items()}
    assert nets == {"A": "", "B": "", "C": SAFETY_NET, "none": SAFETY_NET}


def test_the_tiers_stand_in_order_of_urgency():
    assert [(tier, advice.how_fast) for tier, advice in tiers().items()] == [
        ("A", "now"),
        ("B", "today"),
        ("C", "in days, at most two weeks"),
        ("none", "no hurry"),
    ]


def test_an_emergency_names_the_numbers():
    for number in ("999", "112", "911", "000", "119", "120"):
        assert number in tiers()["A"].action
        assert number in tiers()["B"].action


# What a clinician looks for first: these signs must never lose their urgency.
@pytest.mark.parametrize(
    ("tier", "names"),
    [
        (
            "A",
            "saddle_numbness bladder bowel sexual both_legs marked_weakness unsteady cancer_nerves "
            "aneurysm tearing cold_leg chest accident sepsis pregnancy",
        ),
        (
            "B",
            "fever infection_risk cancer_pain weak_bone_fracture sudden_severe bone_crack "
            "swollen_leg foot_wound mild_weakness weight_loss lump rest_night upper_back straining",
        ),
        (
            "C",
            "sixty_lasting stenosis arteries pelvic_girdle inflammatory first_age steroids "
            "osteoporosis two_weeks six_weeks worse",
        ),
    ],
)
def test_no_sign_is_missing_or_has_changed_its_tier(tier, names):
    assert [sign.id for sign in signs().values() if sign.tier == tier] == names.split()


def test_no_sign_of_a_source_that_was_read_is_missing_or_slower_than_there():
    seen = set()
    for row in load("safety_frameworks").rows():
        assert signs()[row["sign"]].tier <= row["hurry"], row["says"]
        assert source(row["source"]).checked in {"yes", "partly"}
        seen.add(row["sign"])
    emergencies = {name for name, sign in signs().items() if sign.tier == "A"}
    assert emergencies - seen <= {"marked_weakness", "unsteady", "cancer_nerves"}, (
        "only the framework of 2020 and a guideline for clinicians stand behind these three"
    )


def test_a_sign_that_claims_to_be_read_rests_on_a_source_that_was():
    for sign in signs().values():
        read = [key for key in sign.sources if source(key).checked != "no"]
        assert len(read) == len(sign.sources), sign.id
        assert bool(read) == (sign.checked != "practice"), sign.id


def test_an_unknown_sign_says_which_there_are():
    with pytest.raises(KeyError, match=r"no sign called fevver.*saddle_numbness"):
        decide({"fever", "fevver"})


def test_one_text_is_not_taken_for_a_set_of_signs():
    with pytest.raises(TypeError, match="as a set"):
        decide("fever")


def test_the_browser_gets_each_sign_with_the_advice_that_it_gives_alone():
    content = safety_check().content
    sent = [sign for group in content["groups"] for sign in group["signs"]]
    for sign, shown in zip(signs().values(), sent, strict=True):
        assert shown["question"] == sign.question
        assert content["advice"][str(shown["rank"])]["headline"] == decide({sign.id}).headline
    calm = content["advice"][str(decide(()).rank)]
    assert calm["safety_net"] == SAFETY_NET


def test_a_page_without_widgets_has_every_sign_and_what_to_do():
    bundle, _ = safety_check()._repr_mimebundle_()
    for page in (bundle["text/plain"], bundle["text/html"]):
        for sign in signs().values():
            for part in (sign.question, *sign.details, sign.cause, sign.note):
                assert part in page, sign.id
        for advice in tiers().values():
            assert advice.headline in page
            assert advice.action in page
        assert SAFETY_NET in page


def test_no_state_can_hold_an_answer():
    state = safety_check().get_state()
    ours = {key for key in state if not key.startswith("_")} - {"layout", "tabbable", "tooltip"}
    assert ours == {"content"}
