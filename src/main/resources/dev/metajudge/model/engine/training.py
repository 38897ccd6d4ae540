# The rest of the class Decoder: what training needs. Decoder.java puts this text behind decoder.py.

  # ---- training: pairs packed one after the other, each prompt once ----

  # the adapter's numbers as one flat vector, cut into [A, B, ...] groups layer by layer: qkv, output, gate_up, down
  def cut(self: __torch__.Decoder, flat: Tensor, rank: int) -> List[Tensor]:
    sizes = annotate(List[int], [])
    rows = annotate(List[int], [])
    for i in range(torch.len(self.layers)):
      layer = self.layers[i]
      hidden = torch.size(layer.qkv, 1)
      wide = self.heads * self.head_dim
      narrow = self.kv_heads * self.head_dim
      inner = torch.size(layer.down, 1)
      for shape in [[3 * rank, hidden], [wide, rank], [narrow, rank], [narrow, rank], [rank, wide], [hidden, rank], [2 * rank, hidden], [inner, rank], [inner, rank], [rank, inner], [hidden, rank]]:
        sizes.append(shape[0] * shape[1])
        rows.append(shape[0])
    parts = torch.split_with_sizes(flat.to(self.dtype), sizes, 0)
    out = annotate(List[Tensor], [])
    for i in range(torch.len(parts)):
      out.append(parts[i].view([rows[i], -1]))
    return out

  # x W^T + scale * (x A^T) B^T, the B of fused projections side by side
  def adapted(self: __torch__.Decoder, x: Tensor, w: Tensor, bias: Tensor, parts: List[Tensor], scale: float) -> Tensor:
    y = self.biased(x, w, bias)
    n = torch.len(parts) - 1
    if n < 1:
      return y
    z = torch.linear(x, parts[0], None) * scale
    if n == 1:
      return y + torch.linear(z, parts[1], None)
    rank = torch.size(parts[0], 0) // n
    wide = annotate(List[Tensor], [])
    for i in range(n):
      wide.append(torch.linear(torch.narrow(z, -1, i * rank, rank), parts[i + 1], None))
    return y + torch.cat(wide, -1)

  # what each token of a pair sees, for each pair and window; span: start, tokens of prompt, of chosen, of rejected
  def pair_masks(self: __torch__.Decoder, positions: Tensor, spans: List[List[int]]) -> List[Tensor]:
    masks = annotate(List[Tensor], [])
    for span in spans:
      size = span[1] + span[2] + span[3]
      at = torch.arange(size)
      other = torch.logical_and(at >= span[1], at < span[1] + span[2]).unsqueeze(0)
      hidden = torch.logical_and(other, (at >= span[1] + span[2]).unsqueeze(1))
      seen = torch.logical_and(at.unsqueeze(0) <= at.unsqueeze(1), torch.logical_not(hidden))
      place = torch.narrow(positions, 0, span[0], size)
      for window in self.windows:
        if window > 0:
          masks.append(torch.logical_and(seen, place.unsqueeze(1) - place.unsqueeze(0) < window))
        else:
          masks.append(seen)
    return masks

  # ids and positions [N]; the rejected part of a pair does not see the chosen one. Final hidden states at places [M]
  # come back, normed: [M, hidden]
  def packed(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: List[List[int]], places: Tensor, adapter: List[Tensor], scale: float) -> Tensor:
    n = torch.size(ids, 0)
    self.reach = int(torch.max(positions).item()) + 2
    h = self.embed(ids).unsqueeze(0)
    cos, sin = self.turns(positions.unsqueeze(0))
    masks = self.pair_masks(positions, spans)
    none = torch.zeros([0])
    for i in range(torch.len(self.layers)):
      layer = self.layers[i]
      rope = self.table(layer.rope)
      k = 11 * i
      qkv = self.adapted(self.rms(h, layer.input_norm), layer.qkv, layer.qkv_bias, torch.slice(adapter, k, k + 4), scale)
      qk, v = self.turn(layer, qkv.view([1, n, self.heads + 2 * self.kv_heads, self.head_dim]), cos[rope], sin[rope])
      qk = qk.transpose(1, 2)
      v = v.transpose(1, 2)
      pieces = annotate(List[Tensor], [])
      for j in range(torch.len(spans)):
        span = spans[j]
        size = span[1] + span[2] + span[3]
        q = torch.narrow(torch.narrow(qk, 1, 0, self.heads), 2, span[0], size)
        keys = self.spread(torch.narrow(torch.narrow(qk, 1, self.heads, self.kv_heads)[0], 1, span[0], size))
        values = self.spread(torch.narrow(v[0], 1, span[0], size))
        pieces.append(self.attend(q, keys, values, masks[torch.len(self.windows) * j + self.windows.index(layer.window)]))
      a = torch.cat(pieces, 2).transpose(1, 2).reshape([1, n, self.heads * self.head_dim])
      h = self.plus(h, self.adapted(a, layer.output, none, torch.slice(adapter, k + 4, k + 6), scale), layer.attention_norm)
      both = self.adapted(self.rms(h, layer.inner_norm), layer.gate_up, none, torch.slice(adapter, k + 6, k + 9), scale)
      part = self.adapted(self.gated(both, torch.size(layer.down, 1)), layer.down, none, torch.slice(adapter, k + 9, k + 11), scale)
      h = self.plus(h, part, layer.feedforward_norm)
    return self.rms(torch.index_select(h[0], 0, places), self.shared["norm"])

  def ranges(self: __torch__.Decoder, spans: Tensor) -> List[List[int]]:
    rows = annotate(List[List[int]], [])
    for i in range(torch.size(spans, 0)):
      rows.append([int(spans[i][0].item()), int(spans[i][1].item()), int(spans[i][2].item()), int(spans[i][3].item())])
    return rows

  # summed log-probabilities [2 * pairs] (chosen and rejected of each) of targets [M], whose owner [M] is 2 * pair or
  # 2 * pair + 1, as predicted at places [M]
  def sums(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, places: Tensor, targets: Tensor, owner: Tensor, adapter: List[Tensor], scale: float) -> Tensor:
    h = self.packed(ids, positions, self.ranges(spans), places, adapter, scale)
    each = torch.neg(torch.cross_entropy_loss(self.logits(h), targets, None, 0, -100, 0.))
    return torch.index_add(torch.zeros([2 * torch.size(spans, 0)], dtype=6), 0, owner, each)

  def reference(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, places: Tensor, targets: Tensor, owner: Tensor) -> Tensor:
    return self.sums(ids, positions, spans, places, targets, owner, annotate(List[Tensor], []), 0.)

  # the same with the adapter, differentiable in its numbers; settings: scale, rank
  def policy(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, places: Tensor, targets: Tensor, owner: Tensor, flat: Tensor, settings: Tensor) -> Tensor:
    return self.sums(ids, positions, spans, places, targets, owner, self.cut(flat, int(settings[1].item())), float(settings[0].item()))

  # logits [n, m] of the tokens allowed [n, m] after places [n]
  def allowed_logits(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, places: Tensor, allowed: Tensor, adapter: List[Tensor], scale: float) -> Tensor:
    h = self.packed(ids, positions, self.ranges(spans), places, adapter, scale)
    return torch.gather(self.logits(h), 1, allowed)

  def plain_choices(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, places: Tensor, allowed: Tensor) -> Tensor:
    return self.allowed_logits(ids, positions, spans, places, allowed, annotate(List[Tensor], []), 0.)

  # the same with the adapter, differentiable in its numbers; settings: scale, rank
  def choices(self: __torch__.Decoder, ids: Tensor, positions: Tensor, spans: Tensor, places: Tensor, allowed: Tensor, flat: Tensor, settings: Tensor) -> Tensor:
    return self.allowed_logits(ids, positions, spans, places, allowed, self.cut(flat, int(settings[1].item())), float(settings[0].item()))

  # one AdamW step in place, the gradient's norm clipped first; the norm before clipping comes back, the gradient is
  # zero afterwards
  def adamw(self: __torch__.Decoder, p: Tensor, gradient: Tensor, m: Tensor, v: Tensor, step: int, rate: float, decay: float, clip: float) -> Tensor:
    norm = torch.norm(gradient)
    g = gradient * torch.clamp(torch.reciprocal(norm + 1.0e-6) * clip, None, 1.)
    torch.mul_(p, 1. - rate * decay)
    torch.add_(torch.mul_(m, 0.9), g, alpha=0.1)
    torch.addcmul_(torch.mul_(v, 0.999), g, g, value=0.001)
    root = torch.sqrt(v) / torch.sqrt(torch.tensor(1. - torch.pow(0.999, step))) + 1.0e-8
    torch.addcdiv_(p, m, root, value=torch.neg(rate / (1. - torch.pow(0.9, step))))
    torch.zero_(gradient)
    return norm
