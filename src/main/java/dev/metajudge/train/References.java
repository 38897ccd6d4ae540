package dev.metajudge.train;

import dev.metajudge.UserError;
import dev.metajudge.model.engine.TorchModule;
import dev.metajudge.model.files.SafetensorsFile;
import dev.metajudge.model.files.SafetensorsTensor;
import dev.metajudge.model.files.SafetensorsWriter;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the starting model says of packed examples, computed once and kept in a file that is named by the content of
 * model, data and packing: other learning rates or losses on the same data find it again. It is written as it grows.
 *
 * @param folder where the files lie
 * @param model tells the starting model's weights and number format from any other's
 */
record References(Path folder, String model) {
    /** A file is written after so many packs: little is lost, little is written. */
    private static final int PACKS = 64;

    /**
     * The numbers of each pack, those in the file or computed now.
     *
     * @param packs in order
     */
    <L extends Lesson> List<double[]> of(
            TorchModule module, Objective<L> objective, List<List<L>> packs, TrainingWatch watch) {
        if (!objective.needsReference()) {
            return packs.stream().map(pack -> new double[0]).toList();
        }
        String work = new ContentDigest().add(model).packs(packs).hex();
        Path file = folder.resolve("reference-" + work.substring(0, 16) + ".safetensors");
        var all = new ArrayList<>(read(file, work, packs));
        int total = packs.stream().mapToInt(List::size).sum();
        int done = packs.subList(0, all.size()).stream().mapToInt(List::size).sum();
        while (all.size() < packs.size()) {
            List<L> pack = packs.get(all.size());
            all.add(rounded(numbers(objective.reference(module, pack), pack)));
            done += pack.size();
            if (all.size() == packs.size() || all.size() % PACKS == 0) {
                write(file, work, all);
            }
            watch.reference(
                    done,
                    pack.size(),
                    total,
                    pack.stream().mapToLong(Lesson::tokens).sum());
        }
        return all;
    }

    private static double[] numbers(double[] reference, List<? extends Lesson> pack) {
        if (!Arrays.stream(reference).allMatch(Double::isFinite)) {
            throw UserError.input(
                    "the starting model's log-probabilities of one of %s are no numbers; precision fp32 may help, or another model"
                            .formatted(pack.stream().map(Lesson::id).toList()));
        }
        return reference;
    }

    /** As the file holds them, so that a resumed training has the same. */
    private static double[] rounded(double[] numbers) {
        return Arrays.stream(numbers).map(number -> (float) number).toArray();
    }

    private static void write(Path file, String work, List<double[]> packs) {
        int size = packs.stream().mapToInt(pack -> pack.length).sum();
        var numbers = FloatBuffer.allocate(size);
        packs.forEach(pack -> Arrays.stream(pack).forEach(number -> numbers.put((float) number)));
        new SafetensorsWriter()
                .metadata("work", work)
                .metadata("packs", Integer.toString(packs.size()))
                .tensor("reference", List.of((long) size), numbers.array())
                .write(file);
    }

    /** The packs that the file has, from the first on; each lesson has as many numbers. */
    private static List<double[]> read(Path file, String work, List<? extends List<? extends Lesson>> packs) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            Optional<SafetensorsTensor> tensor = stored.tensor("reference");
            if (tensor.isEmpty() || !work.equals(stored.metadata().get("work"))) {
                return List.of();
            }
            var numbers =
                    FloatBuffer.allocate(Math.toIntExact(tensor.get().shape().getFirst()));
            stored.read(tensor.get(), numbers);
            numbers.rewind();
            int known = Integer.parseInt(stored.metadata().getOrDefault("packs", "0"));
            int lessons = packs.subList(0, known).stream().mapToInt(List::size).sum();
            var read = new ArrayList<double[]>();
            for (var pack : packs.subList(0, known)) {
                var own = new double[pack.size() * (numbers.capacity() / lessons)];
                Arrays.setAll(own, i -> numbers.get());
                read.add(own);
            }
            return read;
        }
    }
}
