"""The same matching as the engine's, as one would write it first: reader by reader, in plain Python."""

from pollen.engine import TUNING, Candidates, Profiles


def match(profiles: Profiles, candidates: Candidates, places: int) -> list[list[int]]:
    """The chosen candidates of each reader, in the order of the places."""
    rarity = candidates.house.rarity().tolist()
    features = [
        dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        for row in (candidates.features()[[place]] for place in range(len(candidates)))
    ]
    gain, common = candidates.gain().tolist(), candidates.common().tolist()
    likeness = candidates.likeness().tolist()
    evidence = profiles.evidence()
    picks = []
    for reader in range(len(profiles)):
        row = evidence[[reader]]
        readings = dict(zip(row.indices.tolist(), row.data.tolist(), strict=True))
        total = sum(readings.values())
        trust = total / (total + TUNING.shrinkage)
        taste = {topic: amount**TUNING.taste * rarity[topic] for topic, amount in readings.items()}
        length = sum(weight * weight for weight in taste.values()) ** 0.5 or 1.0
        values = []
        for place, says in enumerate(features):
            fits = sum(weight * says.get(topic, 0.0) for topic, weight in taste.items()) / length
            values.append((trust * fits + (1 - trust) * common[place]) * gain[place])
        picks.append(_diverse(values, likeness, places))
    return picks


def _diverse(values: list[float], likeness: list[list[float]], places: int) -> list[int]:
    chosen: list[int] = []
    left = set(range(len(values)))
    while left and len(chosen) < places:
        best = max(
            left,
            key=lambda place: (
                values[place] * (1 - TUNING.diversity * max((likeness[one][place] for one in chosen), default=0.0))
            ),
        )
        chosen.append(best)
        left.remove(best)
    return chosen
