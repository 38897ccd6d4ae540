package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.server.ServerAddress;
import dev.metajudge.config.Serve;
import dev.metajudge.export.GgufExport;
import dev.metajudge.export.OllamaPush;
import dev.metajudge.export.SafetensorsExport;
import dev.metajudge.loop.Delivery;
import dev.metajudge.loop.Progress;
import dev.metajudge.loop.Stage;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.quant.SafetensorsFormat;
import dev.metajudge.model.source.Durable;
import dev.metajudge.model.source.ModelResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Merges a model and pushes it into an Ollama; for another server it writes the file or folder, and says how to serve it.
 * A file that is there whole is not written again, and what the server has is not sent again.
 *
 * @param type as {@link Serve} has it
 */
record ModelDelivery(String type, ModelResolver resolver) implements Delivery {
    private static final long UNIT = 1_000_000;

    @Override
    public Optional<String> bring(Goods goods, Progress progress) {
        var address = ServerAddress.parse(goods.address());
        return switch (address.kind()) {
            case OLLAMA -> {
                OllamaPush.version(address.base()); // before anything that takes its time
                push(address, goods, progress);
                yield Optional.empty();
            }
            case OPENAI -> Optional.of(advice(address, written(address, goods, progress)));
        };
    }

    private void push(ServerAddress address, Goods goods, Progress progress) {
        try (var model = AdaptedModel.open(goods.weights(), resolver)) {
            Path file = OllamaPush.asItIs(model).orElseGet(() -> file(model, address, goods, progress));
            var sending = new Counted(goods, progress, "sending " + goods.model() + " (MB)", Files.size(file));
            var placed = OllamaPush.place(address.base(), address.model(), file, model.files(), sending);
            sending.end();
            placed.notes().forEach(progress::note);
        } catch (IOException failed) {
            throw new UserError(
                    Exit.STOPPED, "the file of " + goods.model() + " cannot be read: " + failed.getMessage(), failed);
        }
    }

    private Path written(ServerAddress address, Goods goods, Progress progress) {
        try (var model = AdaptedModel.open(goods.weights(), resolver)) {
            return file(model, address, goods, progress);
        }
    }

    /** The file or folder; written unless it is there, which it is only when it is whole. */
    private Path file(AdaptedModel model, ServerAddress address, Goods goods, Progress progress) {
        boolean folder = type.equals(Serve.SAFETENSORS);
        Path out = goods.folder().resolve(address.model() + (folder ? "" : ".gguf"));
        if (Files.exists(out)) {
            return out;
        }
        clear(goods.folder());
        var merging = new Counted(
                goods,
                progress,
                "merging " + goods.model() + " (million numbers)",
                model.files().parameters());
        var exported = folder
                ? SafetensorsExport.write(model, SafetensorsFormat.BF16, out, merging)
                : GgufExport.write(model, GgufTypes.of(type), out, merging);
        merging.end();
        exported.notes().forEach(progress::note);
        return out;
    }

    /** Of what a process left that died while it wrote. */
    private static void clear(Path folder) {
        try {
            Durable.deleteTree(folder);
            Files.createDirectories(folder);
        } catch (IOException failed) {
            throw new UserError(
                    Exit.STOPPED, "the folder " + folder + " cannot be made: " + failed.getMessage(), failed);
        }
    }

    /** Tells whole millions to whoever watches, once there is anything to tell. */
    private static final class Counted implements LongConsumer {
        private final Goods goods;
        private final Progress progress;
        private final String what;
        private final long total;
        private long count;

        Counted(Goods goods, Progress progress, String what, long total) {
            this.goods = goods;
            this.progress = progress;
            this.what = what;
            this.total = total;
        }

        @Override
        public void accept(long more) {
            if (count == 0) {
                progress.preparing(goods.round(), Stage.TRAIN, what, 0, Math.max(1, total / UNIT));
            }
            long before = count / UNIT;
            count += more;
            progress.advanced(count / UNIT - before, 0);
        }

        void end() {
            if (count > 0) {
                progress.ended();
            }
        }
    }

    private String advice(ServerAddress address, Path written) {
        String command = type.equals(Serve.SAFETENSORS)
                ? "vllm serve %s --served-model-name %s".formatted(written, address.model())
                : "llama-server -m %s --alias %s".formatted(written, address.model());
        return "Its weights are in " + written + ". Serve them at " + address.base() + " under the name "
                + address.model() + ", such as with\n  " + command
                + "\nThen the same command goes on; with --set serve.url=URL if they are served elsewhere";
    }
}
