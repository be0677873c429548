package io.althing.chaos.workload;

import io.althing.chaos.check.Judge;
import io.althing.chaos.history.Operation;
import io.althing.chaos.history.Operation.Kind;
import io.althing.chaos.history.Operation.Outcome;
import io.althing.chaos.history.Operation.Result;
import io.althing.client.Json;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One operation: an attempt, or several at one node after another under one request id, until the outcome is known. */
final class Attempts {
    private static final String CHECK = Judge.REPEATED;

    private static final Duration DEADLINE = Duration.ofSeconds(2);
    private static final Duration GIVE_UP = Duration.ofMillis(2500);

    private final Sender sender;
    private final Wanted wanted;
    private final List<Target> order;
    private final Effort effort;

    record Sender(HttpClient http, String token, Recorder recorder) {}

    /** What is to be done. */
    record Wanted(String id, Registers.Register register, Kind kind, String value, long expected) {}

    /**
     * @param tries how many nodes are asked in turn at most
     * @param twice whether two nodes are asked at once
     */
    record Effort(int tries, boolean twice) {}

    private record Told(Target by, Result result) {}

    Attempts(Sender sender, Wanted wanted, List<Target> order, Effort effort) {
        this.sender = sender;
        this.wanted = wanted;
        this.order = order;
        this.effort = effort;
    }

    /** Does it, blocking. */
    Operation run() {
        long called = sender.recorder.now();
        Told told = effort.twice() && order.size() > 1 ? both() : inTurn();
        long returned = sender.recorder.now();
        Result result = told.result();
        if (result.revision() > 0) {
            wanted.register().saw(result.revision());
        }
        if (wanted.kind() == Kind.WRITE && result.outcome() != Outcome.UNKNOWN) {
            wanted.register().settled();
        }
        return new Operation(wanted.id(), told.by().node(), wanted.register().key(), wanted.kind(), wanted.value(),
                wanted.expected(), called, returned, result);
    }

    private Told inTurn() {
        boolean mayHaveHappened = false;
        Told told = new Told(order.getFirst(), Result.FAILED);
        for (int i = 0; i < Math.min(effort.tries(), order.size()); i++) {
            told = attempt(order.get(i));
            switch (told.result().outcome()) {
                case OK, STALE -> {
                    return told;
                }
                case UNKNOWN -> mayHaveHappened = true;
                case FAILED -> {
                    // the next node may do better
                }
            }
        }
        return new Told(told.by(), mayHaveHappened ? Result.UNKNOWN : Result.FAILED);
    }

    private Told both() {
        var other = new CompletableFuture<Told>();
        Thread.ofVirtual().start(() -> other.complete(attempt(order.get(1))));
        Told one = attempt(order.getFirst());
        Told two = other.join();
        if (definite(one) && definite(two) && !one.result().equals(two.result())) {
            sender.recorder.note(CHECK, "request " + wanted.id() + " was sent to two nodes and answered with "
                    + one + " and " + two);
        }
        if (definite(one) || definite(two)) {
            return definite(one) ? one : two;
        }
        return one.result().outcome() == Outcome.UNKNOWN ? one : two;
    }

    private static boolean definite(Told told) {
        return told.result().outcome() == Outcome.OK || told.result().outcome() == Outcome.STALE;
    }

    private Told attempt(Target target) {
        try {
            HttpResponse<String> answer = sender.http.send(request(target), HttpResponse.BodyHandlers.ofString());
            return new Told(target, Answers.of(wanted.kind(), answer).orElseGet(() -> unforeseen(target, answer)));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Told(target, Result.FAILED);
        } catch (IOException e) {
            return new Told(target, Result.UNKNOWN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Told(target, Result.UNKNOWN);
        }
    }

    private Result unforeseen(Target target, HttpResponse<String> answer) {
        sender.recorder.note(CHECK, target.node() + " answered " + wanted.kind() + " " + wanted.id() + " with HTTP "
                + answer.statusCode() + ": " + answer.body());
        return Result.UNKNOWN;
    }

    private HttpRequest request(Target target) {
        String query = wanted.kind() == Kind.LOCAL_READ ? "?consistency=local" : "";
        HttpRequest.Builder request = HttpRequest.newBuilder(target.api().resolve(wanted.register().path() + query))
                .timeout(GIVE_UP).header("Authorization", "Bearer " + sender.token)
                .header("Althing-Deadline-Ms", Long.toString(DEADLINE.toMillis()));
        if (wanted.kind() != Kind.WRITE) {
            return request.build();
        }
        String field = wanted.register().alias() ? "version" : "value";
        request.header("Content-Type", "application/json").header("Idempotency-Key", wanted.id())
                .PUT(HttpRequest.BodyPublishers.ofString(Json.object().put(field, wanted.value()).toString()));
        if (wanted.expected() != Operation.NONE) {
            request.header("If-Match", "\"" + wanted.expected() + "\"");
        }
        return request.build();
    }
}
