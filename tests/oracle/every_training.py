"""Wrong programs of steps 6.2 to 6.5 for make_mistakes_every.py: loops of training.

Yields step, tensor, mistake, variant, right numbers, wrong ones.
"""

import copy

import torch

import make_chapter6

LABELS_A, LABELS_B = [1] * 8 + [0] * 8, [2, 2, 0, 0, 1, 1]


def fit(model, sentences, labels, rate, steps, zeroed=True, reduction="mean"):
    """The loss before each step."""
    ids, labels = torch.tensor(sentences), torch.tensor(labels)
    optimizer = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=rate)
    losses = []
    for _ in range(steps):
        loss = torch.nn.functional.cross_entropy(model(ids), labels, reduction=reduction)
        losses.append(loss.detach())
        if zeroed:
            optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return torch.stack(losses)


def of_task_a(seed):
    def run(rate=2.0, again=False, **form):
        torch.manual_seed(seed)
        model = make_chapter6.Classifier(2)
        for _ in range(2 if again else 1):
            losses = fit(model, make_chapter6.TASK_A, LABELS_A, rate, 40, **form)
            form = {}
        return model, losses

    right = run()[1]
    yield 2, "loss_a", "gradients-piled-up", None, right, run(zeroed=False)[1]
    yield 2, "loss_a", "trained-on", None, right, run(again=True)[1]
    for rate in (0.1, 0.5, 1.0):
        yield 2, "loss_a", "other-learning-rate", str(rate), right, run(rate)[1]


def of_task_b(seed):
    torch.manual_seed(seed)
    pretrained = make_chapter6.Classifier(2)
    fit(pretrained, make_chapter6.TASK_A, LABELS_A, 2.0, 40)
    torch.manual_seed(seed)
    new = make_chapter6.Classifier(3)
    loaded = copy.deepcopy(pretrained)
    loaded.head = copy.deepcopy(new.head)

    def run(frozen, start=loaded, rate=1.0, again=False, **form):
        model = copy.deepcopy(start)
        for parameter in list(model.parameters())[:frozen]:
            parameter.requires_grad_(False)
        for _ in range(2 if again else 1):
            losses = fit(model, make_chapter6.TASK_B, LABELS_B, rate, 30, **form)
        return losses

    for step, name, frozen in ((3, "loss_frozen", 3), (4, "loss_fine_tuned", 0),
                               (4, "loss_partly_tuned", 1), (5, "loss_from_nothing", 0)):
        start = new if name == "loss_from_nothing" else loaded
        right = run(frozen, start)
        yield step, name, "gradients-piled-up", None, right, run(frozen, start, zeroed=False)
        if name == "loss_frozen":  # where more learns, such large steps are chaotic: no digits agree
            yield step, name, "loss-summed", None, right, run(frozen, start, reduction="sum")
        yield step, name, "trained-on", None, right, run(frozen, start, again=True)
        for rate in (0.1, 0.5):
            yield step, name, "other-learning-rate", str(rate), right, run(frozen, start, rate)
        if start is loaded:
            yield step, name, "weights-not-loaded", None, right, run(frozen, new)
        for other in {0, 1, 3} - {frozen}:
            mistake = "not-frozen" if other < frozen else "too-much-frozen"
            yield step, name, mistake, str(other), right, run(other, start)


def chapter6(case):
    with torch.enable_grad():
        yield from of_task_a(case.get("seed", 123))
        yield from of_task_b(case.get("seed", 123))
