package io.althing.resource;

import io.althing.registry.NodeId;
import io.althing.registry.Region;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Notes what it is asked for and does it, unless told to refuse. */
final class FakeMembership implements Membership {
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private volatile Optional<Refused> refusal = Optional.empty();

    List<String> done() {
        return List.copyOf(done);
    }

    void refuse(Refused why) {
        refusal = Optional.of(why);
    }

    void allow() {
        refusal = Optional.empty();
    }

    @Override
    public CompletionStage<Void> transfer(NodeId node) {
        return act("transfer " + node);
    }

    @Override
    public CompletionStage<Void> addLearner(NodeId node, Region region, String peer) {
        return act("learner " + node + " " + peer);
    }

    @Override
    public CompletionStage<Void> makeVoter(NodeId node) {
        return act("voter " + node);
    }

    @Override
    public CompletionStage<Void> remove(NodeId node) {
        return act("remove " + node);
    }

    @Override
    public CompletionStage<Void> snapshot() {
        return act("snapshot");
    }

    private CompletionStage<Void> act(String what) {
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(refusal.get());
        }
        done.add(what);
        return CompletableFuture.completedFuture(null);
    }
}
