# The rest of the class Decoder: prompts in slots, and rows that go on from them. Decoder.java puts this text behind
# packing.py. Hidden states are fp32 [tokens of all rows, hidden]; queries, keys, values and what they weigh are dtype.

  # ---- the tables of the rotary embedding, for whole projections ----

  # cosines and sines [N, heads + 2 kv_heads, d] at positions [N], for each table: queries are scaled on the way, values
  # stay what they are; and in the second half of a head the sine belongs to the first
  def dials(self: __torch__.Decoder, positions: Tensor) -> Tuple[List[Tensor], List[Tensor]]:
    n = torch.size(positions, 0)
    half = self.head_dim // 2
    cosines = annotate(List[Tensor], [])
    sines = annotate(List[Tensor], [])
    kind = self.dtype
    if self.form == 2:
      kind = 6
    for i in range(torch.len(self.cos)):
      cos = torch.index_select(self.cos[i], 0, positions).to(6).unsqueeze(1)
      sin = torch.index_select(self.sin[i], 0, positions).to(6).unsqueeze(1)
      sin = torch.cat([torch.neg(torch.narrow(sin, 2, 0, half)), torch.narrow(sin, 2, half, half)], 2)
      queries = [n, self.heads, self.head_dim]
      keys = [n, self.kv_heads, self.head_dim]
      c = torch.cat([(cos * self.query_scale).expand(queries), cos.expand(keys), torch.ones(keys)], 1)
      s = torch.cat([(sin * self.query_scale).expand(queries), sin.expand(keys), torch.zeros(keys)], 1)
      cosines.append(c.to(kind))
      sines.append(s.to(kind))
    return (cosines, sines)

  # queries, keys and values [N, heads + 2 kv_heads, d] of a layer, turned and scaled
  def taken(self: __torch__.Decoder, i: int, h: Tensor, cos: List[Tensor], sin: List[Tensor]) -> Tensor:
    layer = self.layers[i]
    half = self.head_dim // 2
    x = self.normed_product(h, layer.input_norm, self.products[4 * i]).view([torch.size(h, 0), -1, self.head_dim])
    if torch.numel(layer.query_norm) > 0:
      q = self.normed(torch.narrow(x, 1, 0, self.heads).to(6), layer.query_norm).to(x.dtype)
      k = self.normed(torch.narrow(x, 1, self.heads, self.kv_heads).to(6), layer.key_norm).to(x.dtype)
      x = torch.cat([q, k, torch.narrow(x, 1, self.heads + self.kv_heads, self.kv_heads)], 1)
    turned = torch.cat([torch.narrow(x, 2, half, half), torch.narrow(x, 2, 0, half)], 2)
    rope = self.table(layer.rope)
    return torch.addcmul(x * cos[rope], turned, sin[rope]).to(self.dtype)

  # what follows attention a [N, heads * d] in a layer
  def finished(self: __torch__.Decoder, i: int, h: Tensor, a: Tensor) -> Tensor:
    layer = self.layers[i]
    h = self.joined(h, a, self.products[4 * i + 1], layer.attention_norm)
    both = self.normed_product(h, layer.inner_norm, self.products[4 * i + 2])
    return self.joined(h, self.gated(both, torch.size(both, 1) // 2), self.products[4 * i + 3], layer.feedforward_norm)

  # scores become weights, in place; mask: what to add
  def weights_of(self: __torch__.Decoder, scores: Tensor, mask: Tensor) -> Tensor:
    if self.soft_cap > 0.:
      return torch.softmax(self.capped(scores.to(6)) + mask, -1).to(self.dtype)
    return torch.softmax(torch.add_(scores, mask), -1)

  # ---- sequences: many queries at once ----

  # 0 where a token sees another, minus infinity where not, for each window: `count` queries that stand after `before`
  # keys, each seeing those keys and the queries up to itself
  def triangle(self: __torch__.Decoder, before: int, count: int) -> List[Tensor]:
    masks = annotate(List[Tensor], [])
    query = torch.arange(before, before + count).unsqueeze(1)
    for window in self.windows:
      if window > 0 and before + count > window:
        key = torch.arange(before + count).unsqueeze(0)
        unseen = torch.logical_or(key > query, query - key >= window)
      else:
        unseen = torch.arange(before, before + count).unsqueeze(0) > query
      masks.append(torch.masked_fill(torch.zeros(torch.size(unseen), dtype=self.dtype), unseen, float("-inf")))
    return masks

  # queries [t, heads, d] after the first of the keys [kv_heads, n, d]: masks [t, n], or fewer columns at the end where
  # all before are seen -> [t, heads * d]
  def look(self: __torch__.Decoder, q: Tensor, k: Tensor, v: Tensor, mask: Tensor) -> Tensor:
    t = torch.size(q, 0)
    n = torch.size(k, 1)
    scores = torch.bmm(self.folded(q), k.transpose(1, 2)).view([self.heads, t, n])
    if self.soft_cap > 0.:
      scores = self.capped(scores.to(6))
    wide = torch.size(mask, 1)
    torch.add_(torch.narrow(scores, 2, n - wide, wide), mask)
    weights = torch.softmax(scores, -1).to(self.dtype).view([self.kv_heads, -1, n])
    return self.unfolded(torch.bmm(weights, v)).reshape([t, self.heads * self.head_dim])

  # `count` tokens at the end of `length` are cut into slices of so many
  def slice(self: __torch__.Decoder, count: int) -> int:
    return count // max(1, (count + 80) // 160) + 1

  # ---- prompts: one a slot ----

  # reach: tokens of the longest sequence that is to come; single: each slot has one row, which holds its prompt itself
  def begin(self: __torch__.Decoder, slots: int, prefix: int, rows: int, reach: int, single: bool) -> int:
    self.reach = reach
    self.base = 0
    if single:
      self.base = prefix
    torch.clear(self.prefix)
    torch.clear(self.own)
    for i in range(torch.len(self.layers)):
      own = torch.zeros([2, rows, self.kv_heads, self.base + self.page, self.head_dim], dtype=self.dtype)
      self.own.append(own)
      if single:
        self.prefix.append(own)
      else:
        self.prefix.append(torch.zeros([2, slots, self.kv_heads, prefix, self.head_dim], dtype=self.dtype))
    self.shared["last"] = torch.zeros([slots, torch.size(self.shared["embed"], 1)])
    self.shared["lengths"] = torch.zeros([slots], dtype=4)
    return 0

  def copy_prefix(self: __torch__.Decoder, source: int, target: int, length: int) -> int:
    for i in range(torch.len(self.layers)):
      part = torch.narrow(self.prefix[i], 3, 0, length)
      torch.copy_(torch.select(part, 1, target), torch.select(part, 1, source))
    return 0

  # ids [N]: what is new in some slots; jobs [J, 3]: slot, tokens there already, new tokens. The normed hidden states of
  # all tokens, or of the last of each slot, come back, after those of every layer [layers, N, hidden] (embeddings
  # first, the last layer's not) if they are to be traced
  def run_prefix(self: __torch__.Decoder, jobs: Tensor, ids: Tensor, whole: bool, traced: bool) -> Tuple[Tensor, List[Tensor]]:
    spans = annotate(List[List[int]], [])
    masks = annotate(List[Tensor], [])
    places = annotate(List[Tensor], [])
    ends = annotate(List[int], [])
    at = 0
    for j in range(torch.size(jobs, 0)):
      span = [int(jobs[j][0].item()), int(jobs[j][1].item()), int(jobs[j][2].item())]
      spans.append(span)
      places.append(torch.arange(span[1], span[1] + span[2]))
      at += span[2]
      ends.append(at - 1)
      step = self.slice(span[2])
      done = 0
      while done < span[2]:
        n = min(step, span[2] - done)
        for mask in self.triangle(span[1] + done, n):
          masks.append(mask)
        done += n
    cos, sin = self.dials(torch.cat(places))
    h = self.embed(ids).to(6)
    trace = annotate(List[Tensor], [])
    kv = self.kv_heads
    windows = torch.len(self.windows)
    last = torch.tensor(ends)
    for i in range(torch.len(self.layers)):
      if traced:
        trace.append(h)
      x = self.taken(i, h, cos, sin)
      n = torch.size(x, 0)
      fresh = torch.narrow(x, 1, self.heads, 2 * kv).view([n, 2, kv, self.head_dim]).permute([1, 2, 0, 3])
      parts = annotate(List[Tensor], [])
      mask = self.windows.index(self.layers[i].window)
      at = 0
      for span in spans:
        slot = torch.select(self.prefix[i], 1, span[0])
        torch.copy_(torch.narrow(slot, 2, span[1], span[2]), torch.narrow(fresh, 2, at, span[2]))
        step = self.slice(span[2])
        done = 0
        while done < span[2]:
          t = min(step, span[2] - done)
          seen = torch.narrow(slot, 2, 0, span[1] + done + t).contiguous()
          parts.append(self.look(torch.narrow(torch.narrow(x, 0, at + done, t), 1, 0, self.heads), seen[0], seen[1], masks[mask]))
          mask += windows
          done += t
        at += span[2]
      a = torch.cat(parts)
      # Of the last layer only what is read matters.
      if i == torch.len(self.layers) - 1 and not whole:
        a = torch.index_select(a, 0, last)
        h = torch.index_select(h, 0, last)
      h = self.finished(i, h, a)
    return (self.normed(h, self.shared["norm"]), trace)

  # hidden states [layers + 1, T, hidden] of a prompt: embeddings, after each layer, the last one normed
  def hidden_states(self: __torch__.Decoder, ids: Tensor) -> Tensor:
    h, trace = self.run_prefix(torch.tensor([[0, 0, torch.size(ids, 0)]]), ids, True, True)
    trace.append(h)
    return torch.stack(trace)

  def prefill(self: __torch__.Decoder, jobs: Tensor, ids: Tensor) -> int:
    h, trace = self.run_prefix(jobs, ids, False, False)
    slots = torch.select(jobs, 1, 0)
    torch.index_copy_(self.shared["last"], 0, slots, h)
    torch.index_copy_(self.shared["lengths"], 0, slots, torch.select(jobs, 1, 1) + torch.select(jobs, 1, 2))
    return 0

  # logits [slots, vocabulary] after each slot's prompt
  def last_logits(self: __torch__.Decoder) -> Tensor:
    return self.logits(self.shared["last"])

  # log-probabilities [T] of targets [T], each after the token of ids [T] at the same place; in slot 0
  def follow(self: __torch__.Decoder, ids: Tensor, targets: Tensor) -> Tensor:
    h, trace = self.run_prefix(torch.tensor([[0, 0, torch.size(ids, 0)]]), ids, True, False)
    first = torch.size(ids, 0) - torch.size(targets, 0)
    logits = self.logits(torch.narrow(h, 0, first, torch.size(targets, 0)))
    return (torch.gather(logits, 1, targets.unsqueeze(1)).squeeze(1) - torch.logsumexp(logits, [-1])).to(7)

  # ---- rows: new tokens [B, T] after a slot's prefix and the row's own columns ----

  # what each new token may see, for each window [B, 1, 1, T, P + S]: its slot's prompt, the first `kept` own columns,
  # and of the new ones those that `among` [B, T, T] names (all up to itself where it has no numbers), as far as the
  # window reaches; 0 or minus infinity
  def visible(self: __torch__.Decoder, slot: Tensor, positions: Tensor, kept: Tensor, column: int, among: Tensor) -> List[Tensor]:
    b = torch.size(positions, 0)
    t = torch.size(positions, 1)
    p = torch.size(self.prefix[0], 3)
    if self.base > 0:
      p = self.base
    s = torch.size(self.own[0], 3) - self.base
    lengths = torch.index_select(self.shared["lengths"], 0, slot).view([b, 1])
    prefix = torch.arange(p).unsqueeze(0) < lengths
    own = torch.arange(s).view([1, 1, s])
    new = torch.logical_and(own >= column, own <= torch.arange(t).view([1, t, 1]) + column)
    if torch.numel(among) > 0:
      new = torch.zeros([b, t, s], dtype=11)
      torch.copy_(torch.narrow(new, 2, column, t), among)
    own = torch.logical_or(own < kept.view([b, 1, 1]), new)
    seen = torch.cat([prefix.view([b, 1, p]).expand([b, t, p]), own], -1)
    masks = annotate(List[Tensor], [])
    for window in self.windows:
      near = seen
      if window > 0:
        rest = torch.zeros([b, s - column - t], dtype=4)
        places = torch.cat([torch.arange(p).expand([b, p]), torch.arange(column) + lengths, positions, rest], 1)
        near = torch.logical_and(seen, positions.view([b, t, 1]) - places.view([b, 1, p + s]) < window)
      masks.append(torch.masked_fill(torch.zeros([b, t, p + s], dtype=self.dtype), torch.logical_not(near), float("-inf")).view([b, 1, 1, t, p + s]))
    return masks

  def grow(self: __torch__.Decoder, columns: int) -> int:
    while torch.size(self.own[0], 3) < columns:
      for i in range(torch.len(self.layers)):
        more = torch.zeros([2, torch.size(self.own[i], 1), self.kv_heads, self.page, self.head_dim], dtype=self.dtype)
        self.own[i] = torch.cat([self.own[i], more], 3)
        if self.base > 0:
          self.prefix[i] = self.own[i]
    return 0

  # where the heads of rows [B] stand among those of the slots, [B * kv_heads]: slot, head, place in the slot
  def seats(self: __torch__.Decoder, place: Tensor, share: int) -> Tensor:
    slot = torch.floor_divide(place, share) * self.kv_heads
    head = torch.arange(self.kv_heads).unsqueeze(0)
    return ((slot.unsqueeze(1) + head) * share + torch.remainder(place, share).unsqueeze(1)).view([-1])

  # and whose heads stand there, [slots * kv_heads * share]; nobody's place is taken by the first row's
  def guests(self: __torch__.Decoder, seats: Tensor, count: int) -> Tensor:
    guests = torch.zeros([count], dtype=4)
    torch.index_copy_(guests, 0, seats, torch.arange(torch.size(seats, 0)))
    return guests

  # attention of q [B, kv_heads, n, d] to prompts that several rows share, and to their own columns -> [B, kv_heads, n, d]
  def look_both(self: __torch__.Decoder, i: int, q: Tensor, mask: Tensor, seats: Tensor, guests: Tensor) -> Tensor:
    b = torch.size(q, 0)
    n = torch.size(q, 2)
    d = self.head_dim
    kv = self.kv_heads
    own_k = torch.narrow(self.own[i][0], 0, 0, b)
    own_v = torch.narrow(self.own[i][1], 0, 0, b)
    mine = torch.matmul(q, own_k.transpose(2, 3))
    if self.base > 0:
      weights = self.weights_of(mine.view([b, kv, -1, torch.size(mask, 3), torch.size(mine, 3)]), mask)
      return torch.matmul(weights.view(torch.size(mine)), own_v)
    prefix = self.prefix[i]
    p = torch.size(prefix, 3)
    s = torch.size(own_k, 2)
    groups = torch.size(prefix, 1) * kv
    gathered = torch.index_select(q.reshape([b * kv, n * d]), 0, guests).view([groups, -1, d])
    before = torch.bmm(gathered, prefix[0].view([groups, p, d]).transpose(1, 2)).view([-1, n * p])
    before = torch.index_select(before, 0, seats).view([b, kv, n, p])
    scores = torch.cat([before, mine], -1).view([b, kv, -1, torch.size(mask, 3), p + s])
    weights = self.weights_of(scores, mask).view([b * kv, n, p + s])
    seen = torch.index_select(torch.narrow(weights, 2, 0, p), 0, guests).view([groups, -1, p])
    below = torch.bmm(seen, prefix[1].view([groups, p, d])).view([-1, n * d])
    rest = torch.bmm(torch.narrow(weights, 2, p, s).contiguous(), own_v.reshape([b * kv, s, d]))
    return torch.index_select(below, 0, seats).view([b, kv, n, d]) + rest.view([b, kv, n, d])

  # slot [B]: each row's; place [B]: where it stands in [slots * share], share rows a slot at most. The last layer's
  # hidden states [B * T, hidden] come back, not normed; after those of every layer before it if they are to be traced
  def extend(self: __torch__.Decoder, tokens: Tensor, positions: Tensor, kept: Tensor, column: int, slot: Tensor, place: Tensor, share: int, among: Tensor, traced: int) -> List[Tensor]:
    b = torch.size(tokens, 0)
    t = torch.size(tokens, 1)
    d = self.head_dim
    kv = self.kv_heads
    self.grow(self.base + column + t)
    masks = self.visible(slot, positions, kept, column, among)
    seats = place
    guests = place
    if self.base == 0: # prompts that rows share
      seats = self.seats(place, share)
      guests = self.guests(seats, torch.size(self.shared["lengths"], 0) * kv * share)
    cos, sin = self.dials(positions.reshape([-1]))
    h = self.embed(tokens.reshape([-1])).to(6)
    states = annotate(List[Tensor], [])
    for i in range(torch.len(self.layers)):
      if traced > 0:
        states.append(h)
      x = self.taken(i, h, cos, sin)
      fresh = torch.narrow(x, 1, self.heads, 2 * kv).view([b, t, 2, kv, d]).permute([2, 0, 3, 1, 4])
      torch.copy_(torch.narrow(torch.narrow(self.own[i], 1, 0, b), 3, self.base + column, t), fresh)
      q = torch.narrow(x, 1, 0, self.heads).view([b, t, kv, -1, d]).permute([0, 2, 3, 1, 4]).reshape([b, kv, -1, d])
      a = self.look_both(i, q, masks[self.windows.index(self.layers[i].window)], seats, guests)
      a = a.view([b, kv, -1, t, d]).permute([0, 3, 1, 2, 4]).reshape([b * t, self.heads * d])
      h = self.finished(i, h, a)
    states.append(h)
    return states

  def swap(self: __torch__.Decoder, a: int, b: int) -> int:
    pair = torch.tensor([a, b])
    turned = torch.tensor([b, a])
    for i in range(torch.len(self.layers)):
      torch.index_copy_(self.own[i], 1, turned, torch.index_select(self.own[i], 1, pair))
    return 0

  # ---- choosing the next token ----

  # uniform [B] in [0, 1) decides the draw; ids and their log-probability at temperature 1 without filters, [2, B]
  def choose(self: __torch__.Decoder, logits: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tensor:
    if temperature == 0.:
      ids = torch.argmax(logits, -1, True)
    elif top_k == 0 and top_p == 1.:
      p = torch.softmax(logits / temperature, -1, 7)
      ids = self.invert(torch.masked_fill(p, p < torch.amax(p, [-1], True) * min_p, 0), uniform.unsqueeze(1))
    elif top_k > 0:
      best, order = self.top(logits, min(top_k, torch.size(logits, 1)))
      ids = torch.gather(order, 1, self.filter(torch.softmax(best / temperature, -1, 7), uniform.unsqueeze(1), top_p, min_p))
    else:
      ids = self.nucleus(torch.softmax(logits / temperature, -1), uniform.unsqueeze(1), top_p, min_p)
    logprob = torch.gather(torch.log_softmax(logits, -1), 1, ids)
    return torch.stack([ids.to(7).squeeze(1), logprob.to(7).squeeze(1)])

  # the n largest numbers of each row [B, V] and where they stand, falling. Every 16 numbers stand for themselves by
  # their largest: the n largest are among those of the n groups whose largest are largest
  def top(self: __torch__.Decoder, x: Tensor, n: int) -> Tuple[Tensor, Tensor]:
    b = torch.size(x, 0)
    v = torch.size(x, 1)
    groups = v // 16
    if groups * 16 != v or groups < 4 * n:
      return torch.topk(x, n)
    each = x.view([b, 16, groups])
    largest, group = torch.topk(torch.amax(each, [1]), n, -1, True, False)
    some = torch.gather(each, 2, group.unsqueeze(1).expand([b, 16, n])).reshape([b, 16 * n])
    best, place = torch.topk(some, n)
    return (best, torch.floor_divide(place, n) * groups + torch.gather(group, 1, torch.remainder(place, n)))

  # the 256 most probable nearly always hold top_p; only rows where they do not look at more
  def nucleus(self: __torch__.Decoder, shares: Tensor, uniform: Tensor, top_p: float, min_p: float) -> Tensor:
    all = torch.size(shares, 1)
    ids = torch.zeros([torch.size(shares, 0), 1], dtype=4)
    left = torch.arange(torch.size(shares, 0))
    width = min(256, all)
    while torch.numel(left) > 0:
      if torch.numel(left) < torch.size(shares, 0):
        best, order = self.top(torch.index_select(shares, 0, left), width)
      else:
        best, order = self.top(shares, width)
      p = best.to(7)
      drawn = torch.gather(order, 1, self.filter(p, torch.index_select(uniform, 0, left), top_p, min_p))
      enough = torch.logical_not(torch.sum(p, [-1]) < top_p)
      if width == all or bool(torch.all(enough).item()):
        torch.index_copy_(ids, 0, left, drawn)
        left = torch.zeros([0], dtype=4)
      else:
        done = torch.nonzero(enough).view([-1])
        torch.index_copy_(ids, 0, torch.index_select(left, 0, done), torch.index_select(drawn, 0, done))
        left = torch.index_select(left, 0, torch.nonzero(torch.logical_not(enough)).view([-1]))
        width = min(width * 16, all)
    return ids

  # p [B, n] falling; the place drawn after top_p and min_p
  def filter(self: __torch__.Decoder, p: Tensor, uniform: Tensor, top_p: float, min_p: float) -> Tensor:
    if top_p < 1.:
      p = torch.masked_fill(p, torch.cumsum(p, -1) - p >= top_p, 0)
    return self.invert(torch.masked_fill(p, p < torch.narrow(p, 1, 0, 1) * min_p, 0), uniform)

  # the first place whose cumulative probability exceeds uniform times the whole; uniform has at most 32 bits, so the
  # product stays below the whole
  def invert(self: __torch__.Decoder, p: Tensor, uniform: Tensor) -> Tensor:
    sums = torch.cumsum(p, -1)
    target = uniform * torch.narrow(sums, -1, torch.size(p, 1) - 1, 1)
    return torch.sum((sums <= target).to(4), [-1], True)

  # the first token of every row, from its slot's prompt
  def first(self: __torch__.Decoder, slot: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tensor:
    return self.choose(torch.index_select(self.last_logits(), 0, slot), uniform, temperature, top_k, top_p, min_p)

  # one more token of the first B rows
  def decode(self: __torch__.Decoder, tokens: Tensor, positions: Tensor, column: int, slot: Tensor, place: Tensor, share: int, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tensor:
    kept = torch.full([torch.size(tokens, 0)], column, dtype=4)
    h = self.extend(tokens, positions, kept, column, slot, place, share, torch.zeros([0]), 0)[0]
    return self.choose(self.logits(self.normed(h, self.shared["norm"])), uniform, temperature, top_k, top_p, min_p)

  def forward(self: __torch__.Decoder, x: Tensor) -> Tensor:
    return x
