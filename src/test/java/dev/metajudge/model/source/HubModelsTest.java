package dev.metajudge.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.model.source.FakeHub.Fault;
import dev.metajudge.model.source.FakeHub.Fault.Break;
import dev.metajudge.model.source.FakeHub.Fault.Status;
import dev.metajudge.model.source.FakeHub.Request;
import dev.metajudge.model.source.ModelSource.HubModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching from a hub on this machine that does everything wrong that a network can. */
class HubModelsTest {
    private static final String WEIGHTS = "model.safetensors";
    private static final String TOKEN = "hf_verySecret";
    private static final byte[] NUMBERS = new byte[300_000];
    private static final HubModel MAIN = new HubModel(FakeHub.REPOSITORY, "main", Optional.empty());

    static {
        new Random(7).nextBytes(NUMBERS);
    }

    @TempDir
    private Path folder;

    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private FakeHub hub;

    @BeforeEach
    void begin() throws IOException {
        hub = new FakeHub()
                .file("README.md", bytes("---\nlicense: mit\n---\n"))
                .file("config.json", bytes("{}"))
                .file("tokenizer.json", bytes("{\"version\": 1}"))
                .file("../../escape.json", bytes("{}"))
                .file("pytorch_model.bin", bytes("PK"))
                .file(WEIGHTS, NUMBERS);
    }

    @AfterEach
    void end() {
        hub.close();
    }

