package dev.metajudge.cli;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.export.GgufExport;
import dev.metajudge.export.OllamaPush;
import dev.metajudge.model.load.AdaptedModel;
import dev.metajudge.model.source.Durable;
import dev.metajudge.model.source.ModelResolver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Models into an Ollama server. */
@Command(
        name = "ollama",
        description = "Puts models into an Ollama server.",
        subcommands = {OllamaCommand.Push.class},
        footer = {"  metajudge ollama push better --run quickstart   then: ollama run better"})
final class OllamaCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "say what to do: ollama push");
    }

    @Command(
            name = "push",
            description = {
                "Makes a model on an Ollama server, its adapters merged, and lets it answer.",
                "Its chat template goes along. What the server has already is not sent again, so a push that was"
                        + " interrupted goes on with the same command."
            },
            footer = {
                "  metajudge ollama push better --run quickstart",
                "  metajudge ollama push better:q8 --run quickstart --type q8_0 --url http://127.0.0.1:11434",
                "  metajudge ollama push mine --model my-adapter --json",
            })
    static final class Push implements Callable<Integer> {
        private static final String USUAL = "http://127.0.0.1:11434";

        @Spec
        private @Nullable CommandSpec spec;

        @Parameters(index = "0", paramLabel = "NAME", description = "What the server is to call it: name or name:tag.")
        private String name = "";

        @Mixin
        private ModelOrRun chosen = new ModelOrRun();

        @Option(names = "--url", paramLabel = "URL", description = "Where the server is (" + USUAL + ").")
        private String url = USUAL;

        @Option(
                names = "--type",
                paramLabel = "T",
                description =
                        "How matrices are stored: f16 (the default), q8_0, bf16 or f32. Without it a GGUF file that"
                                + " has no adapters on it goes over as it is.")
        private @Nullable String type;

        @Option(names = "--json", description = "Print one JSON object: what was made, sent and answered.")
        private boolean json;

        @Override
        public Integer call() {
            var line = Objects.requireNonNull(spec).commandLine();
            URI server = server(line);
            var resolver = ModelResolver.ofUser();
            OllamaPush.version(server);
            OllamaPush.Pushed pushed;
            try (var model = AdaptedModel.open(chosen.checkpoint(line, resolver), resolver)) {
                var asItIs = OllamaPush.asItIs(model).filter(file -> type == null);
                pushed = asItIs.isPresent() ? push(line, server, asItIs.get(), model) : merged(line, server, model);
            } catch (IOException e) {
                throw new UserError(
                        Exit.INPUT, "cannot write the merged model to a temporary folder: " + e.getMessage(), e);
            }
            if (json) {
                line.getOut().println(Json.line(pushed));
            } else {
                lines(pushed).forEach(line.getOut()::println);
            }
            return Exit.OK.code();
        }

        private URI server(CommandLine line) {
            try {
                URI parsed = URI.create(url);
                if (parsed.getHost() != null && List.of("http", "https").contains(parsed.getScheme())) {
                    return parsed;
                }
            } catch (IllegalArgumentException noUrl) {
                // told below
            }
            throw new ParameterException(line, "--url must be like %s, not \"%s\"".formatted(USUAL, url));
        }

        private OllamaPush.Pushed merged(CommandLine line, URI server, AdaptedModel model) throws IOException {
            var format = GgufTypes.named(line, type == null ? "f16" : type);
            Path folder = Files.createTempDirectory("metajudge-push-");
            try {
                Path file = folder.resolve("model.gguf");
                ExportedModel.written(line, model, open -> numbers -> GgufExport.write(open, format, file, numbers));
                return push(line, server, file, model);
            } finally {
                Durable.deleteTree(folder);
            }
        }

        private OllamaPush.Pushed push(CommandLine line, URI server, Path file, AdaptedModel model) throws IOException {
            int megabytes = Math.toIntExact(Files.size(file) / 1_000_000);
            long[] bytes = new long[1];
            try (var progress = new Countdown(line.getErr(), Terminal.system().err(), "MB sent", megabytes)) {
                return OllamaPush.push(server, name, file, model.files(), more -> {
                    bytes[0] += more;
                    progress.reach((int) (bytes[0] / 1_000_000));
                });
            }
        }

        private static List<String> lines(OllamaPush.Pushed pushed) {
            var lines = new ArrayList<String>();
            lines.add("%s is on the server at %s (Ollama %s): %s, %s"
                    .formatted(
                            pushed.name(),
                            pushed.url(),
                            pushed.server(),
                            Numbers.bytes(pushed.bytes()),
                            pushed.sent() ? "sent" : "which the server had already"));
            lines.add("Asked \"%s\" it says: %s".formatted(pushed.question(), Plain.cell(pushed.answer(), 200)));
            pushed.notes().forEach(note -> lines.add("Note: " + note));
            lines.add("Run it with: ollama run " + pushed.name());
            return lines;
        }
    }
}
