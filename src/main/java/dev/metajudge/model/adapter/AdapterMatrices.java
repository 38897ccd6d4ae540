package dev.metajudge.model.adapter;

import dev.metajudge.model.adapter.PeftName.Matrix;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsTensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Turns the tensors of an adapter's file into pairs. */
record AdapterMatrices(SafetensorsFile file, AdapterConfig config) {

    SortedMap<String, LoraPair> read() {
        var pairs = new TreeMap<String, LoraPair>();
        refuseLarge();
        for (SafetensorsTensor tensor : file.tensors()) {
            PeftName name = PeftName.parse(tensor.name())
                    .orElseThrow(() -> file.refuse(
                            "tensor %s is not a LoRA matrix of a linear layer; adapters with it are not supported"
                                    .formatted(tensor.name())));
            if (name.matrix() == Matrix.A) {
                pairs.put(name.weight(), pair(name.weight()));
            } else {
                require(new PeftName(name.weight(), Matrix.A));
            }
        }
        try {
            AdapterFolder.checkTargets(config, pairs.keySet());
        } catch (IllegalArgumentException contradiction) {
            throw file.refuse("it does not fit %s: %s".formatted(AdapterFolder.SETTINGS, contradiction.getMessage()));
        }
        return pairs;
    }

    private LoraPair pair(String weight) {
        float[] a = numbers(require(new PeftName(weight, Matrix.A)), 0);
        float[] b = numbers(require(new PeftName(weight, Matrix.B)), 1);
        try {
            return new LoraPair(config.rank(), a, b);
        } catch (IllegalArgumentException unsound) {
            throw file.refuse("the matrices of %s are unsound: %s".formatted(weight, unsound.getMessage()));
        }
    }

    private SafetensorsTensor require(PeftName name) {
        return file.tensor(name.spelled())
                .orElseThrow(() -> file.refuse("tensor %s is missing".formatted(name.spelled())));
    }

    private float[] numbers(SafetensorsTensor tensor, int rankDimension) {
        List<Long> shape = tensor.shape();
        if (shape.size() != 2 || shape.get(rankDimension) != config.rank() || tensor.elements() == 0) {
            throw file.refuse("tensor %s has the shape %s; with r = %d in %s it must be %s"
                    .formatted(
                            tensor.name(),
                            shape,
                            config.rank(),
                            AdapterFolder.SETTINGS,
                            rankDimension == 0 ? "[r, inputs]" : "[outputs, r]"));
        }
        float[] numbers = new float[Math.toIntExact(tensor.elements())];
        file.read(tensor, FloatBuffer.wrap(numbers));
        return numbers;
    }

    private void refuseLarge() {
        long numbers =
                file.tensors().stream().mapToLong(SafetensorsTensor::elements).sum();
        long most = Runtime.getRuntime().maxMemory() / 2 / Float.BYTES;
        long largest = file.tensors().stream()
                .mapToLong(SafetensorsTensor::elements)
                .max()
                .orElse(0);
        if (numbers > most || largest > Integer.MAX_VALUE - 8) {
            throw file.refuse("it holds %d numbers, too many for the Java heap (room for %d); give Java more with -Xmx"
                    .formatted(numbers, most));
        }
    }
}
