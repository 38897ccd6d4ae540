# The rest of the class Decoder: gradients of a pass, from its last layer to its first.

  # adds to the gradient in a weight, where all weights learn; part: its place in weights()
  def learn(self: __torch__.Decoder, part: int, d: Tensor) -> int:
    if torch.len(self.slopes) > 0:
      torch.add_(self.slopes[part], d)
    return 0

  # through a root-mean-square norm: dy is the gradient in its output, x its input
  def rms_back(self: __torch__.Decoder, dy: Tensor, x: Tensor, w: Tensor, weight: int) -> Tensor:
    n = torch.size(w, 0)
    norm = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)
    r = torch.rsqrt(norm * norm / n + self.epsilon)
    if torch.len(self.slopes) > 0:
      done = self.learn(weight, torch.sum((dy * x * r).view([-1, n]), [0], False, dtype=6))
    g = dy * w
    dot = torch.sum(g * x, [-1], True, dtype=6)
    return torch.sub(g * r, x * (dot * r * r * r / n)).to(self.dtype)

  # through y = x W^T + z B^T, z = scale x A^T; the adapter's gradient is added to
  def linear_back(self: __torch__.Decoder, dy: Tensor, x: Tensor, z: Tensor, w: Tensor, i: int, which: int) -> Tensor:
    dx = torch.mm(dy, w)
    if torch.len(self.slopes) > 0:
      done = self.learn(11 * i + [1, 5, 8, 9][which], torch.mm(dy.t(), x))
    if torch.numel(z) > 0:
      k = 8 * i + 2 * which
      dz = torch.mul_(torch.mm(dy, self.adapter[k + 1]), self.scale)
      if self.dropout == 0.:
        torch.addmm_(dx, dz, self.adapter[k])
      else:
        torch.add_(dx, self.dropped(torch.mm(dz, self.adapter[k]), k))
      first = 0
      for other in range(4):
        n = self.adapted(other)
        if n > 0:
          first += i * (1 + n)
          if other < which:
            first += 1 + n
      torch.add_(self.gradient[first], torch.mm(dz.t(), self.dropped(x, k)))
      db = torch.mm(dy.t(), z)
      blocks = self.blocks(which)
      for j in range(torch.len(blocks)):
        block = blocks[j]
        torch.add_(self.gradient[first + 1 + j], torch.narrow(torch.narrow(db, 0, block[0], block[1]), 1, block[2], self.rank))
    return dx

  def gated_back(self: __torch__.Decoder, dy: Tensor, both: Tensor, open: Tensor) -> Tensor:
    width = torch.size(open, 1)
    gate = torch.narrow(both, -1, 0, width)
    d = torch.empty_like(both)
    inner = dy * torch.narrow(both, -1, width, width)
    if self.gelu:
      torch.copy_(torch.narrow(d, -1, 0, width), torch.gelu_backward(inner, gate, approximate="tanh"))
    else:
      torch.copy_(torch.narrow(d, -1, 0, width), torch.silu_backward(inner, gate))
    torch.copy_(torch.narrow(d, -1, width, width), torch.mul_(dy, open))
    return d

  # adds the gradient [kv_heads, keys, d] in a slice's keys or values to that in the span's [tokens, kv_heads, d]
  def unseen(self: __torch__.Decoder, sum: Tensor, d: Tensor, span: List[int], slice: List[int]) -> int:
    d = d.transpose(0, 1)
    if slice[3] == 0:
      torch.add_(torch.narrow(sum, 0, 0, slice[2]), d)
    else:
      n = slice[2] - span[1]
      torch.add_(torch.narrow(sum, 0, 0, span[1]), torch.narrow(d, 0, 0, span[1]))
      torch.add_(torch.narrow(sum, 0, span[1] + span[2], n), torch.narrow(d, 0, span[1], n))
    return 0

  # da [N, heads * d] -> gradient of queries and keys [N, heads + kv_heads, d], of values [N, kv_heads, d]
  def attention_back(self: __torch__.Decoder, da: Tensor, qk: Tensor, v: Tensor, shares: List[Tensor], window: int) -> Tuple[Tensor, Tensor]:
    dq = annotate(List[Tensor], [])
    dk = torch.zeros([torch.size(v, 0), self.kv_heads, self.head_dim])
    dv = torch.zeros([torch.size(v, 0), self.kv_heads, self.head_dim])
    at = self.windows.index(window)
    known = 0
    for span in self.spans:
      size = span[1] + span[2] + span[3]
      part = torch.narrow(qk, 0, span[0], size)
      values = torch.narrow(v, 0, span[0], size)
      outputs = torch.narrow(da, 0, span[0], size).view([size, self.heads, self.head_dim])
      for slice in self.slices(span):
        q = self.folded(torch.narrow(torch.narrow(part, 0, slice[0], slice[1]), 1, 0, self.heads))
        k = self.seen(torch.narrow(part, 1, self.heads, self.kv_heads), span, slice).contiguous()
        if slice[2] <= 512:
          p = shares[known]
          known += 1
        else:
          p = self.shares(q, k, self.shades[at])
        d = self.folded(torch.narrow(outputs, 0, slice[0], slice[1]))
        done = self.unseen(torch.narrow(dv, 0, span[0], size), torch.bmm(p.transpose(1, 2), d), span, slice)
        ds = torch._softmax_backward_data(torch.bmm(d, self.seen(values, span, slice).transpose(1, 2)), p, -1, self.dtype)
        if self.soft_cap > 0.:
          bend = self.scores(q, k) / self.soft_cap
          ds = (ds * (1. - bend * bend)).to(self.dtype)
        torch.mul_(ds, self.query_scale)
        dq.append(self.unfolded(torch.bmm(ds, k)))
        done = self.unseen(torch.narrow(dk, 0, span[0], size), torch.bmm(ds.transpose(1, 2), q), span, slice)
        at += torch.len(self.windows)
    return (torch.cat([torch.cat(dq, 0), dk.to(self.dtype)], 1), dv.to(self.dtype))

  # the gradient in the fused projection [N, rows] from that in turned queries and keys, and values
  def turn_back(self: __torch__.Decoder, layer: __torch__.Layer, i: int, dqk: Tensor, dv: Tensor, raw: Tensor) -> Tensor:
    rope = self.table(layer.rope)
    n = torch.size(dv, 0)
    d = self.rotate(dqk.unsqueeze(0), self.turns_cos[rope], torch.neg(self.turns_sin[rope]))[0]
    if torch.numel(layer.query_norm) > 0:
      plain = raw.view([n, self.heads + 2 * self.kv_heads, self.head_dim])
      dq = self.rms_back(torch.narrow(d, 1, 0, self.heads), torch.narrow(plain, 1, 0, self.heads), layer.query_norm, 11 * i + 3)
      dk = self.rms_back(torch.narrow(d, 1, self.heads, self.kv_heads), torch.narrow(plain, 1, self.heads, self.kv_heads), layer.key_norm, 11 * i + 4)
      return torch.cat([dq, dk, dv], 1).view([n, -1])
    return torch.cat([d, dv], 1).view([n, -1])

  # dh, the gradient in a layer's output, to that in its input
  def layer_back(self: __torch__.Decoder, i: int, dh: Tensor, kept: List[Tensor]) -> Tensor:
    layer = self.layers[i]
    if torch.len(kept) == 1:
      again, full = self.layer_pass(i, kept[0])
    else:
      full = kept
    h, mid, raw, qk, v, a, both = full[0], full[1], full[2], full[3], full[4], full[5], full[6]
    inner = torch.size(layer.down, 1)
    open = self.opened(torch.narrow(both, -1, 0, inner))
    act = open * torch.narrow(both, -1, inner, inner)
    d = dh
    if torch.numel(layer.feedforward_norm) > 0:
      part = torch.linear(act, layer.down, None)
      z = self.lean(part, act, 8 * i + 6)
      d = self.rms_back(dh, part, layer.feedforward_norm, 11 * i + 10)
    d = self.gated_back(self.linear_back(d, act, full[10], layer.down, i, 3), both, open)
    d = self.linear_back(d, self.rms(mid, layer.inner_norm), full[9], layer.gate_up, i, 2)
    dmid = dh + self.rms_back(d, mid, layer.inner_norm, 11 * i + 7)
    d = dmid
    if torch.numel(layer.attention_norm) > 0:
      part = torch.linear(a, layer.output, None)
      z = self.lean(part, a, 8 * i + 2)
      d = self.rms_back(dmid, part, layer.attention_norm, 11 * i + 6)
    dqk, dv = self.attention_back(self.linear_back(d, a, full[8], layer.output, i, 1), qk, v, torch.slice(full, 11), layer.window)
    d = self.turn_back(layer, i, dqk, dv, raw)
    if torch.numel(layer.qkv_bias) > 0:
      done = self.learn(11 * i + 2, torch.sum(d, [0], False, dtype=6))
    d = self.linear_back(d, self.rms(h, layer.input_norm), full[7], layer.qkv, i, 0)
    return dmid + self.rms_back(d, h, layer.input_norm, 11 * i)

  # d [M, hidden]: the gradient in the normed states at the places
  def back(self: __torch__.Decoder, d: Tensor, tokens: int) -> int:
    last = 11 * torch.len(self.layers)
    d = self.rms_back(d, self.shared["states"], self.shared["norm"], last + 1)
    dh = torch.index_add(torch.zeros([tokens, torch.size(d, 1)], dtype=self.dtype), 0, self.shared["places"], d)
    for j in range(torch.len(self.layers)):
      i = torch.len(self.layers) - 1 - j
      dh = self.layer_back(i, dh, self.tape[i])
      self.tape[i] = annotate(List[Tensor], [])
    self.tape = annotate(List[List[Tensor]], [])
    if torch.len(self.slopes) > 0:
      done = self.learn_rows(last, self.shared["ids"], dh * self.embedding_scale)
    return 0

  # adds rows [n, hidden] to the gradient in some rows [n] of the embedding or the head
  def learn_rows(self: __torch__.Decoder, part: int, rows: Tensor, d: Tensor) -> int:
    done = torch.index_add_(self.slopes[part], 0, rows, d.to(6))
    return 0

  # the head's place in weights()
  def head_part(self: __torch__.Decoder) -> int:
    if self.apart():
      return 11 * torch.len(self.layers) + 2
    return 11 * torch.len(self.layers)

  # the gradient in the head of predictions whose log-probabilities have slopes each [M, 1]
  def head_back(self: __torch__.Decoder, each: Tensor) -> int:
    head = self.shared["head"]
    states = self.rms(self.shared["states"], self.shared["norm"])
    step = self.portion()
    at = 0
    while at < torch.size(states, 0):
      n = min(step, torch.size(states, 0) - at)
      h = torch.narrow(states, 0, at, n)
      slope = torch.narrow(each, 0, at, n)
      wanted = torch.narrow(self.shared["targets"], 0, at, n).unsqueeze(1)
      logits, bend = self.bent(torch.linear(h, head, None).to(6))
      d = torch.mul_(torch.neg_(torch.softmax(logits, -1)), slope)
      torch.scatter_add_(d, 1, wanted, slope)
      if torch.numel(bend) > 0:
        torch.mul_(d, bend)
      done = self.learn(self.head_part(), torch.mm(d.to(self.dtype).t(), h))
      at += n
    return 0

  # slopes [2 * sequences]: a loss's gradient in the sums
  def back_policy(self: __torch__.Decoder, slopes: Tensor) -> int:
    each = torch.index_select(slopes, 0, self.shared["owner"]).unsqueeze(1)
    if torch.len(self.slopes) > 0:
      done = self.head_back(each)
    return self.back((self.shared["slope"] * each).to(self.dtype), torch.size(self.tape[0][0], 0))

  # slopes [M, m]: a loss's gradient in the logits
  def back_choices(self: __torch__.Decoder, slopes: Tensor) -> int:
    if torch.numel(self.shared["bend"]) > 0:
      slopes = slopes * self.shared["bend"]
    if torch.len(self.slopes) > 0:
      states = self.rms(self.shared["states"], self.shared["norm"])
      rows = torch.bmm(slopes.unsqueeze(2), states.to(6).unsqueeze(1))
      done = self.learn_rows(self.head_part(), self.shared["allowed"].reshape([-1]), rows.view([-1, torch.size(states, 1)]))
    d = torch.bmm(slopes.unsqueeze(1).to(self.dtype), self.shared["slope"]).squeeze(1)
    return self.back(d, torch.size(self.tape[0][0], 0))
