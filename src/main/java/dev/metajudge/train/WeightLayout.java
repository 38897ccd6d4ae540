package dev.metajudge.train;

import dev.metajudge.UserError;
import dev.metajudge.model.ModelConfig;
import dev.metajudge.model.engine.DecoderLoader;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsTensor;
import dev.metajudge.model.files.Weights;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Where each weight of a model stands in one flat vector of numbers: in the order of {@link DecoderLoader#names}. */
final class WeightLayout {
    private final Map<String, Place> places = new LinkedHashMap<>();
    private long size;

    private record Place(long first, long[] shape) {
        long columns() {
            return shape.length == 2 ? shape[1] : 1;
        }
    }

    /**
     * Lays a model's weights out.
     *
     * @throws UserError if it has more numbers than a vector can hold
     */
    WeightLayout(ModelConfig config, Weights weights) {
        for (String name : DecoderLoader.names(config)) {
            var place = new Place(size, weights.shape(name));
            places.put(name, place);
            size += place.shape[0] * place.columns();
        }
        if (size > Integer.MAX_VALUE) {
            throw UserError.input("the model has %,d numbers; training learns at most %,d: use weights lora"
                    .formatted(size, Integer.MAX_VALUE));
        }
    }

    /** How many numbers there are. */
    long size() {
        return size;
    }

    /** The vector in a file as a model's weights, which are read from there; closing them closes nothing. */
    Weights of(SafetensorsFile file, SafetensorsTensor vector) {
        return new Stored(file, vector);
    }

    private final class Stored implements Weights {
        private final SafetensorsFile file;
        private final SafetensorsTensor vector;

        Stored(SafetensorsFile file, SafetensorsTensor vector) {
            this.file = file;
            this.vector = vector;
        }

        @Override
        public List<String> names() {
            return List.copyOf(places.keySet());
        }

        @Override
        public long[] shape(String name) {
            return place(name).shape.clone();
        }

        @Override
        public void readRows(String name, long first, long rows, FloatBuffer target) {
            Place place = place(name);
            Objects.checkFromIndexSize(first, rows, place.shape[0]);
            file.read(vector, place.first + first * place.columns(), rows * place.columns(), target);
        }

        private Place place(String name) {
            Place place = places.get(name);
            if (place == null) {
                throw new IllegalArgumentException("no weight is named " + name);
            }
            return place;
        }

        @Override
        public void close() {
            // whoever opened the file closes it
        }
    }
}
