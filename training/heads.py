"""The heads over word vectors: token tags, dependencies, roles, assertion spans with their attributes and arguments.

`Model.words` gives one vector a word (its first wordpiece). Everything else is a head on these. All shapes: b batch, t words of a
chunk, n spans, w width.
"""

import torch
from torch import Tensor, nn

from training.encoder import WIDTH, Encoder
from training.labels import BIO, DATINGS, ENTITIES, HEDGES, KINDS, LIKELIHOODS, MARKS, ROLES, SENSES, TYPES, UPOS, VOICES

TAG_LAYERS = {
    "entity": len(ENTITIES),
    "source": len(BIO),
    "cue": len(BIO),
    "content": len(BIO),
    "upos": len(UPOS),
    "predicate": 2,
    "sense": len(SENSES),
    "factuality": 1,
}
ATTRIBUTES = {
    "type": len(TYPES),
    "hedge": len(HEDGES),
    "voice": len(VOICES),
    "likelihood": len(LIKELIHOODS),
    "conditional": 2,
    "dating": len(DATINGS),
}
MASKED = -1e4
LENGTHS = 48
"""Span lengths are told apart up to this many words."""


class Tags(nn.Module):
    """All token layers in one matrix product."""

    def __init__(self) -> None:
        super().__init__()
        self.linear = nn.Linear(WIDTH, sum(TAG_LAYERS.values()))

    def forward(self, h: Tensor) -> dict[str, Tensor]:
        """h: [b, t, w] -> name -> [b, t, labels]."""
        return dict(zip(TAG_LAYERS, self.linear(h).split(list(TAG_LAYERS.values()), dim=-1), strict=True))


class Biaffine(nn.Module):
    """Dependency arcs and labels (Dozat and Manning 2017)."""

    def __init__(self, relations: int, arc: int = 256, label: int = 96) -> None:
        super().__init__()
        self.arc_head, self.arc_dep = (nn.Sequential(nn.Linear(WIDTH, arc), nn.GELU(), nn.Dropout(0.2)) for _ in range(2))
        self.label_head, self.label_dep = (nn.Sequential(nn.Linear(WIDTH, label), nn.GELU(), nn.Dropout(0.2)) for _ in range(2))
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc))
        self.label = nn.Parameter(torch.zeros(relations, label + 1, label + 1))

    def forward(self, h: Tensor) -> Tensor:
        """h: [b, t, w] -> scores [b, dependent, head]; the root is its own head."""
        dep = self.arc_dep(h)
        dep = torch.cat([dep, torch.ones_like(dep[..., :1])], -1)
        return dep @ self.arc @ self.arc_head(h).transpose(1, 2) * 0.0625

    def labels(self, h: Tensor, heads: Tensor) -> Tensor:
        """heads: [b, t] word index of each head -> [b, t, relations]."""
        index = heads.unsqueeze(-1).expand(-1, -1, WIDTH)
        one = torch.ones_like(h[..., :1])
        dep, head = torch.cat([self.label_dep(h), one], -1), torch.cat([self.label_head(h.gather(1, index)), one], -1)
        return torch.einsum("bti,rij,btj->btr", dep, self.label, head)


class Pointer(nn.Module):
    """Role layers over words, given a query: additive attention between the query and each word, one BIO layer a role."""

    def __init__(self, query: int, outputs: int, width: int = 224) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(query, width), nn.Linear(WIDTH, width)
        self.place = nn.Embedding(2 * 12 + 1, width)
        self.dropout = nn.Dropout(0.15)
        self.out = nn.Linear(width, outputs)

    def forward(self, query: Tensor, h: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """query: [n, q]; h: [n, t, w] words of each query's chunk; first, last: [n] words of the query. -> [n, t, outputs]."""
        at = torch.arange(h.shape[1], device=h.device)[None]
        before, after = (first[:, None] - at).clamp(min=0), (at - last[:, None]).clamp(min=0)
        step = torch.minimum(torch.log2(1.0 + (before + after).float()) * 2, torch.tensor(12.0, device=h.device)).long()
        place = torch.where(before > 0, 12 - step, 12 + step)
        return self.out(self.dropout(torch.tanh(self.query(query)[:, None] + self.key(h) + self.place(place))))


class Spans(nn.Module):
    """Assertion spans as dense scores (kind, first, last), as in one-dimensional object detection."""

    def __init__(self, kinds: int, width: int = 48) -> None:
        super().__init__()
        self.kinds, self.width = kinds, width
        self.mix = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.Dropout(0.15))
        self.start, self.end = nn.Linear(WIDTH, kinds * width), nn.Linear(WIDTH, kinds * width)
        self.bounds = nn.Linear(WIDTH, 2 * kinds)
        self.inside = nn.Linear(WIDTH, kinds)
        self.length = nn.Embedding(LENGTHS, kinds)
        nn.init.zeros_(self.length.weight)

    def forward(self, h: Tensor, sentences: Tensor) -> Tensor:
        """h: [b, t, w]; sentences: [b, t] sentence of each word, -1 for padding. -> logits [b, kinds, t, t], MASKED off limits."""
        b, t, _ = h.shape
        m = self.mix(h)
        q, k = (f(m).reshape(b, t, self.kinds, self.width).transpose(1, 2) for f in (self.start, self.end))
        start, end = self.bounds(m).transpose(1, 2).split(self.kinds, 1)
        total = torch.cumsum(self.inside(m).float().transpose(1, 2), 2)
        at = torch.arange(t, device=h.device)
        lengths = (at[None] - at[:, None] + 1).clamp(min=1)
        before = torch.cat([torch.zeros_like(total[..., :1]), total[..., :-1]], -1)
        inside = (total[:, :, None, :] - before[:, :, :, None]) / lengths
        length = self.length.weight[lengths.clamp(max=LENGTHS) - 1].permute(2, 0, 1)
        score = q @ k.transpose(2, 3) * self.width**-0.5 + start[..., None] + end[:, :, None] + inside + length - 4.0
        allowed = (at[None] >= at[:, None]) & (sentences[:, :, None] == sentences[:, None]) & (sentences >= 0)[:, :, None]
        return score.float().masked_fill(~allowed[:, None], MASKED)


