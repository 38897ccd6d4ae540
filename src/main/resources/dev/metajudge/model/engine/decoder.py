class Layer(NamedTuple):
  input_norm : Tensor
  qkv : Tensor
  output : Tensor
  post_norm : Tensor
  gate_up : Tensor
  down : Tensor
class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  heads : int
  kv_heads : int
  head_dim : int
  epsilon : float
  rope_base : float
  dtype : int
  layers : List[__torch__.Layer]
  shared : Dict[str, Tensor]
  prefix_k : List[Tensor]
  prefix_v : List[Tensor]
  own_k : List[Tensor]
  own_v : List[Tensor]

  # ---- weights: fp32 in, the engine's precision kept -------------------------------------------------------------

  def own_copy(self: __torch__.Decoder, w: Tensor) -> Tensor:
    return w.to(self.dtype, False, True)

  def load_layer(self: __torch__.Decoder, w: List[Tensor]) -> Tensor:
    qkv = torch.cat([w[1], w[2], w[3]], 0).to(self.dtype)
    gate_up = torch.cat([w[6], w[7]], 0).to(self.dtype)
    layer = __torch__.Layer(self.own_copy(w[0]), qkv, self.own_copy(w[4]), self.own_copy(w[5]), gate_up, self.own_copy(w[8]))
    self.layers.append(layer)
    return torch.tensor(torch.len(self.layers))

  def load_ends(self: __torch__.Decoder, embed: Tensor, norm: Tensor, head: List[Tensor], context: Tensor) -> Tensor:
    self.shared["embed"] = self.own_copy(embed)
    self.shared["norm"] = self.own_copy(norm)
    if torch.len(head) > 0:
      self.shared["head"] = self.own_copy(head[0])
    else:
      self.shared["head"] = self.shared["embed"]
    half = torch.arange(0, self.head_dim, 2).to(6)
    inverse = torch.pow(self.rope_base, half / self.head_dim).reciprocal()
    angles = torch.outer(torch.arange(int(context.item())).to(6), inverse)
    angles = torch.cat([angles, angles], -1)
    self.shared["cos"] = torch.cos(angles).to(self.dtype)
    self.shared["sin"] = torch.sin(angles).to(self.dtype)
    return torch.tensor(0)

  # ---- the parts of a layer --------------------------------------------------------------------------------------

  def rms(self: __torch__.Decoder, x: Tensor, w: Tensor) -> Tensor:
    return torch.rms_norm(x, [torch.size(w, 0)], w, self.epsilon)

  def rotate(self: __torch__.Decoder, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = self.head_dim // 2
    turned = torch.cat([torch.neg(torch.narrow(x, -1, half, half)), torch.narrow(x, -1, 0, half)], -1)
    return x * cos + turned * sin

  def mlp(self: __torch__.Decoder, layer: __torch__.Layer, x: Tensor) -> Tensor:
    both = torch.linear(self.rms(x, layer.post_norm), layer.gate_up, None)
    parts = torch.chunk(both, 2, -1)
    return torch.linear(torch.silu(parts[0]) * parts[1], layer.down, None)

  # [B, T, hidden] -> queries [B, T, heads, d], keys and values [B, T, kv_heads, d], rotated
  def project(self: __torch__.Decoder, layer: __torch__.Layer, x: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor]:
    b = torch.size(x, 0)
    t = torch.size(x, 1)
    n = self.heads + 2 * self.kv_heads
    qkv = torch.linear(self.rms(x, layer.input_norm), layer.qkv, None).view([b, t, n, self.head_dim])
    turned = self.rotate(torch.narrow(qkv, 2, 0, self.heads + self.kv_heads), cos, sin)
    return (turned, torch.narrow(qkv, 2, self.heads + self.kv_heads, self.kv_heads))

  # ---- prefill: one prompt into a slot of the shared prefixes ----------------------------------------------------

  def begin(self: __torch__.Decoder, slots: int, prefix: int, rows: int, columns: int) -> int:
    torch.clear(self.prefix_k)
    torch.clear(self.prefix_v)
    torch.clear(self.own_k)
    torch.clear(self.own_v)
    for i in range(torch.len(self.layers)):
      self.prefix_k.append(torch.zeros([slots, self.kv_heads, prefix, self.head_dim], dtype=self.dtype))
      self.prefix_v.append(torch.zeros([slots, self.kv_heads, prefix, self.head_dim], dtype=self.dtype))
      self.own_k.append(torch.zeros([rows, self.kv_heads, columns, self.head_dim], dtype=self.dtype))
      self.own_v.append(torch.zeros([rows, self.kv_heads, columns, self.head_dim], dtype=self.dtype))
    self.shared["last"] = torch.zeros([slots, torch.size(self.shared["embed"], 1)], dtype=self.dtype)
    return 0

  def copy_prefix(self: __torch__.Decoder, source: int, target: int, length: int) -> int:
    for i in range(torch.len(self.layers)):
      torch.copy_(torch.narrow(self.prefix_k[i][target], 1, 0, length), torch.narrow(self.prefix_k[i][source], 1, 0, length))
      torch.copy_(torch.narrow(self.prefix_v[i][target], 1, 0, length), torch.narrow(self.prefix_v[i][source], 1, 0, length))
    return 0

  # the slot holds `past` tokens already; ids [T] follow them
  def prefill(self: __torch__.Decoder, slot: int, past: int, ids: Tensor) -> int:
    t = torch.size(ids, 0)
    group = self.heads // self.kv_heads
    h = torch.embedding(self.shared["embed"], ids).unsqueeze(0)
    cos = torch.narrow(self.shared["cos"], 0, past, t).view([1, t, 1, self.head_dim])
    sin = torch.narrow(self.shared["sin"], 0, past, t).view([1, t, 1, self.head_dim])
    mask = torch.tril(torch.ones([t, past + t], dtype=11), past)
    for i in range(torch.len(self.layers)):
      layer = self.layers[i]
      qk, v = self.project(layer, h, cos, sin)
      q = torch.narrow(qk, 2, 0, self.heads).transpose(1, 2)
      torch.copy_(torch.narrow(self.prefix_k[i][slot], 1, past, t), torch.narrow(qk, 2, self.heads, self.kv_heads)[0].transpose(0, 1))
      torch.copy_(torch.narrow(self.prefix_v[i][slot], 1, past, t), v[0].transpose(0, 1))
      k = torch.narrow(self.prefix_k[i][slot], 1, 0, past + t).unsqueeze(1).expand([self.kv_heads, group, past + t, self.head_dim]).reshape([1, self.heads, past + t, self.head_dim])
      w = torch.narrow(self.prefix_v[i][slot], 1, 0, past + t).unsqueeze(1).expand([self.kv_heads, group, past + t, self.head_dim]).reshape([1, self.heads, past + t, self.head_dim])
      if past > 0:
        a = torch.scaled_dot_product_attention(q, k, w, mask, 0., False)
      else:
        a = torch.scaled_dot_product_attention(q, k, w, None, 0., True)
      h = h + torch.linear(a.transpose(1, 2).reshape([1, t, self.heads * self.head_dim]), layer.output, None)
      h = h + self.mlp(layer, h)
    torch.copy_(self.shared["last"][slot], self.rms(h[0][t - 1], self.shared["norm"]))
    return 0

  # ---- rows: new tokens [B, T] after a shared prefix and the row's own columns --------------------------------------
  # members [slots * R]: the rows of each slot (padded); place [B]: where a row stands in it
  # prefix_mask [slots, 1, 1, P] and own_mask [B, 1, T, columns], or empty: added to the scores

  def extend(self: __torch__.Decoder, tokens: Tensor, positions: Tensor, column: int, prefix: int, members: Tensor, place: Tensor, prefix_mask: Tensor, own_mask: Tensor) -> Tensor:
    b = torch.size(tokens, 0)
    t = torch.size(tokens, 1)
    slots = torch.size(prefix_mask, 0)
    d = self.head_dim
    kv = self.kv_heads
    group = self.heads // kv
    columns = column + t
    share = torch.size(members, 0) // slots
    scale = torch.pow(float(d), -0.5)
    h = torch.embedding(self.shared["embed"], tokens)
    cos = torch.index_select(self.shared["cos"], 0, positions.view([-1])).view([b, t, 1, d])
    sin = torch.index_select(self.shared["sin"], 0, positions.view([-1])).view([b, t, 1, d])
    for i in range(torch.len(self.layers)):
      layer = self.layers[i]
      qk, v = self.project(layer, h, cos, sin)
      own_k = torch.narrow(self.own_k[i], 0, 0, b)
      own_v = torch.narrow(self.own_v[i], 0, 0, b)
      torch.copy_(torch.narrow(own_k, 2, column, t), torch.narrow(qk, 2, self.heads, kv).transpose(1, 2))
      torch.copy_(torch.narrow(own_v, 2, column, t), v.transpose(1, 2))
      q = torch.narrow(qk, 2, 0, self.heads).view([b, t, kv, group, d]).permute([0, 2, 3, 1, 4]).reshape([b, kv, group * t, d]) * scale
      own = torch.matmul(q, torch.narrow(own_k, 2, 0, columns).transpose(2, 3))
      if torch.numel(own_mask) > 0:
        own = (own.view([b, kv * group, t, columns]) + own_mask).view([b, kv, group * t, columns])
      gathered = torch.index_select(q, 0, members).view([slots, share, kv, group * t, d]).transpose(1, 2).reshape([slots, kv, share * group * t, d])
      before = torch.matmul(gathered, torch.narrow(self.prefix_k[i], 2, 0, prefix).transpose(2, 3)) + prefix_mask
      before = before.view([slots, kv, share, group * t, prefix]).transpose(1, 2).reshape([slots * share, kv, group * t, prefix])
      weights = torch.softmax(torch.cat([torch.index_select(before, 0, place), own], -1), -1, 6).to(self.dtype)
      attended = torch.matmul(torch.narrow(weights, -1, prefix, columns), torch.narrow(own_v, 2, 0, columns))
      seen = torch.index_select(torch.narrow(weights, -1, 0, prefix), 0, members).view([slots, share, kv, group * t, prefix]).transpose(1, 2).reshape([slots, kv, share * group * t, prefix])
      below = torch.matmul(seen, torch.narrow(self.prefix_v[i], 2, 0, prefix))
      below = below.view([slots, kv, share, group * t, d]).transpose(1, 2).reshape([slots * share, kv, group * t, d])
      a = attended + torch.index_select(below, 0, place)
      a = a.view([b, kv, group, t, d]).permute([0, 3, 1, 2, 4]).reshape([b, t, self.heads * d])
      h = h + torch.linear(a, layer.output, None)
      h = h + self.mlp(layer, h)
    return self.rms(h, self.shared["norm"])

  # ---- choosing the next token -------------------------------------------------------------------------------------

  # uniform [B] in [0, 1) decides the draw; returns ids and their log-probability at temperature 1, [2, B]
  def choose(self: __torch__.Decoder, logits: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tensor:
    total = torch.logsumexp(logits, [-1], True)
    if temperature == 0.:
      ids = torch.argmax(logits, -1, True)
    else:
      ids = self.draw(logits / temperature, uniform.unsqueeze(1), top_k, top_p, min_p)
    logprob = torch.gather(logits, 1, ids) - total
    return torch.stack([ids.to(7).squeeze(1), logprob.to(7).squeeze(1)])

  def draw(self: __torch__.Decoder, logits: Tensor, uniform: Tensor, top_k: int, top_p: float, min_p: float) -> Tensor:
    vocabulary = torch.size(logits, 1)
    if top_k == 0 and top_p == 1.:
      p = torch.softmax(logits, -1, 7)
      if min_p > 0.:
        p = torch.masked_fill(p, p < torch.amax(p, [-1], True) * min_p, 0)
      return self.invert(p, uniform)
    total = torch.logsumexp(logits, [-1], True)
    width = 256
    if top_k > 0:
      width = top_k
    if width > vocabulary:
      width = vocabulary
    best, ids = torch.topk(logits, width)
    p = torch.exp(best - total).to(7)
    if top_k == 0 and bool(torch.any(torch.sum(p, [-1]) < top_p)):
      best, ids = torch.sort(logits, -1, True)
      p = torch.exp(best - total).to(7)
    if top_k > 0:
      p = p / torch.sum(p, [-1], True)
    if top_p < 1.:
      before = torch.cumsum(p, -1) - p
      p = torch.masked_fill(p, before >= top_p, 0)
    if min_p > 0.:
      p = torch.masked_fill(p, p < torch.narrow(p, 1, 0, 1) * min_p, 0)
    return torch.gather(ids, 1, self.invert(p, uniform))

  # the first place whose cumulative probability exceeds the uniform number
  def invert(self: __torch__.Decoder, p: Tensor, uniform: Tensor) -> Tensor:
    sums = torch.cumsum(p, -1)
    target = uniform * torch.narrow(sums, -1, torch.size(p, 1) - 1, 1)
    place = torch.sum((sums <= target).to(4), [-1], True)
    last = torch.sum((p > 0).to(4).flip([-1]).cumsum(-1) == 0, [-1], True)
    return torch.minimum(place, torch.size(p, 1) - 1 - last)

  def logits(self: __torch__.Decoder, hidden: Tensor) -> Tensor:
    return torch.linear(hidden, self.shared["head"], None).to(6)

  # the first token of every row, from its slot's prompt
  def first(self: __torch__.Decoder, slot: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tensor:
    logits = torch.index_select(self.logits(self.shared["last"]), 0, slot)
    return self.choose(logits, uniform, temperature, top_k, top_p, min_p)

  def decode(self: __torch__.Decoder, tokens: Tensor, positions: Tensor, column: int, prefix: int, members: Tensor, place: Tensor, prefix_mask: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tensor:
    h = self.extend(tokens, positions, column, prefix, members, place, prefix_mask, torch.zeros([0]))
    return self.choose(self.logits(h.squeeze(1)), uniform, temperature, top_k, top_p, min_p)

  def swap(self: __torch__.Decoder, a: int, b: int, columns: int) -> int:
    pair = torch.tensor([a, b])
    turned = torch.tensor([b, a])
    for i in range(torch.len(self.layers)):
      for cache in [self.own_k[i], self.own_v[i]]:
        used = torch.narrow(cache, 2, 0, columns)
        torch.index_copy_(used, 0, turned, torch.index_select(used, 0, pair))
    return 0

  def forward(self: __torch__.Decoder, x: Tensor) -> Tensor:
    return x
