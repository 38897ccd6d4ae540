# The decoder as a TorchScript program, in the dialect that TorchScript archives hold. Java puts this text into an
# archive and loads it (TorchModule); Decoder names its methods. Numbers after .to(): 4 int64, 6 float32, 7 float64,
# 11 bool, 15 bfloat16. B rows, T new tokens a row, d head width, P columns of a shared prefix, S a row's own columns.
# One program for all families: what a family lacks is a tensor without numbers, a scale of 1, a cap or window of 0.
class Layer(NamedTuple):
  input_norm : Tensor
  qkv : Tensor
  qkv_bias : Tensor
  query_norm : Tensor
  key_norm : Tensor
  output : Tensor
  attention_norm : Tensor
  inner_norm : Tensor
  gate_up : Tensor
  down : Tensor
  feedforward_norm : Tensor
  rope : int
  window : int
class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  heads : int
  kv_heads : int
  head_dim : int
  epsilon : float
  query_scale : float
  soft_cap : float
  embedding_scale : float
  final_soft_cap : float
  gelu : bool
  rope_switch : int
  reach : int
  dtype : int
  page : int
  windows : List[int]
  loading : List[Tensor]
  layers : List[__torch__.Layer]
  cos : List[Tensor]
  sin : List[Tensor]
  shared : Dict[str, Tensor]
  prefix_k : List[Tensor]
  prefix_v : List[Tensor]
  own_k : List[Tensor]
  own_v : List[Tensor]
  rank : int
  seed : int
  scale : float
  dropout : float
  targets : List[int]
  adapter : List[Tensor]
  gradient : List[Tensor]
  slopes : List[Tensor]
  shades : List[Tensor]
  turns_cos : List[Tensor]
  turns_sin : List[Tensor]
  spans : List[List[int]]
  tape : List[List[Tensor]]

  # ---- weights: fp32 in, some rows at a time, the engine's precision kept ----

  # makes room for a weight of this shape
  def part(self: __torch__.Decoder, shape: Tensor) -> Tensor:
    sizes = annotate(List[int], [])
    for i in range(torch.size(shape, 0)):
      sizes.append(int(shape[i].item()))
    self.loading.append(torch.zeros(sizes, dtype=self.dtype))
    return torch.tensor(0)

  # puts rows into it; place: [which part, first row]
  def rows(self: __torch__.Decoder, place: Tensor, rows: Tensor) -> Tensor:
    torch.copy_(torch.narrow(self.loading[int(place[0].item())], 0, int(place[1].item()), torch.size(rows, 0)), rows)
    return torch.tensor(0)

  # the parts are those of a Layer, in its order; place: [rope, window]
  def load_layer(self: __torch__.Decoder, place: Tensor) -> Tensor:
    window = int(place[1].item())
    if not (window in self.windows):
      self.windows.append(window)
    w = self.loading
    self.layers.append(__torch__.Layer(w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], w[10], int(place[0].item()), window))
    self.loading = annotate(List[Tensor], [])
    return torch.tensor(torch.len(self.layers))

  # the parts are the embedding, the final norm and, if it is not the embedding, the head
  def load_ends(self: __torch__.Decoder, nothing: Tensor) -> Tensor:
    self.shared["embed"] = self.loading[0]
    self.shared["norm"] = self.loading[1]
    self.shared["head"] = self.loading[0]
    if torch.len(self.loading) > 2:
      self.shared["head"] = self.loading[2]
      self.shared["apart"] = torch.tensor(1)
    self.loading = annotate(List[Tensor], [])
    return torch.tensor(0)

  # frequencies [d / 2] float64; shape [positions, what sine and cosine are multiplied by]
  def load_rope(self: __torch__.Decoder, frequencies: Tensor, shape: Tensor) -> Tensor:
    angles = torch.outer(torch.arange(int(shape[0].item())).to(6), frequencies.to(6))
    angles = torch.cat([angles, angles], -1)
    self.cos.append((torch.cos(angles) * float(shape[1].item())).to(self.dtype))
    self.sin.append((torch.sin(angles) * float(shape[1].item())).to(self.dtype))
    return torch.tensor(0)

  # ---- the parts of a layer ----

  def rms(self: __torch__.Decoder, x: Tensor, w: Tensor) -> Tensor:
    return torch.rms_norm(x, [torch.size(w, 0)], w, self.epsilon)

  # rotary embedding, halves of a head paired; x [..., n, d], cos and sin [..., 1, d]
  def rotate(self: __torch__.Decoder, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = self.head_dim // 2
    turned = torch.cat([torch.neg(torch.narrow(x, -1, half, half)), torch.narrow(x, -1, 0, half)], -1)
    return torch.addcmul(x * cos, turned, sin)

  # the table of a layer's rotary embedding: two for each, for sequences within and beyond rope_switch
  def table(self: __torch__.Decoder, rope: int) -> int:
    if self.rope_switch > 0 and self.reach > self.rope_switch:
      return 2 * rope + 1
    return 2 * rope

  def embed(self: __torch__.Decoder, ids: Tensor) -> Tensor:
    h = torch.embedding(self.shared["embed"], ids)
    if self.embedding_scale != 1.:
      h = h * self.embedding_scale
    return h

  def plus(self: __torch__.Decoder, h: Tensor, part: Tensor, norm: Tensor) -> Tensor:
    if torch.numel(norm) > 0:
      return h + self.rms(part, norm)
    return h + part

  def opened(self: __torch__.Decoder, gate: Tensor) -> Tensor:
    if self.gelu:
      return torch.gelu(gate, approximate="tanh")
    return torch.silu(gate)

  def gated(self: __torch__.Decoder, both: Tensor, width: int) -> Tensor:
    return self.opened(torch.narrow(both, -1, 0, width)) * torch.narrow(both, -1, width, width)

  def mlp(self: __torch__.Decoder, layer: __torch__.Layer, h: Tensor) -> Tensor:
    both = torch.linear(self.rms(h, layer.inner_norm), layer.gate_up, None)
    part = torch.linear(self.gated(both, torch.size(layer.down, 1)), layer.down, None)
    return self.plus(h, part, layer.feedforward_norm)

  # the fused projection [B, T, n, d] -> normed and rotated queries and keys [B, T, heads + kv_heads, d], values
  def turn(self: __torch__.Decoder, layer: __torch__.Layer, qkv: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor]:
    n = self.heads + self.kv_heads
    if torch.numel(layer.query_norm) > 0:
      q = self.rms(torch.narrow(qkv, 2, 0, self.heads), layer.query_norm)
      k = self.rms(torch.narrow(qkv, 2, self.heads, self.kv_heads), layer.key_norm)
      qk = torch.cat([q, k], 2)
    else:
      qk = torch.narrow(qkv, 2, 0, n)
    return (self.rotate(qk, cos, sin), torch.narrow(qkv, 2, n, self.kv_heads))

  def biased(self: __torch__.Decoder, x: Tensor, w: Tensor, bias: Tensor) -> Tensor:
    if torch.numel(bias) > 0:
      return torch.linear(x, w, bias)
    return torch.linear(x, w, None)

  def project(self: __torch__.Decoder, layer: __torch__.Layer, h: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor]:
    n = self.heads + 2 * self.kv_heads
    qkv = self.biased(self.rms(h, layer.input_norm), layer.qkv, layer.qkv_bias)
    return self.turn(layer, qkv.view([torch.size(h, 0), torch.size(h, 1), n, self.head_dim]), cos, sin)

  def capped(self: __torch__.Decoder, scores: Tensor) -> Tensor:
    if self.soft_cap > 0.:
      return torch.tanh(scores / self.soft_cap) * self.soft_cap
    return scores

  # queries, keys and values [1, heads, N, d]; mask [queries, keys] bool, or none for plain causal
  def attend(self: __torch__.Decoder, q: Tensor, k: Tensor, v: Tensor, mask: Optional[Tensor]) -> Tensor:
    if self.soft_cap > 0.:
      scores = self.capped(torch.matmul(q, k.transpose(2, 3)).to(6) * self.query_scale)
      if mask is None:
        seen = torch.tril(torch.ones([torch.size(q, 2), torch.size(k, 2)], dtype=11))
      else:
        seen = mask
      weights = torch.softmax(torch.masked_fill(scores, torch.logical_not(seen), float("-inf")), -1).to(self.dtype)
      return torch.matmul(weights, v)
    if mask is None:
      return torch.scaled_dot_product_attention(q, k, v, None, 0., True, scale=self.query_scale)
    return torch.scaled_dot_product_attention(q, k, v, mask, 0., False, scale=self.query_scale)

  # keys or values [kv_heads, N, d] -> [1, heads, N, d]
  def spread(self: __torch__.Decoder, x: Tensor) -> Tensor:
    n = torch.size(x, 1)
    wide = x.unsqueeze(1).expand([self.kv_heads, self.heads // self.kv_heads, n, self.head_dim])
    return wide.reshape([1, self.heads, n, self.head_dim])

  def logits(self: __torch__.Decoder, hidden: Tensor) -> Tensor:
    logits = torch.linear(hidden, self.shared["head"], None).to(6)
    if self.final_soft_cap > 0.:
      logits = torch.tanh(logits / self.final_soft_cap) * self.final_soft_cap
    return logits

  # ---- shared prefixes: one prompt a slot ----

  # reach: tokens of the longest sequence that is to come
  def begin(self: __torch__.Decoder, slots: int, prefix: int, rows: int, reach: int) -> int:
    self.reach = reach
    torch.clear(self.prefix_k)
    torch.clear(self.prefix_v)
    torch.clear(self.own_k)
    torch.clear(self.own_v)
    for i in range(torch.len(self.layers)):
      self.prefix_k.append(torch.zeros([slots, self.kv_heads, prefix, self.head_dim], dtype=self.dtype))
      self.prefix_v.append(torch.zeros([slots, self.kv_heads, prefix, self.head_dim], dtype=self.dtype))
      self.own_k.append(torch.zeros([rows, self.kv_heads, self.page, self.head_dim], dtype=self.dtype))
      self.own_v.append(torch.zeros([rows, self.kv_heads, self.page, self.head_dim], dtype=self.dtype))
    self.shared["last"] = torch.zeros([slots, torch.size(self.shared["embed"], 1)], dtype=self.dtype)
    self.shared["lengths"] = torch.zeros([slots], dtype=4)
    return 0

  def copy_prefix(self: __torch__.Decoder, source: int, target: int, length: int) -> int:
    for i in range(torch.len(self.layers)):
      torch.copy_(torch.narrow(self.prefix_k[i][target], 1, 0, length), torch.narrow(self.prefix_k[i][source], 1, 0, length))
      torch.copy_(torch.narrow(self.prefix_v[i][target], 1, 0, length), torch.narrow(self.prefix_v[i][source], 1, 0, length))
    return 0

  # which of the past and the new tokens each new one sees, for each window; none where that is plain causal
  def prefix_masks(self: __torch__.Decoder, past: int, t: int) -> List[Optional[Tensor]]:
    masks = annotate(List[Optional[Tensor]], [])
    for window in self.windows:
      if past == 0 and (window == 0 or t <= window):
        masks.append(None)
      else:
        mask = torch.tril(torch.ones([t, past + t], dtype=11), past)
        if window > 0:
          mask = torch.logical_and(mask, torch.triu(mask, past - window + 1))
        masks.append(mask)
    return masks

  # the slot holds `past` tokens already; ids [T] follow them; the normed hidden states [T, hidden] come back, after
  # those of every layer [layers, T, hidden] (embeddings first, the last layer's not) if they are to be traced
  def run_prefix(self: __torch__.Decoder, slot: int, past: int, ids: Tensor, traced: bool) -> Tuple[Tensor, List[Tensor]]:
    t = torch.size(ids, 0)
    h = self.embed(ids).unsqueeze(0)
    masks = self.prefix_masks(past, t)
    trace = annotate(List[Tensor], [])
    for i in range(torch.len(self.layers)):
      if traced:
        trace.append(h[0])
      layer = self.layers[i]
      rope = self.table(layer.rope)
      cos = torch.narrow(self.cos[rope], 0, past, t).view([1, t, 1, self.head_dim])
      sin = torch.narrow(self.sin[rope], 0, past, t).view([1, t, 1, self.head_dim])
      qk, v = self.project(layer, h, cos, sin)
      torch.copy_(torch.narrow(self.prefix_k[i][slot], 1, past, t), torch.narrow(qk, 2, self.heads, self.kv_heads)[0].transpose(0, 1))
      torch.copy_(torch.narrow(self.prefix_v[i][slot], 1, past, t), v[0].transpose(0, 1))
      q = torch.narrow(qk, 2, 0, self.heads).transpose(1, 2)
      keys = self.spread(torch.narrow(self.prefix_k[i][slot], 1, 0, past + t))
      values = self.spread(torch.narrow(self.prefix_v[i][slot], 1, 0, past + t))
      a = self.attend(q, keys, values, masks[self.windows.index(layer.window)])
      h = self.plus(h, torch.linear(a.transpose(1, 2).reshape([1, t, self.heads * self.head_dim]), layer.output, None), layer.attention_norm)
      h = self.mlp(layer, h)
    return (self.rms(h[0], self.shared["norm"]), trace)

  # hidden states [layers + 1, T, hidden] of a prompt: embeddings, after each layer, the last one normed
  def hidden_states(self: __torch__.Decoder, slot: int, ids: Tensor) -> Tensor:
    h, trace = self.run_prefix(slot, 0, ids, True)
    trace.append(h)
    return torch.stack(trace).to(6)

  def prefill(self: __torch__.Decoder, slot: int, past: int, ids: Tensor) -> int:
    h, trace = self.run_prefix(slot, past, ids, False)
    torch.copy_(self.shared["last"][slot], h[torch.size(ids, 0) - 1])
    torch.fill_(self.shared["lengths"][slot], past + torch.size(ids, 0))
    return 0

  # logits [slots, vocabulary] after each slot's prompt
  def last_logits(self: __torch__.Decoder) -> Tensor:
    return self.logits(self.shared["last"])

  # log-probabilities [T] of targets [T], each after the token of ids [T] at the same place
  def follow(self: __torch__.Decoder, slot: int, ids: Tensor, targets: Tensor) -> Tensor:
    h, trace = self.run_prefix(slot, 0, ids, False)
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
    p = torch.size(self.prefix_k[0], 2)
    s = torch.size(self.own_k[0], 2)
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
      masks.append(torch.masked_fill(torch.zeros([b, t, p + s]), torch.logical_not(near), float("-inf")).view([b, 1, 1, t, p + s]))
    return masks

  def grow(self: __torch__.Decoder, columns: int) -> int:
    while torch.size(self.own_k[0], 2) < columns:
      for i in range(torch.len(self.layers)):
        more = torch.zeros([torch.size(self.own_k[i], 0), self.kv_heads, self.page, self.head_dim], dtype=self.dtype)
        self.own_k[i] = torch.cat([self.own_k[i], more], 2)
        self.own_v[i] = torch.cat([self.own_v[i], more], 2)
    return 0

  # cosines and sines [B, T, 1, d] at the positions, for each table
  def turns(self: __torch__.Decoder, positions: Tensor) -> Tuple[List[Tensor], List[Tensor]]:
    cos = annotate(List[Tensor], [])
    sin = annotate(List[Tensor], [])
    shape = [torch.size(positions, 0), torch.size(positions, 1), 1, self.head_dim]
    for i in range(torch.len(self.cos)):
      cos.append(torch.index_select(self.cos[i], 0, positions.reshape([-1])).view(shape))
      sin.append(torch.index_select(self.sin[i], 0, positions.reshape([-1])).view(shape))
    return (cos, sin)

  # members [slots * share]: the rows of each slot, padded; place [B]: where a row stands in members. The last layer's
  # hidden states [B, T, hidden] come back, not normed; after those of every layer before it if they are to be traced
  def extend(self: __torch__.Decoder, tokens: Tensor, positions: Tensor, kept: Tensor, column: int, members: Tensor, place: Tensor, among: Tensor, traced: int) -> List[Tensor]:
    b = torch.size(tokens, 0)
    t = torch.size(tokens, 1)
    d = self.head_dim
    kv = self.kv_heads
    n = self.heads // kv * t
    self.grow(column + t)
    p = torch.size(self.prefix_k[0], 2)
    s = torch.size(self.own_k[0], 2)
    slots = torch.size(self.prefix_k[0], 0)
    share = torch.size(members, 0) // slots
    masks = self.visible(torch.floor_divide(place, share), positions, kept, column, among)
    h = self.embed(tokens)
    cos, sin = self.turns(positions)
    states = annotate(List[Tensor], [])
    for i in range(torch.len(self.layers)):
      if traced > 0:
        states.append(h)
      layer = self.layers[i]
      rope = self.table(layer.rope)
      qk, v = self.project(layer, h, cos[rope], sin[rope])
      own_k = torch.narrow(self.own_k[i], 0, 0, b)
      own_v = torch.narrow(self.own_v[i], 0, 0, b)
      torch.copy_(torch.narrow(own_k, 2, column, t), torch.narrow(qk, 2, self.heads, kv).transpose(1, 2))
      torch.copy_(torch.narrow(own_v, 2, column, t), v.transpose(1, 2))
      q = torch.narrow(qk, 2, 0, self.heads).view([b, t, kv, n // t, d]).permute([0, 2, 3, 1, 4]).reshape([b, kv, n, d])
      gathered = torch.index_select(q, 0, members).view([slots, share, kv, n, d]).transpose(1, 2).reshape([slots, kv, share * n, d])
      before = torch.matmul(gathered, self.prefix_k[i].transpose(2, 3)).view([slots, kv, share, n, p]).transpose(1, 2).reshape([slots * share, kv, n, p])
      scores = self.capped(torch.cat([torch.index_select(before, 0, place), torch.matmul(q, own_k.transpose(2, 3))], -1).to(6) * self.query_scale)
      mask = masks[self.windows.index(layer.window)]
      weights = torch.softmax(scores.view([b, kv, n // t, t, p + s]) + mask, -1).to(self.dtype).view([b, kv, n, p + s])
      seen = torch.index_select(torch.narrow(weights, -1, 0, p), 0, members).view([slots, share, kv, n, p]).transpose(1, 2).reshape([slots, kv, share * n, p])
      below = torch.matmul(seen, self.prefix_v[i]).view([slots, kv, share, n, d]).transpose(1, 2).reshape([slots * share, kv, n, d])
      a = torch.index_select(below, 0, place) + torch.matmul(torch.narrow(weights, -1, p, s).contiguous(), own_v)
      a = a.view([b, kv, n // t, t, d]).permute([0, 3, 1, 2, 4]).reshape([b, t, self.heads * d])
      h = self.plus(h, torch.linear(a, layer.output, None), layer.attention_norm)
      h = self.mlp(layer, h)
    states.append(h)
    return states

  def swap(self: __torch__.Decoder, a: int, b: int) -> int:
    pair = torch.tensor([a, b])
    turned = torch.tensor([b, a])
    for i in range(torch.len(self.layers)):
      torch.index_copy_(self.own_k[i], 0, turned, torch.index_select(self.own_k[i], 0, pair))
      torch.index_copy_(self.own_v[i], 0, turned, torch.index_select(self.own_v[i], 0, pair))
    return 0

  # ---- choosing the next token ----

  # uniform [B] in [0, 1) decides the draw; ids and their log-probability at temperature 1 without filters, [2, B]
  def choose(self: __torch__.Decoder, logits: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tensor:
    total = torch.logsumexp(logits, [-1], True)
    if temperature == 0.:
      ids = torch.argmax(logits, -1, True)
    elif top_k == 0 and top_p == 1.:
      p = torch.softmax(logits / temperature, -1, 7)
      ids = self.invert(torch.masked_fill(p, p < torch.amax(p, [-1], True) * min_p, 0), uniform.unsqueeze(1))
    elif top_k > 0:
      best, order = torch.topk(logits / temperature, torch.minimum(torch.tensor(top_k), torch.tensor(torch.size(logits, 1))).item())
      ids = torch.gather(order, 1, self.filter(torch.softmax(best, -1, 7), uniform.unsqueeze(1), top_p, min_p))
    else:
      ids = self.nucleus(logits / temperature, uniform.unsqueeze(1), top_p, min_p)
    logprob = torch.gather(logits, 1, ids) - total
    return torch.stack([ids.to(7).squeeze(1), logprob.to(7).squeeze(1)])

  # the 256 most probable nearly always hold top_p; only rows where they do not look at more
  def nucleus(self: __torch__.Decoder, logits: Tensor, uniform: Tensor, top_p: float, min_p: float) -> Tensor:
    total = torch.logsumexp(logits, [-1], True)
    ids = torch.zeros([torch.size(logits, 0), 1], dtype=4)
    left = torch.arange(torch.size(logits, 0))
    width = 256
    while torch.numel(left) > 0:
      if width > torch.size(logits, 1):
        width = torch.size(logits, 1)
      best, order = torch.topk(torch.index_select(logits, 0, left), width)
      p = torch.exp(best - torch.index_select(total, 0, left)).to(7)
      if width == torch.size(logits, 1):
        enough = torch.ones([torch.size(left, 0)], dtype=11)
      else:
        enough = torch.logical_not(torch.sum(p, [-1]) < top_p)
      drawn = torch.gather(order, 1, self.filter(p, torch.index_select(uniform, 0, left), top_p, min_p))
      done = torch.nonzero(enough).view([-1])
      torch.index_copy_(ids, 0, torch.index_select(left, 0, done), torch.index_select(drawn, 0, done))
      left = torch.index_select(left, 0, torch.nonzero(torch.logical_not(enough)).view([-1]))
      width = width * 16
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
  def decode(self: __torch__.Decoder, tokens: Tensor, positions: Tensor, column: int, members: Tensor, place: Tensor, uniform: Tensor, temperature: float, top_k: int, top_p: float, min_p: float) -> Tensor:
    kept = torch.full([torch.size(tokens, 0)], column, dtype=4)
    h = self.extend(tokens, positions, kept, column, members, place, torch.zeros([0]), 0)[0]
    return self.choose(self.logits(self.rms(h.squeeze(1), self.shared["norm"])), uniform, temperature, top_k, top_p, min_p)

  def forward(self: __torch__.Decoder, x: Tensor) -> Tensor:
    return x
