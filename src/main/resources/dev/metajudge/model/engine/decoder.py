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
# A matrix to multiply with, in one of the forms of packing.py; for bytes its outputs' scales, zeros, and sums.
class Product(NamedTuple):
  matrix : Tensor
  bias : Tensor
  scale : Tensor
  zero : Tensor
  sums : Tensor
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
  prefix : List[Tensor]
  own : List[Tensor]
  base : int
  form : int
  watching : bool
  products : List[__torch__.Product]
  peaks : List[Tensor]
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
    none = torch.zeros([0])
    self.products.append(self.plain(w[1], w[2]))
    self.products.append(self.plain(w[5], none))
    self.products.append(self.plain(w[8], none))
    self.products.append(self.plain(w[9], none))
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
    self.products.append(self.plain(self.shared["head"], torch.zeros([0])))
    self.loading = annotate(List[Tensor], [])
    return torch.tensor(0)

  # frequencies [d / 2] float64; shape [positions, what sine and cosine are multiplied by]
  def load_rope(self: __torch__.Decoder, frequencies: Tensor, shape: Tensor) -> Tensor:
    angles = torch.outer(torch.arange(int(shape[0].item())).to(6), frequencies.to(6))
    angles = torch.cat([angles, angles], -1)
    self.cos.append(torch.cos(angles) * float(shape[1].item()))
    self.sin.append(torch.sin(angles) * float(shape[1].item()))
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

  def capped(self: __torch__.Decoder, scores: Tensor) -> Tensor:
    if self.soft_cap > 0.:
      return torch.tanh(scores / self.soft_cap) * self.soft_cap
    return scores
