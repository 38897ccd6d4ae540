# The rest of the class Decoder: matrix products with weights in one of three forms. Decoder.java puts this text behind
# decoder.py. Plain: as loaded, which training needs. Packed: bfloat16 in the layout that the processor's kernels want.
# Bytes: signed bytes with a scale for each output, multiplied by unsigned bytes with a scale and an offset for each
# token, after arXiv 2211.10438 (SmoothQuant): what is large in the inputs is divided out of them beforehand and
# multiplied into the weights. Where we differ: inputs are rounded token by token while the model runs, the smoothing's
# maxima are those of one short text, and what is divided out of an attention's output goes into the values' rows.

  # ---- making them ----

  def plain(self: __torch__.Decoder, matrix: Tensor, bias: Tensor) -> __torch__.Product:
    none = torch.zeros([0])
    return __torch__.Product(matrix, bias, none, none, none)

  # a matrix [outputs, inputs] fp32 in the form that is wanted
  def formed(self: __torch__.Decoder, matrix: Tensor, bias: Tensor) -> __torch__.Product:
    none = torch.zeros([0])
    if self.form == 1:
      return __torch__.Product(ops.mkldnn._reorder_linear_weight(matrix.to(15).contiguous(), 32), bias.to(15), none, none, none)
    scale = torch.clamp_min(torch.amax(torch.abs(matrix), [1]), 1.0e-12) / 127.
    rounded = torch.round(matrix / scale.unsqueeze(1))
    zero = torch.zeros([torch.size(matrix, 0)], dtype=4)
    packed = ops.onednn.qlinear_prepack(rounded.to(1).contiguous(), [32, torch.size(matrix, 1)])
    return __torch__.Product(packed, bias.to(6), scale, zero, torch.sum(rounded, [1]) * scale)

  # what to divide inputs by whose largest numbers are `peak` [inputs], times those of the matrix's columns
  def smoothing(self: __torch__.Decoder, peak: Tensor, matrix: Tensor) -> Tensor:
    columns = torch.clamp_min(torch.amax(torch.abs(matrix), [0]), 1.0e-5)
    return torch.clamp_min(torch.pow(torch.clamp_min(peak, 1.0e-5), 0.6) / torch.pow(columns, 0.4), 1.0e-4)

  # a norm's weight goes into the matrix behind it
  def absorbed(self: __torch__.Decoder, matrix: Tensor, norm: Tensor) -> Tensor:
    return matrix.to(6) * norm.to(6)

  # all weights take the form, 1 packed or 2 bytes, for which the layers' inputs must have been watched; from then on
  # the decoder cannot learn
  def pack(self: __torch__.Decoder, form: int) -> int:
    self.form = form
    self.watching = False
    products = annotate(List[__torch__.Product], [])
    none = torch.zeros([0])
    for i in range(torch.len(self.layers)):
      w = self.layers[i]
      qkv = self.absorbed(w.qkv, w.input_norm)
      bias = w.qkv_bias.to(6)
      output = w.output.to(6)
      gate_up = self.absorbed(w.gate_up, w.inner_norm)
      down = w.down.to(6)
      input_norm = none
      inner_norm = none
      if form == 2:
        wide = self.heads * self.head_dim
        narrow = self.kv_heads * self.head_dim
        inner = torch.size(down, 1)
        s = self.smoothing(self.peaks[4 * i] / torch.clamp_min(torch.abs(w.input_norm.to(6)), 1.0e-6), qkv)
        qkv = qkv * s
        input_norm = torch.reciprocal(s)
        each = self.smoothing(self.peaks[4 * i + 1], output).view([self.kv_heads, -1, self.head_dim])
        s = torch.amax(each, [1], True)
        output = output * s.expand(torch.size(each)).reshape([wide])
        values = torch.narrow(qkv, 0, wide + narrow, narrow)
        torch.div_(values, s.reshape([narrow, 1]))
        if torch.numel(bias) > 0:
          torch.div_(torch.narrow(bias, 0, wide + narrow, narrow), s.reshape([narrow]))
        s = self.smoothing(self.peaks[4 * i + 2] / torch.clamp_min(torch.abs(w.inner_norm.to(6)), 1.0e-6), gate_up)
        gate_up = gate_up * s
        inner_norm = torch.reciprocal(s)
        s = self.smoothing(self.peaks[4 * i + 3], down)
        down = down * s
        torch.div_(torch.narrow(gate_up, 0, inner, inner), s.unsqueeze(1))
      products.append(self.formed(qkv, bias))
      products.append(self.formed(output, none))
      products.append(self.formed(gate_up, none))
      products.append(self.formed(down, none))
      self.layers[i] = __torch__.Layer(input_norm, none, none, w.query_norm, w.key_norm, none, w.attention_norm, inner_norm, none, none, w.feedforward_norm, w.rope, w.window)
    products.append(self.formed(self.shared["head"].to(6), none))
    self.products = products
    self.peaks = annotate(List[Tensor], [])
    return 0

  # keeps the largest inputs of every matrix in the next prompt
  def watch(self: __torch__.Decoder) -> int:
    self.watching = True
    self.peaks = annotate(List[Tensor], [])
    return 0

  # ---- using them: x [N, inputs] fp32 or dtype ----

  # 1 / rms of each row [N, 1]
  def inverse_rms(self: __torch__.Decoder, x: Tensor) -> Tensor:
    n = torch.linalg_vector_norm(x, 2, [-1], True)
    return torch.rsqrt(n * n / torch.size(x, -1) + self.epsilon)

  # normed fp32 [..., n], weight [n]
  def normed(self: __torch__.Decoder, x: Tensor, weight: Tensor) -> Tensor:
    return x * self.inverse_rms(x) * weight.to(6)

  # rounded to unsigned bytes row by row: [N, inputs + 8], a row's last 8 bytes its scale and its least number in fp32
  def byte_product(self: __torch__.Decoder, x: Tensor, factors: Tensor, p: __torch__.Product) -> Tuple[Tensor, Tensor, Tensor]:
    n = torch.size(x, 1)
    bytes = ops.quantized.embedding_bag_byte_prepack(x)
    s = torch.view_copy(torch.narrow(bytes, 1, n, 8), dtype=6)
    if torch.numel(factors) > 0:
      s = s * factors
    raw = ops.onednn.qlinear_pointwise(torch.narrow(bytes, 1, 0, n).contiguous(), 1., 0, p.matrix, p.scale, p.zero, None, 1., 0, 6, "none", annotate(List[Optional[number]], []), "")
    return (raw, torch.narrow(s, 1, 0, 1), torch.narrow(s, 1, 1, 1))

  def dense_product(self: __torch__.Decoder, x: Tensor, p: __torch__.Product) -> Tensor:
    if self.watching:
      self.peaks.append(torch.amax(torch.abs(x), [0]).to(6))
    x = x.to(self.dtype)
    if self.form == 0:
      return self.biased(x, p.matrix, p.bias)
    if torch.numel(p.bias) > 0:
      return ops.mkldnn._linear_pointwise(x, p.matrix, p.bias, "none", annotate(List[Optional[number]], []), "")
    return ops.mkldnn._linear_pointwise(x, p.matrix, None, "none", annotate(List[Optional[number]], []), "")

  def product(self: __torch__.Decoder, x: Tensor, p: __torch__.Product) -> Tensor:
    if self.form < 2:
      return self.dense_product(x, p)
    raw, scale, least = self.byte_product(x.to(6), torch.zeros([0]), p)
    return torch.addcmul(least * p.sums, raw, scale)

  # of rows h [N, hidden] normed first; norm: its weight, if the matrix has not absorbed it, else what smooths
  def normed_product(self: __torch__.Decoder, h: Tensor, norm: Tensor, p: __torch__.Product) -> Tensor:
    r = self.inverse_rms(h)
    if self.form < 2:
      x = h * r
      if torch.numel(norm) > 0:
        x = x * norm.to(6)
      return self.dense_product(x, p)
    raw, scale, least = self.byte_product(h * norm, r, p)
    shift = least * p.sums
    if torch.numel(p.bias) > 0:
      shift = shift + p.bias
    return torch.addcmul(shift, raw, scale)

  # h + the product, normed first where the family does so
  def joined(self: __torch__.Decoder, h: Tensor, x: Tensor, p: __torch__.Product, norm: Tensor) -> Tensor:
    if torch.numel(norm) > 0:
      return h + self.normed(self.product(x, p).to(6), norm)
    if self.form < 2:
      return h + self.dense_product(x, p)
    raw, scale, least = self.byte_product(x.to(6), torch.zeros([0]), p)
    return torch.addcmul(torch.addcmul(h, least, p.sums), raw, scale)

  # logits fp32 after normed states fp32 [N, hidden]
  def logits(self: __torch__.Decoder, hidden: Tensor) -> Tensor:
    logits = self.product(hidden, self.products[torch.len(self.products) - 1]).to(6)
    if self.final_soft_cap > 0.:
      logits = torch.tanh(logits / self.final_soft_cap) * self.final_soft_cap
    return logits
