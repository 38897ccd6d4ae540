package dev.metajudge.backend.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.metajudge.Exit;
import dev.metajudge.UserError;
import dev.metajudge.backend.Completion;
import dev.metajudge.backend.Sampler;
import dev.metajudge.backend.SamplerContract;
import dev.metajudge.backend.Sampling;
import dev.metajudge.backend.server.FaultyProxy.Fault;
import dev.metajudge.model.Checkpoint;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models on servers keep to beside {@link SamplerContract}, with a proxy that makes calls fail in front of them. */
abstract class ServerContract extends SamplerContract {
    private FaultyProxy proxy;
    private ServerEngine engine;
    private final List<String> notes = new ArrayList<>();

    /** Scheme, host and port. */
    abstract String upstream();

    /** The address of the model, if the server were at {@code url}. */
    abstract String address(String url);

    @BeforeEach
    void open() throws IOException {
        proxy = new FaultyProxy(upstream());
        engine = engine(60, 20);
    }

    @AfterEach
    void close() {
        engine.close();
        proxy.close();
    }

    private ServerEngine engine(int timeout, int patience) {
        return new ServerEngine(
                new ServerSettings(4, timeout, patience, 0, 0), notes::add, new Keys(name -> "s3cret-key"));
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(address(proxy.url()), List.of());
    }

    @Override
    protected Sampler sampler() {
        return engine.sampler(checkpoint());
    }

    /** A model that has been talked to, so that the next call is the completion's own. */
    private Sampler known() {
        var sampler = sampler();
        ask(sampler);
        proxy.posts.set(0);
        return sampler;
    }

    private static Completion ask(Sampler sampler) {
        return sampler.sample(List.of(request("a", "Name a colour.", 1, Sampling.greedy(2))), tokens -> {})
                .getFirst()
                .getFirst();
    }

    @Test
    void theModelSaysWhoItIs() {
        assertThat(engine.digest(checkpoint())).matches("[0-9a-f]{64}").isEqualTo(engine.digest(checkpoint()));
        assertThat(engine.server(checkpoint()).orElseThrow()).matches("(ollama|llama.cpp) .+");
    }

    @Test
    void aModelThatIsNotThereIsToldWithWhatWasMeant() {
        var wrong = new Checkpoint(checkpoint().source().replace("smollm2", "smolm2"), List.of());
        assertThatThrownBy(() -> engine.digest(wrong))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has no model \"smolm2\"")
                .hasMessageContaining("smollm2");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void aBusyServerIsAskedAgain(int status) {
        var sampler = known();
        proxy.next(new Fault.Answer(status, "Retry-After: 1\r\n", "{\"error\":\"later\"}"));
        assertThat(ask(sampler).written()).isPositive();
        assertThat(proxy.posts).hasValue(2);
        assertThat(notes).singleElement().asString().contains("busy (" + status + ": later)");
    }

    @Test
    void whenToComeBackMayBeADate() {
        var sampler = known();
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(1));
        proxy.next(new Fault.Answer(503, "Retry-After: " + date + "\r\n", ""));
        assertThat(ask(sampler).written()).isPositive();
        assertThat(proxy.posts).hasValue(2);
    }

    @Test
    void aServerThatAsksForMoreThanThePatienceStopsTheWork() {
        var sampler = known();
        proxy.next(new Fault.Answer(429, "Retry-After: 3600\r\n", ""));
        assertThatThrownBy(() -> ask(sampler))
                .hasMessageContaining("asks to wait 3600 s")
                .hasMessageContaining("the same command goes on")
                .extracting("exit")
                .isEqualTo(Exit.STOPPED);
        assertThat(proxy.posts).hasValue(1);
    }

    @Test
    void brokenAnswersAreAskedForAgain() {
        var sampler = known();
        proxy.next(
                new Fault.Reset(),
                new Fault.Half(),
                new Fault.Answer(200, "", "<html>garbage"),
                new Fault.Answer(200, "", "[1, 2"));
        assertThat(ask(sampler).written()).isPositive();
        assertThat(proxy.posts).hasValue(5);
    }

    @Test
    void answersThatStayBrokenStopTheWork() {
        var sampler = known();
        var garbage = new Fault.Answer(200, "", "garbage");
        proxy.next(garbage, garbage, garbage, garbage, garbage);
        assertThatThrownBy(() -> ask(sampler))
                .hasMessageContaining("not JSON; tried 5 times")
                .extracting("exit")
                .isEqualTo(Exit.STOPPED);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 500})
    void whatIsRefusedForGoodIsAskedOnceAndTheKeyIsNotTold(int status) {
        var sampler = known();
        proxy.next(new Fault.Answer(status, "", "{\"error\":{\"message\":\"no, s3cret-key\\nwon't do\"}}"));
        assertThatThrownBy(() -> ask(sampler))
                .hasMessageContaining("refused a call (" + status + "): no, [key] won't do")
                .extracting("exit")
                .isEqualTo(Exit.BACKEND);
        assertThat(proxy.posts).hasValue(1);
        assertThat(proxy.heads).anyMatch(head -> head.contains("Authorization: Bearer s3cret-key"));
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsAskedForAgain() {
        ask(sampler());
        engine.close();
        engine = engine(15, 60);
        var sampler = known();
        proxy.next(new Fault.Hang());
        assertThat(ask(sampler).written()).isPositive();
        assertThat(notes).anyMatch(note -> note.contains("no answer within 15 s"));
    }

    @Test
    void aServerThatGoesAwayStopsTheWorkWhichCanGoOn() {
        engine.close();
        engine = engine(60, 2);
        var sampler = known();
        proxy.close();
        assertThatThrownBy(() -> ask(sampler))
                .hasMessageContaining("the same command goes on")
                .extracting("exit")
                .isEqualTo(Exit.STOPPED);
    }

    @Test
    void aServerThatWasNeverThereIsToldAtOnce() {
        proxy.close();
        assertThatThrownBy(() -> engine.digest(checkpoint()))
                .hasMessageContaining("nothing listens there")
                .extracting("exit")
                .isEqualTo(Exit.BACKEND);
    }

    @Test
    void aCallThatIsInterruptedIsTakenBack() throws Exception {
        var sampler = known();
        proxy.next(new Fault.Hang());
        var failure = new AtomicReference<Throwable>();
        var caller = Thread.ofPlatform().start(() -> {
            try {
                ask(sampler);
            } catch (RuntimeException stopped) {
                failure.set(stopped);
            }
        });
        assertThat(proxy.hangs.await(30, TimeUnit.SECONDS)).isTrue();
        caller.interrupt();
        caller.join(30_000);
        assertThat(failure.get()).isInstanceOf(UserError.class).hasMessageContaining("the same command goes on");
        assertThat(proxy.hungUp.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void nothingIsTrainedOnAServerAndNoAdapterPutOn() {
        assertThatThrownBy(() -> engine.sampler(checkpoint().with(java.nio.file.Path.of("M1"))))
                .hasMessageContaining("an adapter cannot be put on");
    }
}
