# The rest of the class Decoder: training. Decoder.java puts this text behind reading.py, and backward.py behind it. No
# automatic differentiation: a pass keeps what its gradient needs on a tape, and backward.py goes over it. N tokens a
# pass, M places in it at which something is predicted.

  # ---- the adapter: one flat fp32 vector ----

  # the rows of what a fused projection is made of: 0 queries, keys, values; 1 output; 2 gate, up; 3 down
  def fused(self: __torch__.Decoder, which: int) -> List[int]:
    hidden = torch.size(self.shared["embed"], 1)
    inner = torch.size(self.layers[0].down, 1)
    narrow = self.kv_heads * self.head_dim
    return [[self.heads * self.head_dim, narrow, narrow], [hidden], [inner, inner], [hidden]][which]

  def inputs(self: __torch__.Decoder, which: int) -> int:
    hidden = torch.size(self.shared["embed"], 1)
    return [hidden, self.heads * self.head_dim, hidden, torch.size(self.layers[0].down, 1)][which]

  # how many of its projections the adapter changes
  def adapted(self: __torch__.Decoder, which: int) -> int:
    first = [0, 3, 4, 6][which]
    n = 0
    for j in range(torch.len(self.fused(which))):
      n += self.targets[first + j]
    return n

  # views of the flat vector: for each layer and fused projection A [n rank, inputs], then B [rows, rank] of each of the n
  def cut(self: __torch__.Decoder, flat: Tensor) -> List[Tensor]:
    sizes = annotate(List[int], [])
    rows = annotate(List[int], [])
    for i in range(torch.len(self.layers)):
      for which in range(4):
        n = self.adapted(which)
        if n > 0:
          rows.append(n * self.rank)
          sizes.append(n * self.rank * self.inputs(which))
          wide = self.fused(which)
          for j in range(torch.len(wide)):
            if self.targets[[0, 3, 4, 6][which] + j] == 1:
              rows.append(wide[j])
              sizes.append(wide[j] * self.rank)
    parts = torch.split_with_sizes(flat, sizes, 0)
    out = annotate(List[Tensor], [])
    for i in range(torch.len(parts)):
      out.append(parts[i].view([rows[i], -1]))
    return out

  # where B of a fused projection's adapted parts stand in one matrix with blocks on its diagonal: row, rows, column
  def blocks(self: __torch__.Decoder, which: int) -> List[List[int]]:
    blocks = annotate(List[List[int]], [])
    wide = self.fused(which)
    row = 0
    for j in range(torch.len(wide)):
      if self.targets[[0, 3, 4, 6][which] + j] == 1:
        blocks.append([row, wide[j], self.rank * torch.len(blocks)])
      row += wide[j]
    return blocks

  # takes an adapter on: flat [numbers] and where its gradient is added [numbers]; settings: scale, rank, dropout,
  # then 1 or 0 for queries, keys, values, output, gate, up, down; the seed decides what is dropped
  def equip(self: __torch__.Decoder, flat: Tensor, gradient: Tensor, settings: Tensor, seed: int) -> int:
    self.scale = float(settings[0].item())
    self.rank = int(settings[1].item())
    self.dropout = float(settings[2].item())
    self.seed = seed
    self.targets = annotate(List[int], [])
    for j in range(7):
      self.targets.append(int(settings[3 + j].item()))
    self.gradient = self.cut(gradient)
    self.adapter = annotate(List[Tensor], [])
    none = torch.zeros([0])
    parts = self.cut(flat.to(self.dtype))
    k = 0
    for i in range(torch.len(self.layers)):
      for which in range(4):
        blocks = self.blocks(which)
        if torch.len(blocks) == 0:
          self.adapter.append(none)
          self.adapter.append(none)
        else:
          wide = 0
          for rows in self.fused(which):
            wide += rows
          b = torch.zeros([wide, torch.len(blocks) * self.rank], dtype=self.dtype)
          for j in range(torch.len(blocks)):
            block = blocks[j]
            torch.copy_(torch.narrow(torch.narrow(b, 0, block[0], block[1]), 1, block[2], self.rank), parts[k + 1 + j])
          self.adapter.append(parts[k])
          self.adapter.append(b)
          k += 1 + torch.len(blocks)
    return 0

  def bare(self: __torch__.Decoder) -> int:
    self.adapter = annotate(List[Tensor], [])
    self.slopes = annotate(List[Tensor], [])
    return 0

  # ---- or all weights: one flat fp32 vector too, whose rounded numbers the decoder holds ----

  # the weights in the vector's order: the parts of each layer, embedding, last norm and, if it is not the embedding, head
  def weights(self: __torch__.Decoder) -> List[Tensor]:
    all = annotate(List[Tensor], [])
    for layer in self.layers:
      for part in [layer.input_norm, layer.qkv, layer.qkv_bias, layer.query_norm, layer.key_norm, layer.output, layer.attention_norm, layer.inner_norm, layer.gate_up, layer.down, layer.feedforward_norm]:
        all.append(part)
    all.append(self.shared["embed"])
    all.append(self.shared["norm"])
    if self.apart():
      all.append(self.shared["head"])
    return all

  def apart(self: __torch__.Decoder) -> bool:
    return "apart" in self.shared

  # views of the flat vector, in the weights' shapes
  def shaped(self: __torch__.Decoder, flat: Tensor) -> List[Tensor]:
    all = self.weights()
    sizes = annotate(List[int], [])
    for weight in all:
      sizes.append(torch.numel(weight))
    parts = torch.split_with_sizes(flat, sizes, 0)
    out = annotate(List[Tensor], [])
    for i in range(torch.len(all)):
      out.append(parts[i].view(torch.size(all[i])))
    return out

  def count(self: __torch__.Decoder) -> Tensor:
    n = 0
    for weight in self.weights():
      n += torch.numel(weight)
    return torch.tensor(n)

  # the weights' numbers into the flat vector
  def collect(self: __torch__.Decoder, flat: Tensor) -> int:
    views = self.shaped(flat)
    weights = self.weights()
    for i in range(torch.len(views)):
      torch.copy_(views[i], weights[i])
    return 0

  # and back, rounded
  def adopt(self: __torch__.Decoder, flat: Tensor) -> int:
    views = self.shaped(flat)
    weights = self.weights()
    for i in range(torch.len(views)):
      torch.copy_(weights[i], views[i])
    return 0

  # all weights learn: their gradient is added to this vector
  def open(self: __torch__.Decoder, gradient: Tensor) -> int:
    done = self.bare()
    self.slopes = self.shaped(gradient)
    return 0

  # what of x [N, inputs] an adapted projection sees: some numbers are dropped, the others grow; the same at each call
  def dropped(self: __torch__.Decoder, x: Tensor, k: int) -> Tensor:
    if self.dropout == 0.:
      return x
    torch.manual_seed(self.seed + k)
    kept = torch.rand(torch.size(x)) >= self.dropout
    return x * kept * (1. / (1. - self.dropout))

  # adds scale (x A^T) B^T to y; x A^T, scaled, comes back
  def lean(self: __torch__.Decoder, y: Tensor, x: Tensor, k: int) -> Tensor:
    if torch.len(self.adapter) == 0 or torch.numel(self.adapter[k]) == 0:
      return torch.zeros([0])
    z = torch.mul_(torch.linear(self.dropped(x, k), self.adapter[k], None), self.scale)
    torch.addmm_(y, z, self.adapter[k + 1].t())
    return z

  # ---- a pass: sequences packed one after the other, each prompt once ----

  # A span is a trunk, prompt and chosen, and a branch, the rejected, which follows the prompt, too. Queries are taken some
  # at a time, so that keys after the last of them are left out: [first token, tokens, keys, 1 if of the branch]
  def slices(self: __torch__.Decoder, span: List[int]) -> List[List[int]]:
    slices = annotate(List[List[int]], [])
    for branch in range(2):
      at = [0, span[1]][branch]
      end = span[1] + span[2 + branch]
      step = (end - at) // max(1, (end - at + 64) // 128) + 1
      while at < end:
        n = min(step, end - at)
        slices.append([at + branch * span[2], n, at + n, branch])
        at += n
    return slices

  # what the queries of a slice do not see, as numbers to add, for each window: rows once for each query of a group
  def shade(self: __torch__.Decoder, slice: List[int]) -> List[Tensor]:
    query = torch.arange(slice[2] - slice[1], slice[2]).unsqueeze(1)
    key = torch.arange(slice[2]).unsqueeze(0)
    shades = annotate(List[Tensor], [])
    for window in self.windows:
      unseen = key > query
      if window > 0:
        unseen = torch.logical_or(unseen, query - key >= window)
      one = torch.masked_fill(torch.zeros([slice[1], slice[2]], dtype=self.dtype), unseen, float("-inf"))
      shades.append(torch.repeat(one, [self.heads // self.kv_heads, 1]))
    return shades

  # keys or values of a slice: x those of a span [tokens, kv_heads, d] -> [kv_heads, keys, d]
  def seen(self: __torch__.Decoder, x: Tensor, span: List[int], slice: List[int]) -> Tensor:
    if slice[3] == 0:
      return torch.narrow(x, 0, 0, slice[2]).transpose(0, 1)
    return torch.cat([torch.narrow(x, 0, 0, span[1]), torch.narrow(x, 0, span[1] + span[2], slice[2] - span[1])], 0).transpose(0, 1)

  # queries [N, heads, d] -> [kv_heads, group * N, d]
  def folded(self: __torch__.Decoder, q: Tensor) -> Tensor:
    n = torch.size(q, 0)
    group = self.heads // self.kv_heads
    return torch.permute(q.reshape([n, self.kv_heads, group, self.head_dim]), [1, 2, 0, 3]).reshape([self.kv_heads, group * n, self.head_dim])

  # and back
  def unfolded(self: __torch__.Decoder, x: Tensor) -> Tensor:
    group = self.heads // self.kv_heads
    n = torch.size(x, 1) // group
    return torch.permute(x.view([self.kv_heads, group, n, self.head_dim]), [2, 0, 1, 3]).reshape([n, self.heads, self.head_dim])

  # attention's scores [kv_heads, group * N, N], capped but not shaded; queries folded, keys [kv_heads, N, d]
  def scores(self: __torch__.Decoder, q: Tensor, k: Tensor) -> Tensor:
    return self.capped(torch.bmm(q, k.transpose(1, 2)).to(6) * self.query_scale)

  def shares(self: __torch__.Decoder, q: Tensor, k: Tensor, shade: Tensor) -> Tensor:
    if self.soft_cap > 0.:
      return torch.softmax(self.scores(q, k) + shade, -1).to(self.dtype)
    return torch.softmax(torch.baddbmm(shade, q, k.transpose(1, 2), beta=1, alpha=self.query_scale), -1)

  # qk [N, heads + kv_heads, d], v [N, kv_heads, d] -> [N, heads * d], and the shares of slices with few keys, which the
  # gradient need not compute again
  def attention(self: __torch__.Decoder, qk: Tensor, v: Tensor, window: int) -> Tuple[Tensor, List[Tensor]]:
    pieces = annotate(List[Tensor], [])
    shares = annotate(List[Tensor], [])
    at = self.windows.index(window)
    for span in self.spans:
      size = span[1] + span[2] + span[3]
      part = torch.narrow(qk, 0, span[0], size)
      values = torch.narrow(v, 0, span[0], size)
      for slice in self.slices(span):
        q = self.folded(torch.narrow(torch.narrow(part, 0, slice[0], slice[1]), 1, 0, self.heads))
        k = self.seen(torch.narrow(part, 1, self.heads, self.kv_heads), span, slice)
        p = self.shares(q, k, self.shades[at])
        pieces.append(self.unfolded(torch.bmm(p, self.seen(values, span, slice))))
        if slice[2] <= 512:
          shares.append(p)
        at += torch.len(self.windows)
    return (torch.cat(pieces, 0).view([torch.size(v, 0), self.heads * self.head_dim]), shares)

  # a layer's output, and what its gradient needs: input, input of the mlp, raw projection where queries and keys are
  # normed, queries and keys turned, values, attention, gate and up, the adapter's inner values,
  # attention's shares of slices with few keys
  def layer_pass(self: __torch__.Decoder, i: int, h: Tensor) -> Tuple[Tensor, List[Tensor]]:
    layer = self.layers[i]
    n = torch.size(h, 0)
    rope = self.table(layer.rope)
    x = self.rms(h, layer.input_norm)
    raw = self.biased(x, layer.qkv, layer.qkv_bias)
    z0 = self.lean(raw, x, 8 * i)
    qk, v = self.turn(layer, raw.view([1, n, self.heads + 2 * self.kv_heads, self.head_dim]), self.turns_cos[rope], self.turns_sin[rope])
    a, shares = self.attention(qk[0], v[0], layer.window)
    part = torch.linear(a, layer.output, None)
    z1 = self.lean(part, a, 8 * i + 2)
    mid = self.plus(h, part, layer.attention_norm)
    x = self.rms(mid, layer.inner_norm)
    both = torch.linear(x, layer.gate_up, None)
    z2 = self.lean(both, x, 8 * i + 4)
    act = self.gated(both, torch.size(layer.down, 1))
    part = torch.linear(act, layer.down, None)
    z3 = self.lean(part, act, 8 * i + 6)
    return (self.plus(mid, part, layer.feedforward_norm), [h, mid, raw, qk[0], v[0], a, both, z0, z1, z2, z3] + shares)

  # cosines and sines [B, T, 1, d] at the positions, for each table
  def turns(self: __torch__.Decoder, positions: Tensor) -> Tuple[List[Tensor], List[Tensor]]:
    cos = annotate(List[Tensor], [])
    sin = annotate(List[Tensor], [])
    shape = [torch.size(positions, 0), torch.size(positions, 1), 1, self.head_dim]
    for i in range(torch.len(self.cos)):
      cos.append(torch.index_select(self.cos[i], 0, positions.reshape([-1])).view(shape).to(self.dtype))
      sin.append(torch.index_select(self.sin[i], 0, positions.reshape([-1])).view(shape).to(self.dtype))
    return (cos, sin)

  # ids and positions [N], spans [sequences, 4]: start, tokens of prompt, of chosen, of rejected, which does not see the
  # chosen; keep: 0 nothing, 1 the layers' inputs, 2 all that the gradient needs
  def study(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, keep: int) -> Tensor:
    self.reach = int(torch.max(positions).item()) + 2
    self.spans = annotate(List[List[int]], [])
    self.shades = annotate(List[Tensor], [])
    self.tape = annotate(List[List[Tensor]], [])
    for i in range(torch.size(spans, 0)):
      span = [int(spans[i][0].item()), int(spans[i][1].item()), int(spans[i][2].item()), int(spans[i][3].item())]
      self.spans.append(span)
      for slice in self.slices(span):
        for shade in self.shade(slice):
          self.shades.append(shade)
    self.turns_cos, self.turns_sin = self.turns(positions.unsqueeze(0))
    h = self.embed(ids)
    for i in range(torch.len(self.layers)):
      h, kept = self.layer_pass(i, h)
      if keep == 1:
        self.tape.append([kept[0]])
      if keep == 2:
        self.tape.append(kept)
    return h

  # ---- what is predicted ----

  # logits [n, vocabulary or fewer] and, in place of what a final soft cap makes of them, its slope
  def bent(self: __torch__.Decoder, logits: Tensor) -> Tuple[Tensor, Tensor]:
    if self.final_soft_cap > 0.:
      t = torch.tanh(logits / self.final_soft_cap)
      return (t * self.final_soft_cap, 1. - t * t)
    return (logits, torch.zeros([0]))

  # at how many places logits are there at a time
  def portion(self: __torch__.Decoder) -> int:
    return 1 + 6000000 // torch.size(self.shared["head"], 0)

  # log-probabilities [M] of targets [M] after hidden states [M, hidden]; with slopes, the gradient in these states, too,
  # some places at a time: the logits of all would not fit
  def predict(self: __torch__.Decoder, h: Tensor, targets: Tensor, slopes: bool) -> Tuple[Tensor, Tensor]:
    head = self.shared["head"]
    step = self.portion()
    each = annotate(List[Tensor], [])
    slope = annotate(List[Tensor], [])
    at = 0
    while at < torch.size(h, 0):
      n = min(step, torch.size(h, 0) - at)
      wanted = torch.narrow(targets, 0, at, n)
      raw = torch.linear(torch.narrow(h, 0, at, n), head, None)
      if self.dtype == 6 or self.final_soft_cap > 0.:
        logits, bend = self.bent(raw.to(6))
        p = torch.log_softmax(logits, -1)
        each.append(torch.gather(p, 1, wanted.unsqueeze(1)).view([n]))
        torch.exp_(p)
      else:
        # shares rounded to bfloat16 are off by a fifth of a percent at most, far less than the logits already are
        bend = torch.zeros([0])
        p = torch.softmax(raw, -1)
        each.append(torch.log(torch.clamp(torch.gather(p, 1, wanted.unsqueeze(1)).view([n]).to(6), 1.0e-38)))
      if slopes:
        if torch.numel(bend) > 0:
          torch.neg_(p)
          torch.scatter_add_(p, 1, wanted.unsqueeze(1), torch.ones([n, 1]))
          slope.append(torch.mm((p * bend).to(self.dtype), head))
        else:
          slope.append(torch.embedding(head, wanted) - torch.mm(p.to(self.dtype), head))
      at += n
    if slopes:
      return (torch.cat(each, 0), torch.cat(slope, 0))
    return (torch.cat(each, 0), torch.zeros([0]))

  # summed log-probabilities [2 * sequences], chosen and rejected of each, of targets [M] predicted at places [M]; owner
  # [M] is 2 * sequence, or 1 more; keep as in study
  def policy(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, places: Tensor, targets: Tensor, owner: Tensor, keep: int) -> Tensor:
    h = torch.index_select(self.study(ids, positions, spans, keep), 0, places)
    each, slope = self.predict(self.rms(h, self.shared["norm"]), targets, keep > 0)
    if keep > 0:
      self.shared["states"] = h
      self.shared["slope"] = slope
      self.shared["places"] = places
      self.shared["owner"] = owner
      self.shared["targets"] = targets
      self.shared["ids"] = ids
    return torch.index_add(torch.zeros([2 * torch.size(spans, 0)], dtype=6), 0, owner, each)

  # logits [M, m] of the tokens allowed [M, m] at places [M]
  def choices(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, places: Tensor, allowed: Tensor, keep: int) -> Tensor:
    h = torch.index_select(self.study(ids, positions, spans, keep), 0, places)
    rows = torch.embedding(self.shared["head"], allowed)
    logits, bend = self.bent(torch.bmm(rows, self.rms(h, self.shared["norm"]).unsqueeze(2)).squeeze(2).to(6))
    if keep > 0:
      self.shared["states"] = h
      self.shared["slope"] = rows
      self.shared["bend"] = bend
      self.shared["places"] = places
      self.shared["allowed"] = allowed
      self.shared["ids"] = ids
    return logits

  # ---- one step of the optimizer ----

  # AdamW in place, the gradient's norm clipped first; the norm before clipping comes back, the gradient is zero
  # afterwards
  def adamw(self: __torch__.Decoder, p: Tensor, gradient: Tensor, m: Tensor, v: Tensor, step: int, rate: float, decay: float, clip: float) -> Tensor:
    norm = torch.norm(gradient)
    torch.mul_(gradient, torch.clamp(torch.reciprocal(norm + 1.0e-6) * clip, None, 1.))
    at = 0
    while at < torch.numel(p):
      n = min(1048576, torch.numel(p) - at)
      done = self.adamw_part(torch.narrow(p, 0, at, n), torch.narrow(gradient, 0, at, n), torch.narrow(m, 0, at, n), torch.narrow(v, 0, at, n), step, rate, decay)
      at += n
    torch.zero_(gradient)
    return norm

  # the same for some of the numbers, so that what is computed on the way stays small; the gradient is clipped
  def adamw_part(self: __torch__.Decoder, p: Tensor, g: Tensor, m: Tensor, v: Tensor, step: int, rate: float, decay: float) -> int:
    torch.mul_(p, 1. - rate * decay)
    torch.add_(torch.mul_(m, 0.9), g, alpha=0.1)
    torch.addcmul_(torch.mul_(v, 0.999), g, g, value=0.001)
    root = torch.sqrt(v) / torch.sqrt(torch.tensor(1. - torch.pow(0.999, step))) + 1.0e-8
    torch.addcdiv_(p, m, root, value=torch.neg(rate / (1. - torch.pow(0.9, step))))
    return 0
