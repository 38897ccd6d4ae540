# The rest of the class Decoder: what the layers say of a few tokens at chosen places. Decoder.java puts this text
# behind generating.py. R places, A tokens asked about at each.

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
        every = torch.scatter(self.logits(h), 1, allowed, some)
        total = torch.logsumexp(every, [-1], True)
        rest = torch.logsumexp(torch.index_fill(every, 1, continuing, float("-inf")), [-1], True)
      layers.append(torch.cat([some, total, rest], 1))
    return torch.stack(layers)

  # the same at places [R] of the new tokens [B * T] of all rows
  def weigh(self: __torch__.Decoder, tokens: Tensor, positions: Tensor, kept: Tensor, column: int, slot: Tensor, place: Tensor, share: int, among: Tensor, places: Tensor, allowed: Tensor, continuing: Tensor, layers: int, raw: int, whole: int) -> Tensor:
    states = annotate(List[Tensor], [])
    for h in self.extend(tokens, positions, kept, column, slot, place, share, among, layers):
      states.append(torch.index_select(h, 0, places))
    return self.read(states, allowed, continuing, raw, whole)

  # ---- many prompts in one pass, what they begin with once: segments that go on from others ----

  # whether a segment's tokens are one chain without a tree: then each sees all before it
  def straight(self: __torch__.Decoder, span: List[int], chains: Tensor) -> bool:
    chain = torch.narrow(chains, 0, span[0], span[1])
    return span[2] == 0 and bool(torch.all(torch.eq(chain, chain[0])).item())

  # what each token of a segment sees, for each window [tokens, ancestors + tokens]: all ancestors [a], its own chain's
  # tokens up to itself, but of the last `tree` [n, n] ones only those that it names; 0 or minus infinity
  def segment_masks(self: __torch__.Decoder, span: List[int], positions: Tensor, chains: Tensor, ancestors: Tensor, tree: Tensor) -> List[Tensor]:
    t = span[1]
    n = torch.size(tree, 0)
    chain = torch.narrow(chains, 0, span[0], t)
    seen = torch.tril(torch.eq(chain.unsqueeze(1), chain.unsqueeze(0)))
    if n > 0:
      torch.copy_(torch.narrow(torch.narrow(seen, 0, t - n, n), 1, t - n, n), tree)
    a = torch.size(ancestors, 0)
    seen = torch.cat([torch.ones([t, a], dtype=11), seen], 1)
    own = torch.narrow(positions, 0, span[0], t)
    places = torch.cat([torch.index_select(positions, 0, ancestors), own])
    masks = annotate(List[Tensor], [])
    for window in self.windows:
      near = seen
      if window > 0:
        near = torch.logical_and(seen, own.unsqueeze(1) - places.unsqueeze(0) < window)
      masks.append(torch.masked_fill(torch.zeros([t, a + t], dtype=self.dtype), torch.logical_not(near), float("-inf")))
    return masks

  # segments [S, 4]: first token, tokens, how many of them at the end are a tree, how many ancestors' tokens. They are
  # cut into slices: first token, tokens, ancestors' tokens and the first of them in `before`, keys of the segment itself
  def slices_of(self: __torch__.Decoder, positions: Tensor, chains: Tensor, segments: Tensor, before: Tensor, trees: Tensor) -> Tuple[List[List[int]], List[Tensor]]:
    slices = annotate(List[List[int]], [])
    masks = annotate(List[Tensor], [])
    at = 0
    leaf = 0
    for s in range(torch.size(segments, 0)):
      span = [int(segments[s][0].item()), int(segments[s][1].item()), int(segments[s][2].item()), int(segments[s][3].item())]
      if self.straight(span, chains):
        step = self.slice(span[1])
        done = 0
        while done < span[1]:
          n = min(step, span[1] - done)
          slices.append([span[0] + done, n, span[3], at, done + n])
          for mask in self.triangle(span[3] + done, n):
            masks.append(mask)
          done += n
      else:
        n = span[2]
        slices.append([span[0], span[1], span[3], at, span[1]])
        for mask in self.segment_masks(span, positions, chains, torch.narrow(before, 0, at, span[3]), torch.narrow(trees, 0, leaf, n * n).view([n, n])):
          masks.append(mask)
        leaf += n * n
      at += span[3]
    return (slices, masks)

  # ids, positions, chains [N]: the segments' tokens; before: the ancestors' tokens of all segments. What read says at
  # places [R].
  def survey(self: __torch__.Decoder, ids: Tensor, positions: Tensor, chains: Tensor, segments: Tensor, before: Tensor, trees: Tensor, places: Tensor, allowed: Tensor, continuing: Tensor, layers: int, raw: int, whole: int) -> Tensor:
    self.reach = int(torch.max(positions).item()) + 1
    slices, masks = self.slices_of(positions, chains, segments, before, trees)
    h = self.embed(ids).to(6)
    cos, sin = self.dials(positions)
    states = annotate(List[Tensor], [])
    windows = torch.len(self.windows)
    for i in range(torch.len(self.layers)):
      if layers > 0:
        states.append(torch.index_select(h, 0, places))
      x = self.taken(i, h, cos, sin)
      k = torch.narrow(x, 1, self.heads, 2 * self.kv_heads)
      parts = annotate(List[Tensor], [])
      mask = self.windows.index(self.layers[i].window)
      for slice in slices:
        own = torch.narrow(k, 0, slice[0] + slice[1] - slice[4], slice[4])
        keys = own
        if slice[2] > 0:
          keys = torch.cat([torch.index_select(k, 0, torch.narrow(before, 0, slice[3], slice[2])), own])
        keys = keys.transpose(0, 1).contiguous()
        q = torch.narrow(torch.narrow(x, 0, slice[0], slice[1]), 1, 0, self.heads)
        parts.append(self.look(q, torch.narrow(keys, 0, 0, self.kv_heads), torch.narrow(keys, 0, self.kv_heads, self.kv_heads), masks[mask]))
        mask += windows
      a = torch.cat(parts)
      # Of the last layer only what is read matters.
      if i == torch.len(self.layers) - 1:
        a = torch.index_select(a, 0, places)
        h = torch.index_select(h, 0, places)
      h = self.finished(i, h, a)
    states.append(h)
    return self.read(states, allowed, continuing, raw, whole)
