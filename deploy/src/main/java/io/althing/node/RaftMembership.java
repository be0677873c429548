package io.althing.node;

import io.althing.raft.AdminFailure;
import io.althing.raft.HostPort;
import io.althing.raft.Member;
import io.althing.raft.RaftNode;
import io.althing.registry.NodeId;
import io.althing.registry.Region;
import io.althing.resource.Membership;
import io.althing.store.StoreFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Carries the API's changes of membership out on this node's Raft. */
final class RaftMembership implements Membership {
    private final RaftNode<?> node;

    RaftMembership(RaftNode<?> node) {
        this.node = node;
    }

    @Override
    public CompletionStage<Void> transfer(NodeId to) {
        return translated(node.transferLeadership(to));
    }

    @Override
    public CompletionStage<Void> addLearner(NodeId id, Region region, String peer) {
        return translated(node.addLearner(new Member(id, region, HostPort.parse(peer))));
    }

    @Override
    public CompletionStage<Void> makeVoter(NodeId id) {
        return translated(node.makeVoter(id));
    }

    @Override
    public CompletionStage<Void> remove(NodeId id) {
        return translated(node.removeMember(id));
    }

    @Override
    public CompletionStage<Void> snapshot() {
        return translated(node.snapshotNow());
    }

    private static CompletionStage<Void> translated(CompletableFuture<Void> change) {
        return change.exceptionallyCompose(failure -> CompletableFuture.failedFuture(meaning(failure)));
    }

    private static Throwable meaning(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (!(cause instanceof AdminFailure refused)) {
            return cause;
        }
        String detail = String.valueOf(refused.getMessage());
        return switch (refused.kind()) {
            case NOT_LEADER -> new StoreFailure(StoreFailure.Reason.NOT_LEADER, detail);
            case BUSY -> new Refused("membership-busy", detail);
            case REFUSED -> new Refused("membership-refused", detail);
            case FAILED -> new StoreFailure(StoreFailure.Reason.OUTCOME_UNKNOWN, detail);
        };
    }
}
