package io.althing.raft;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.conf.Configuration;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;

import io.althing.raft.AdminFailure.Kind;
import io.althing.raft.proto.IdentityResponse;
import io.althing.registry.NodeId;

/** Changes of membership: only on the leader, one at a time, one voter per change, and never down to a single voter. */
final class Membership {
    private static final Duration IDENTITY_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration NUDGE = Duration.ofMillis(250);

    private final NodeImpl node;
    private final IdentityDesk desk;
    private final Links links;
    private final BuildLevels levels;
    private final Runnable barrier;
    private final AtomicBoolean changing = new AtomicBoolean();

    /** @param barrier appends an entry that changes nothing */
    Membership(NodeImpl node, IdentityDesk desk, Links links, BuildLevels levels, Runnable barrier) {
        this.node = node;
        this.desk = desk;
        this.links = links;
        this.levels = levels;
        this.barrier = barrier;
    }

    CompletableFuture<Void> addLearner(Member member) {
        if (find(member.node()).isPresent()) {
            return refuse("node '" + member.node() + "' is a member already");
        }
        return exclusively(() -> links.ask(member, desk.question(), IDENTITY_TIMEOUT)
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(new AdminFailure(Kind.REFUSED,
                        member + " does not answer (" + Failures.cause(failure).getMessage()
                                + "); start it first, then add it")))
                .thenCompose(answer -> objection(member, answer).map(CompletableFuture::<Void>failedFuture)
                        .orElseGet(() -> run(done -> node.addLearners(List.of(PeerNames.peer(member)), done)))));
    }

    private Optional<AdminFailure> objection(Member member, IdentityResponse answer) {
        try {
            if (!answer.getMember().equals(member.toString())
                    || !answer.getCluster().equals(desk.identity().cluster())) {
                return Optional
                        .of(new AdminFailure(Kind.REFUSED, "at " + member.address() + " answers '" + answer.getMember()
                                + "' of cluster '" + answer.getCluster() + "', not " + member));
            }
            Optional<String> tooOld = levels.tooOld(answer);
            if (tooOld.isPresent()) {
                return Optional.of(new AdminFailure(Kind.REFUSED,
                        "node '" + member.node() + "' cannot be added: " + tooOld.get() + ", then add it"));
            }
            if (!desk.meet(member.node(), Incarnation.of(answer.getIncarnation().toByteArray()))) {
                return Optional.of(new AdminFailure(Kind.REFUSED, "node '" + member.node()
                        + "' has been part of this cluster with other data; start it under a new node id"));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new AdminFailure(Kind.FAILED, "the identity file cannot be written: " + e.getMessage()));
        }
    }

    /** JRaft knows no direct way: the learner leaves and is added as a voter, which waits until it has caught up. */
    CompletableFuture<Void> makeVoter(NodeId id) {
        Optional<PeerId> peer = find(id);
        if (peer.isEmpty()) {
            return refuse("node '" + id + "' is no member; add it as a learner first");
        }
        if (node.getCurrentConf().contains(peer.get())) {
            return refuse("node '" + id + "' votes already");
        }
        return exclusively(() -> youngEnough(PeerNames.member(peer.get()))
                .thenCompose(v -> run(done -> node.removeLearners(List.of(peer.get()), done)))
                .thenCompose(v -> nudged(run(done -> node.addPeer(peer.get(), done)))
                        .exceptionallyCompose(failure -> backToLearner(peer.get(), failure))));
    }

    /** Fails if the member answers that its build is too old; one that does not answer will not catch up either. */
    private CompletableFuture<Void> youngEnough(Member member) {
        return links.ask(member, desk.question(), IDENTITY_TIMEOUT).handle((answer, silent) -> answer == null
                ? Optional.<String>empty()
                : levels.tooOld(answer))
                .thenCompose(tooOld -> tooOld.map(why -> Membership
                        .<Void>refuse("node '" + member.node() + "' cannot vote: " + why))
                        .orElseGet(() -> CompletableFuture.completedFuture(null)));
    }

    /** Which voter or learner keeps the cluster below the feature level, a clause; empty if every build knows it. Any member may ask. */
    CompletableFuture<Optional<String>> lacking(int level) {
        return levels.lacking(level, members());
    }

    /** On the leader: acts if every voter and learner says now that its build knows the level. The members stay as they are meanwhile. */
    <T> CompletableFuture<T> ifAllKnow(int level, Supplier<CompletableFuture<T>> act) {
        return exclusively(() -> lacking(level)
                .thenCompose(why -> why.map(Membership::<T>refuse).orElseGet(act)));
    }

    private List<Member> members() {
        Configuration conf = node.getCurrentConf();
        return Stream.concat(conf.getPeers().stream(), conf.getLearners().stream()).map(PeerNames::member).toList();
    }

    /**
     * JRaft 1.4.1 notices that a new voter has caught up when the voter answers; one that had answered before JRaft began to wait is
     * noticed with the next entry, which on an idle cluster nobody writes. So barriers are written until the change is through.
     */
    private CompletableFuture<Void> nudged(CompletableFuture<Void> change) {
        CompletableFuture.delayedExecutor(NUDGE.toMillis(), TimeUnit.MILLISECONDS).execute(() -> {
            if (!change.isDone() && node.isLeader()) {
                barrier.run();
                var unused = nudged(change);
            }
        });
        return change;
    }

    private CompletableFuture<Void> backToLearner(PeerId peer, Throwable failure) {
        return run(done -> node.addLearners(List.of(peer), done))
                .thenCompose(v -> CompletableFuture.failedFuture(Failures.cause(failure)));
    }

    CompletableFuture<Void> remove(NodeId id) {
        Optional<PeerId> peer = find(id);
        if (peer.isEmpty()) {
            return refuse("node '" + id + "' is no member");
        }
        Configuration conf = node.getCurrentConf();
        if (!conf.contains(peer.get())) {
            return exclusively(() -> run(done -> node.removeLearners(List.of(peer.get()), done)));
        }
        if (conf.size() <= 2) {
            return refuse("removing '" + id + "' would leave a single voter; add another voter first");
        }
        return exclusively(() -> run(done -> node.removePeer(peer.get(), done)));
    }

    CompletableFuture<Void> transfer(NodeId id) {
        Optional<PeerId> peer = find(id).filter(node.getCurrentConf()::contains);
        if (peer.isEmpty()) {
            return refuse("node '" + id + "' does not vote and cannot lead");
        }
        com.alipay.sofa.jraft.Status status = node.transferLeadershipTo(peer.get());
        if (status.isOk()) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.failedFuture(status.getRaftError() == RaftError.EINVAL
                ? new AdminFailure(Kind.BUSY,
                        "this leader has not reached node '" + id + "' yet; ask again in a second")
                : failure(status));
    }

    CompletableFuture<Void> snapshot() {
        return run(node::snapshot);
    }

    private Optional<PeerId> find(NodeId id) {
        Configuration conf = node.getCurrentConf();
        return Stream.concat(conf.getPeers().stream(), conf.getLearners().stream())
                .filter(p -> PeerNames.member(p).node().equals(id)).findFirst();
    }

    private <T> CompletableFuture<T> exclusively(Supplier<CompletableFuture<T>> change) {
        if (!node.isLeader()) {
            return CompletableFuture.failedFuture(new AdminFailure(Kind.NOT_LEADER, "this node does not lead"));
        }
        if (!changing.compareAndSet(false, true)) {
            return CompletableFuture
                    .failedFuture(new AdminFailure(Kind.BUSY, "another change of membership is in flight"));
        }
        return change.get().whenComplete((v, failure) -> changing.set(false));
    }

    private static CompletableFuture<Void> run(Consumer<Closure> change) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        change.accept(status -> {
            if (status.isOk()) {
                future.complete(null);
            } else {
                future.completeExceptionally(failure(status));
            }
        });
        return future;
    }

    private static AdminFailure failure(com.alipay.sofa.jraft.Status status) {
        String detail = String.valueOf(status.getErrorMsg());
        if (status.getRaftError() == RaftError.EPERM) {
            return new AdminFailure(Kind.NOT_LEADER, detail);
        }
        return new AdminFailure(status.getRaftError() == RaftError.EBUSY ? Kind.BUSY : Kind.FAILED, detail);
    }

    private static <T> CompletableFuture<T> refuse(String why) {
        return CompletableFuture.failedFuture(new AdminFailure(Kind.REFUSED, why));
    }
}
