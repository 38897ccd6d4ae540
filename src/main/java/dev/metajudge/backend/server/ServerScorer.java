package dev.metajudge.backend.server;

import dev.metajudge.UserError;
import dev.metajudge.backend.Input;
import dev.metajudge.backend.ScoreRequest;
import dev.metajudge.backend.Scored;
import dev.metajudge.backend.Scorer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Reads scores from a server's log-probabilities. */
final class ServerScorer implements Scorer {
    private final Server server;
    private final Calls calls;
    private final Values values;

    ServerScorer(Server server, Calls calls) {
        this.server = server;
        this.calls = calls;
        this.values = new Values(server);
    }

    @Override
    public List<Scored> score(List<ScoreRequest> batch) {
        if (batch.stream().anyMatch(request -> request.reading().isPresent())) {
            throw ServerEngine.noLayers();
        }
        if (batch.stream().anyMatch(request -> request.prompt() instanceof Input.Chat) && !server.goesOn()) {
            throw UserError.input("this server does not go on with an answer that has been begun, so no score can be"
                    + " read where it would stand; let the judge write (--reasoning), take the mean of what it writes (--scorer samples), or use"
                    + " another server");
        }
        List<Callable<Scored>> all = batch.stream()
                .<Callable<Scored>>map(request -> () -> one(request))
                .toList();
        return calls.all(all, scored -> {});
    }

    private Scored one(ScoreRequest request) {
        try {
            return values.distribution(request.prompt(), request.lead(), request.lead(), request.values())
                    .<Scored>map(distribution -> new Scored.Read(distribution, 0))
                    .orElseGet(() -> unread(request));
        } catch (Refused refused) {
            if (refused.tooLong()) {
                return new Scored.Unread("too long for the context on the server");
            }
            throw refused.told();
        }
    }

    private Scored unread(ScoreRequest request) {
        boolean listed = server.next(request.prompt(), request.lead())
                .flatMap(Reply::tokens)
                .filter(tokens -> !tokens.isEmpty() && !tokens.getFirst().top().isEmpty())
                .isPresent();
        if (!listed) {
            // No other item would get a score either.
            throw UserError.input("this server gives no log-probabilities, so no distribution over the scores can be"
                    + " read; take the mean of what the judge writes (--scorer samples), or use another server");
        }
        return new Scored.Unread(
                "none of the scores is among the server's %d most probable tokens".formatted(Ask.MOST));
    }

    /** A server tells only when it is asked. */
    @Override
    public Optional<Scored.TooLong> tooLong(Input prompt, int more) {
        return Optional.empty();
    }
}
