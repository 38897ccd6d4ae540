package dev.metajudge.model.files;

import dev.metajudge.model.ModelConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * Where one weight of a model lies in a GGUF file.
 *
 * @param name the canonical name
 * @param stored the name in the file
 * @param shape the shape that the model's sizes ask for, row-major
 * @param turnedHeads into how many heads the rows are divided, each with its halves interleaved for rotary embedding
 *     by adjacent pairs; 0 when rows are in canonical order
 */
record TensorPlace(String name, String stored, List<Long> shape, int turnedHeads) {
    TensorPlace {
        shape = List.copyOf(shape);
    }

    /** All weights of a model, in canonical order. */
    static List<TensorPlace> of(ModelConfig config) {
        return switch (config.family()) {
            case LLAMA -> llama(config);
        };
    }

    private static List<TensorPlace> llama(ModelConfig config) {
        var places = new ArrayList<TensorPlace>();
        places.add(matrix("model.embed_tokens", "token_embd", config.vocabulary(), config.hidden()));
        for (int layer = 0; layer < config.layers(); layer++) {
            addLlamaLayer(places, config, "model.layers.%d.".formatted(layer), "blk.%d.".formatted(layer));
        }
        places.add(norm("model.norm", "output_norm", config.hidden()));
        if (!config.tiedOutput()) {
            places.add(matrix("lm_head", "output", config.vocabulary(), config.hidden()));
        }
        return List.copyOf(places);
    }

    private static void addLlamaLayer(List<TensorPlace> places, ModelConfig config, String name, String stored) {
        int hidden = config.hidden();
        places.add(norm(name + "input_layernorm", stored + "attn_norm", hidden));
        places.add(turned(name + "self_attn.q_proj", stored + "attn_q", config.heads(), config));
        places.add(turned(name + "self_attn.k_proj", stored + "attn_k", config.kvHeads(), config));
        places.add(matrix(name + "self_attn.v_proj", stored + "attn_v", config.keyWidth(), hidden));
        places.add(matrix(name + "self_attn.o_proj", stored + "attn_output", hidden, config.queryWidth()));
        places.add(norm(name + "post_attention_layernorm", stored + "ffn_norm", hidden));
        places.add(matrix(name + "mlp.gate_proj", stored + "ffn_gate", config.intermediate(), hidden));
        places.add(matrix(name + "mlp.up_proj", stored + "ffn_up", config.intermediate(), hidden));
        places.add(matrix(name + "mlp.down_proj", stored + "ffn_down", hidden, config.intermediate()));
    }

    private static TensorPlace norm(String name, String stored, long size) {
        return new TensorPlace(name + ".weight", stored + ".weight", List.of(size), 0);
    }

    private static TensorPlace matrix(String name, String stored, long rows, long columns) {
        return new TensorPlace(name + ".weight", stored + ".weight", List.of(rows, columns), 0);
    }

    private static TensorPlace turned(String name, String stored, int heads, ModelConfig config) {
        List<Long> shape = List.of((long) heads * config.headDim(), (long) config.hidden());
        return new TensorPlace(name + ".weight", stored + ".weight", shape, heads);
    }
}