class SpanReader(nn.Module):
    """What a span is: type, hedge, voice, likelihood, and which of its words show it."""

    def __init__(self, width: int = 512) -> None:
        super().__init__()
        self.attend = nn.Linear(WIDTH, len(KINDS) + 1)
        self.kind = nn.Embedding(len(KINDS) + 1, WIDTH)
        self.mix = nn.Sequential(nn.Dropout(0.2), nn.Linear(5 * WIDTH, width), nn.GELU(), nn.Dropout(0.3))
        self.out = nn.Linear(width, sum(ATTRIBUTES.values()))
        self.point = Pointer(width, len(ROLES) * len(BIO))
        with torch.no_grad():
            self.point.out.bias[:: len(BIO)] = 4.0  # most words are no argument: begin there

    def forward(self, h: Tensor, first: Tensor, last: Tensor, kind: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """h: [n, t, w] words of each span's chunk; first, last, kind: [n].

        Returns attributes [n, all], roles [n, t, roles * 3], trigger [n, t].
        """
        attributes, mixed, trigger = self.describe(h, first, last, kind)
        return attributes, self.point(mixed, h, first, last), trigger

    def describe(self, h: Tensor, first: Tensor, last: Tensor, kind: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What a span is, without its arguments, which are asked for with the second of what is returned: [n, width]."""
        at = torch.arange(h.shape[1], device=h.device)[None]
        inside = (at >= first[:, None]) & (at <= last[:, None])
        weight = self.attend(h).gather(2, kind[:, None, None].expand(-1, h.shape[1], 1)).squeeze(2).float()
        trigger = weight.masked_fill(~inside, MASKED).softmax(1)
        focus = (trigger.to(h.dtype)[:, None] @ h).squeeze(1)
        mean = (inside.to(h.dtype)[:, None] @ h).squeeze(1) / inside.sum(1, keepdim=True).to(h.dtype)
        rows = torch.arange(h.shape[0], device=h.device)
        mixed = self.mix(torch.cat([h[rows, first], h[rows, last], focus, mean, self.kind(kind)], -1))
        return self.out(mixed), mixed, trigger


class Model(nn.Module):
    """The encoder with all heads. Kind index len(KINDS) stands for a quotation's content (PolNeAR)."""

    def __init__(self, encoder: Encoder, relations: list[str], roles: list[str]) -> None:
        super().__init__()
        self.relations, self.roles = relations, roles
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.tags = Tags()
        self.syntax = Biaffine(len(relations))
        self.frames = Pointer(2 * WIDTH, 2 * len(roles) + 1, 192)
        self.spans = Spans(len(KINDS))
        self.reader = SpanReader()
        self.marks = nn.Linear(len(MARKS), WIDTH, bias=False)
        nn.init.zeros_(self.marks.weight)
        self.unmask = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.GELU(), nn.LayerNorm(WIDTH))

    def words(self, ids: Tensor, mask: Tensor, first: Tensor) -> Tensor:
        """ids, mask: [b, pieces]; first: [b, t] first piece of each word. -> [b, t, w]."""
        with torch.autocast(ids.device.type, dtype=torch.bfloat16, enabled=self.training):
            h = self.encoder(ids, mask).float()
        return self.dropout(h.gather(1, first.unsqueeze(-1).expand(-1, -1, WIDTH)))

    def marked(self, h: Tensor, marks: Tensor) -> Tensor:
        """h: [b, t, w]; marks: [b, t, channels]. -> [b, t, w] for the assertion heads: what the codebook says is added."""
        return h + self.marks(marks)
