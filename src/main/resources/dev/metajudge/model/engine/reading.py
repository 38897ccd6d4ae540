# The rest of the class Decoder: what the layers say of a few tokens at chosen places. Decoder.java puts this text
# behind decoder.py. R places, A tokens asked about at each.

  # What states say: states [R, hidden] of all layers (embeddings first), or of the last one alone, none normed; allowed
  # [R, A] tokens. For every layer [R, A + 2]: the tokens' logits, the logarithm of the sum of exp over the whole
  # vocabulary, and the same without the tokens `continuing`. Those two need the whole head: they are there for the last
  # layer, and for all if whole; else 0. raw: layers before the last are not normed. Sums are made in fp32.
  def read(self: __torch__.Decoder, states: List[Tensor], allowed: Tensor, continuing: Tensor, raw: int, whole: int) -> Tensor:
    parts = annotate(List[Tensor], [])
    first = 0
    while first < torch.size(allowed, 0):
      count = torch.size(allowed, 0) - first
      if count > 256:
        count = 256
      some = annotate(List[Tensor], [])
      for state in states:
        some.append(torch.narrow(state, 0, first, count))
      parts.append(self.read_some(some, torch.narrow(allowed, 0, first, count), continuing, raw, whole))
      first = first + count
    return torch.cat(parts, 1).to(7)

  def read_some(self: __torch__.Decoder, states: List[Tensor], allowed: Tensor, continuing: Tensor, raw: int, whole: int) -> Tensor:
    r = torch.size(allowed, 0)
    head = torch.index_select(self.shared["head"], 0, allowed.reshape([-1])).to(6).view([r, torch.size(allowed, 1), -1])
    norm = self.shared["norm"].to(6)
    last = torch.len(states) - 1
    layers = annotate(List[Tensor], [])
    for i in range(torch.len(states)):
      h = states[i].to(6)
      if raw == 0 or i == last:
        h = self.rms(h, norm)
      some = torch.matmul(head, h.unsqueeze(2)).squeeze(2)
      if self.final_soft_cap > 0.:
        some = torch.tanh(some / self.final_soft_cap) * self.final_soft_cap
      total = torch.zeros([r, 1])
      rest = torch.zeros([r, 1])
      if whole > 0 or i == last:
        every = torch.scatter(self.logits(h.to(self.dtype)), 1, allowed, some)
        total = torch.logsumexp(every, [-1], True)
        rest = torch.logsumexp(torch.index_fill(every, 1, continuing, float("-inf")), [-1], True)
      layers.append(torch.cat([some, total, rest], 1))
    return torch.stack(layers)

  # the same at places [R] of the new tokens [B * T] of all rows
  def weigh(self: __torch__.Decoder, tokens: Tensor, positions: Tensor, kept: Tensor, column: int, members: Tensor, place: Tensor, among: Tensor, places: Tensor, allowed: Tensor, continuing: Tensor, layers: int, raw: int, whole: int) -> Tensor:
    states = annotate(List[Tensor], [])
    for h in self.extend(tokens, positions, kept, column, members, place, among, layers):
      states.append(torch.index_select(h.reshape([-1, torch.size(h, 2)]), 0, places))
    return self.read(states, allowed, continuing, raw, whole)

  # ---- many prompts in one pass, what they begin with once: segments that go on from others ----

  # what each token of a segment sees, segment by segment, for each window: all ancestors, its own chain's tokens up to
  # itself, but of the last `tree` ones only those that trees names. [groups * tokens, ancestors + tokens], a row for
  # each of the queries that share keys, as attend wants it; none where it is plain causal
  def segment_masks(self: __torch__.Decoder, positions: Tensor, chains: Tensor, spans: List[List[int]], before: Tensor, trees: Tensor) -> List[Optional[Tensor]]:
    masks = annotate(List[Optional[Tensor]], [])
    at = 0
    leaf = 0
    for span in spans:
      t = span[1]
      n = span[2]
      a = span[3]
      chain = torch.narrow(chains, 0, span[0], t)
      seen = torch.tril(torch.eq(chain.unsqueeze(1), chain.unsqueeze(0)))
      if n > 0:
        torch.copy_(torch.narrow(torch.narrow(seen, 0, t - n, n), 1, t - n, n), torch.narrow(trees, 0, leaf, n * n).view([n, n]))
        leaf = leaf + n * n
      plain = a == 0 and n == 0 and bool(torch.all(torch.eq(chain, chain[0])).item())
      seen = torch.cat([torch.ones([t, a], dtype=11), seen], 1)
      own = torch.narrow(positions, 0, span[0], t)
      places = torch.cat([torch.index_select(positions, 0, torch.narrow(before, 0, at, a)), own])
      at = at + a
      for window in self.windows:
        near = seen
        if window > 0:
          near = torch.logical_and(seen, own.unsqueeze(1) - places.unsqueeze(0) < window)
        if plain and (window == 0 or t <= window):
          masks.append(None)
        elif self.soft_cap > 0.:
          masks.append(near.repeat([self.heads // self.kv_heads, 1]))
        else:
          hidden = torch.masked_fill(torch.zeros([t, a + t], dtype=self.dtype), torch.logical_not(near), float("-inf"))
          masks.append(hidden.repeat([self.heads // self.kv_heads, 1]))
    return masks

  # queries [t, heads, d], keys and values [n, kv_heads, d] -> [t, heads * d]. Queries that share keys stand below each
  # other, so that keys and values need not be written out for each head; without a mask they are, for half the work
  def segment_attention(self: __torch__.Decoder, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tensor:
    t = torch.size(q, 0)
    d = self.head_dim
    kv = self.kv_heads
    if mask is None:
      a = self.attend(q.transpose(0, 1).unsqueeze(0), self.spread(k.transpose(0, 1)), self.spread(v.transpose(0, 1)), None)
      return a[0].transpose(0, 1).reshape([t, self.heads * d])
    folded = q.view([t, kv, -1, d]).permute([1, 2, 0, 3]).reshape([1, kv, -1, d])
    a = self.attend(folded, k.transpose(0, 1).unsqueeze(0), v.transpose(0, 1).unsqueeze(0), mask)
    return a.view([kv, -1, t, d]).permute([2, 0, 1, 3]).reshape([t, self.heads * d])

  # ids, positions, chains [N]: the segments' tokens. segments [S, 4]: first token, tokens, how many of them at the end
  # are a tree, how many ancestors' tokens; before: the ancestors' tokens of all segments. What read says at places [R].
  def survey(self: __torch__.Decoder, ids: Tensor, positions: Tensor, chains: Tensor, segments: Tensor, before: Tensor, trees: Tensor, places: Tensor, allowed: Tensor, continuing: Tensor, layers: int, raw: int, whole: int) -> Tensor:
    self.reach = int(torch.max(positions).item()) + 1
    spans = annotate(List[List[int]], [])
    for s in range(torch.size(segments, 0)):
      spans.append([int(segments[s][0].item()), int(segments[s][1].item()), int(segments[s][2].item()), int(segments[s][3].item())])
    masks = self.segment_masks(positions, chains, spans, before, trees)
    h = self.embed(ids).unsqueeze(0)
    cos, sin = self.turns(positions.unsqueeze(0))
    states = annotate(List[Tensor], [])
    last = torch.len(self.layers) - 1
    for i in range(torch.len(self.layers)):
      if layers > 0:
        states.append(torch.index_select(h[0], 0, places))
      layer = self.layers[i]
      rope = self.table(layer.rope)
      qk, values = self.project(layer, h, cos[rope], sin[rope])
      q = torch.narrow(qk[0], 1, 0, self.heads)
      k = torch.narrow(qk[0], 1, self.heads, self.kv_heads)
      v = values[0]
      window = self.windows.index(layer.window)
      parts = annotate(List[Tensor], [])
      at = 0
      for s in range(torch.len(spans)):
        first = spans[s][0]
        t = spans[s][1]
        past = torch.narrow(before, 0, at, spans[s][3])
        at = at + spans[s][3]
        keys = torch.cat([torch.index_select(k, 0, past), torch.narrow(k, 0, first, t)])
        seen = torch.cat([torch.index_select(v, 0, past), torch.narrow(v, 0, first, t)])
        parts.append(self.segment_attention(torch.narrow(q, 0, first, t), keys, seen, masks[s * torch.len(self.windows) + window]))
      a = torch.cat(parts).unsqueeze(0)
      # Of the last layer only what is read matters.
      if i == last:
        a = torch.index_select(a, 1, places)
        h = torch.index_select(h, 1, places)
      h = self.plus(h, torch.linear(a, layer.output, None), layer.attention_norm)
      h = self.mlp(layer, h)
    states.append(h[0])
    return self.read(states, allowed, continuing, raw, whole)