    @Test
    void aCheckpointIsFetchedOnceIntoTheHubsOwnLayout() throws IOException {
        ResolvedModel model = resolve(MAIN);
        Path snapshot = cache().resolve("snapshots").resolve(FakeHub.COMMIT);
        assertThat(model.spec()).isEqualTo("hf:owner/tiny@" + FakeHub.COMMIT);
        assertThat(model.file()).isEqualTo(snapshot);
        assertThat(model.licence()).hasValue("mit");
        assertThat(model.bytes()).isEqualTo(NUMBERS.length + 2 + 14);
        assertThat(names(snapshot)).containsExactly("README.md", "config.json", WEIGHTS, "tokenizer.json");
        assertThat(Files.readSymbolicLink(snapshot.resolve(WEIGHTS)))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.sha256(NUMBERS)));
        assertThat(Files.readSymbolicLink(snapshot.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs/" + FakeHub.gitSha1(bytes("{}"))));
        assertThat(snapshot.resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        assertThat(cache().resolve("refs/main")).hasContent(FakeHub.COMMIT);
        hub.close();
        assertThat(resolve(MAIN)).isEqualTo(model);
        assertThat(resolve(new HubModel(FakeHub.REPOSITORY, FakeHub.COMMIT, Optional.empty())))
                .isEqualTo(model);
    }

    @Test
    void aBrokenConnectionIsGoneOnWith() throws IOException {
        hub.fault(WEIGHTS, new Break(100_000), new Break(0), new Break(50_000));
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        assertThat(hub.contentRequests(WEIGHTS))
                .extracting(Request::range)
                .hasSize(4)
                .startsWith("null")
                .endsWith("bytes=150000-");
    }

    @Test
    void whatAnotherProcessBeganIsGoneOnWith() throws IOException {
        Path partial = partial(java.util.Arrays.copyOf(NUMBERS, 200_000));
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        assertThat(hub.contentRequests(WEIGHTS)).extracting(Request::range).containsExactly("bytes=200000-");
        assertThat(partial).doesNotExist();
    }

    @Test
    void aWrongBeginningIsFetchedAnew() throws IOException {
        partial(new byte[200_000]);
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        assertThat(hub.contentRequests(WEIGHTS)).extracting(Request::range).containsExactly("bytes=200000-", "null");
    }

    @Test
    void aBeginningThatIsTooLongIsFetchedAnew() throws IOException {
        partial(new byte[NUMBERS.length + 1]);
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
    }

    @Test
    void aServerWithoutRangesSendsAll() throws IOException {
        hub.fault(WEIGHTS, new Break(100_000), new Fault.WholeOnly());
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
    }

    @Test
    void aSilentConnectionIsBroken() throws IOException {
        hub.fault(WEIGHTS, new Fault.Stall(100_000));
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        assertThat(hub.contentRequests(WEIGHTS)).hasSize(2);
    }

    @Test
    void whatIsNotThePromisedFileIsNotKept() throws IOException {
        refusesContent(new Fault.Corrupt(), "its checksum is not " + FakeHub.sha256(NUMBERS));
        refusesContent(new Fault.Length(NUMBERS.length - 1), "299999 bytes were announced instead of 300000");
        refusesContent(new Fault.Length(NUMBERS.length + 1), "300001 bytes were announced instead of 300000");
        refusesContent(new Fault.Endless(), "longer than the 300000 bytes promised");
        hub.fault("config.json", new Fault.Corrupt());
        refuses(MAIN, Exit.BACKEND, "config.json was not kept: its checksum is not " + FakeHub.gitSha1(bytes("{}")));
    }

    @Test
    void anotherRangeThanAskedForIsRefused() {
        hub.fault(WEIGHTS, new Break(100_000), new Fault.OtherRange());
        refuses(MAIN, Exit.BACKEND, "byte 100000 on was asked for, \"bytes 99999-");
    }

    @Test
    void theTokenGoesToTheHubAloneAndNowhereElse() throws IOException {
        hub.fault(WEIGHTS, new Status(500, ""));
        hub.fault("description", new Status(503, ""));
        var settings = settings(Optional.of(TOKEN));
        assertThat(settings.toString()).doesNotContain(TOKEN);
        assertThat(resolve(settings, MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        for (Request request : hub.requests()) {
            assertThat(request.authorization())
                    .as(request.toString())
                    .isEqualTo(request.host().startsWith("127.0.0.1") ? "Bearer " + TOKEN : "null");
        }
        assertThat(hub.requests()).extracting(Request::host).anyMatch(host -> host.startsWith("localhost"));
        assertThat(told).noneMatch(line -> line.contains(TOKEN) || line.contains("signature"));
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(TOKEN);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, BACKEND, set HF_TOKEN to a token of an account that has it",
        "403, BACKEND, set HF_TOKEN",
        "404, INPUT, 'there is no such model, revision or file'",
        "418, BACKEND, 'answered 418, which is not understood'",
    })
    void whatWillNotChangeIsToldAtOnce(int status, Exit exit, String message) {
        hub.fault("description", new Status(status, ""));
        refuses(MAIN, exit, message);
        assertThat(waits).isEmpty();
    }

    @Test
    void aTokenThatDoesNotOpenIsNotRepeated() {
        hub.fault("description", new Status(401, ""));
        assertThatThrownBy(() -> resolve(settings(Optional.of(TOKEN)), MAIN))
                .hasMessageContaining("HF_TOKEN does not open it")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    void whatPassesIsWaitedFor() throws IOException {
        hub.fault("description", new Status(429, "7"), new Status(503, ""));
        hub.fault(WEIGHTS, new Status(502, ""), new Status(429, "3"));
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        assertThat(waits)
                .containsExactly(
                        Duration.ofSeconds(7), Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    @Test
    void whatDoesNotPassIsGivenUp() {
        hub.fault(WEIGHTS, Collections.nCopies(5, (Fault) new Status(503, "")).toArray(Fault[]::new));
        refuses(MAIN, Exit.BACKEND, "/store/model.safetensors answered 503; tried 5 times");
        hub.fault("description", new Status(429, "86400"));
        waits.clear();
        refuses(MAIN, Exit.BACKEND, "it asks to wait 86400 seconds");
        assertThat(waits).isEmpty();
    }

    @Test
    void aHubThatIsNotThereIsSaidToBe() {
        hub.close();
        refuses(MAIN, Exit.BACKEND, "looking for hf:owner/tiny@main at http://127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/etc/passwd", "gopher://localhost/", ":::", "http:///x"})
    void aRedirectionOutOfTheWebIsRefused(String location) {
        hub.redirectingTo(location);
        refuses(MAIN, Exit.BACKEND, "redirects to what is no");
    }

    @Test
    void redirectionsInACircleEnd() {
        hub.redirectingTo("/owner/tiny/resolve/" + FakeHub.COMMIT + "/" + WEIGHTS);
        refuses(MAIN, Exit.BACKEND, "answered 302");
    }

    @Test
    void oneGgufFileIsEnough() throws IOException {
        hub.file("tiny-q4.gguf", bytes("GGUF4")).file("sub/tiny-q8.gguf", bytes("GGUF8"));
        var only = new HubModel(FakeHub.REPOSITORY, "main", Optional.of("sub/tiny-q8.gguf"));
        ResolvedModel model = resolve(only);
        assertThat(model.spec()).isEqualTo("hf:owner/tiny@" + FakeHub.COMMIT + ":sub/tiny-q8.gguf");
        assertThat(model.file()).hasContent("GGUF8");
        assertThat(model.sha256()).isEqualTo(FakeHub.sha256(bytes("GGUF8")));
        assertThat(model.licence()).hasValue("mit");
        assertThat(hub.contentRequests(WEIGHTS)).isEmpty();
        hub.close();
        assertThat(resolve(only)).isEqualTo(model);
    }

    @Test
    void ofSeveralGgufFilesOneMustBeNamed() throws IOException {
        try (var files = new FakeHub().file("a.gguf", bytes("A")).file("b.gguf", bytes("B"))) {
            var settings = new HubSettings(files.endpoint(), folder.resolve("hub"), Optional.empty(), false);
            assertThatThrownBy(() -> resolve(settings, MAIN))
                    .hasMessageContaining("\":FILE\" at the end: a.gguf, b.gguf");
            var other = new HubModel(FakeHub.REPOSITORY, "main", Optional.of("c.gguf"));
            assertThatThrownBy(() -> resolve(settings, other)).hasMessageContaining("has no such file; name one");
        }
        try (var file = new FakeHub().file("a.gguf", bytes("A"))) {
            var settings = new HubSettings(file.endpoint(), folder.resolve("hub"), Optional.empty(), false);
            assertThat(resolve(settings, MAIN).file()).hasContent("A");
        }
    }

    @Test
    void aMirrorWithoutDescriptionsIsBelievedByItsHeaders() throws IOException {
        hub.withoutDescriptions();
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        assertThat(names(cache().resolve("blobs"))).contains(FakeHub.sha256(NUMBERS));
    }

    @Test
    void aDamagedCopyIsNotUsed() throws IOException {
        Path weights = resolve(MAIN).file().resolve(WEIGHTS).toRealPath();
        byte[] damaged = NUMBERS.clone();
        damaged[5] ^= 1;
        Files.write(weights, damaged);
        refuses(MAIN, Exit.INPUT, weights + " (model.safetensors) is damaged");
        Files.delete(weights);
        assertThat(resolve(MAIN).file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
        Files.writeString(cache().resolve("blobs").resolve(FakeHub.gitSha1(bytes("{}"))), "[]");
        refuses(MAIN, Exit.INPUT, "(config.json) is damaged");
    }

    @Test
    void anUnfinishedSnapshotIsFinished() throws IOException {
        resolve(MAIN);
        Path snapshot = cache().resolve("snapshots").resolve(FakeHub.COMMIT);
        for (String part : List.of("config.json", "tokenizer.json", WEIGHTS)) {
            Files.delete(snapshot.resolve(part));
            assertThat(names(resolve(MAIN).file())).contains("config.json", "tokenizer.json", WEIGHTS);
        }
        assertThat(hub.contentRequests(WEIGHTS)).hasSize(1);
    }

    @Test
    void offlineMeansOffline() {
        var offline = new HubSettings(hub.endpoint(), folder.resolve("hub"), Optional.empty(), true);
        assertThatThrownBy(() -> resolve(offline, MAIN)).hasMessageContaining("HF_HUB_OFFLINE is set");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void whoComesAtTheSameTimeWaitsAndFindsIt() throws Exception {
        Callable<ResolvedModel> fetch = () -> resolve(MAIN);
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var model : threads.invokeAll(List.of(fetch, fetch, fetch, fetch))) {
                assertThat(model.get().file().resolve(WEIGHTS)).hasBinaryContent(NUMBERS);
            }
        }
        assertThat(hub.contentRequests(WEIGHTS)).hasSize(1);
    }

    @Test
    void allShardsAreNeeded() {
        List<String> names = List.of(
                "config.json",
                "tokenizer.json",
                "model.safetensors.index.json",
                "model-00001-of-00002.safetensors",
                "other-00001-of-00002.safetensors");
        assertThat(CheckpointParts.of(names)).hasSize(4);
        assertThat(CheckpointParts.isWhole(names)).isFalse();
        var whole = new ArrayList<>(names);
        whole.add("model-00002-of-00002.safetensors");
        assertThat(CheckpointParts.isWhole(whole)).isTrue();
    }

    private void refusesContent(Fault fault, String message) throws IOException {
        hub.fault(WEIGHTS, fault);
        refuses(MAIN, Exit.BACKEND, message);
        assertThat(names(cache().resolve("blobs"))).doesNotContain(FakeHub.sha256(NUMBERS));
        assertThat(cache().resolve("refs")).doesNotExist();
        Files.deleteIfExists(cache().resolve("blobs").resolve(FakeHub.sha256(NUMBERS) + ".incomplete"));
    }

    private void refuses(HubModel model, Exit exit, String message) {
        assertThatThrownBy(() -> resolve(model))
                .isInstanceOfSatisfying(
                        UserError.class, error -> assertThat(error.exit()).isEqualTo(exit))
                .hasMessageContaining(message)
                .hasMessageNotContaining("signature");
    }

    private ResolvedModel resolve(HubModel model) throws IOException {
        return resolve(settings(Optional.empty()), model);
    }

    private ResolvedModel resolve(HubSettings settings, HubModel model) throws IOException {
        var hashes = new ModelCache(folder.resolve("cache"));
        return new HubModels(settings, hashes, waits::add, Duration.ofMillis(400), told::add).resolve(model);
    }

    private HubSettings settings(Optional<String> token) {
        return new HubSettings(hub.endpoint(), folder.resolve("hub"), token, false);
    }

    private Path cache() {
        return folder.resolve("hub/models--owner--tiny");
    }

    private Path partial(byte[] content) throws IOException {
        Path blobs = Files.createDirectories(cache().resolve("blobs"));
        return Files.write(blobs.resolve(FakeHub.sha256(NUMBERS) + ".incomplete"), content);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
