package io.althing.raft;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.entity.PeerId;
import com.google.protobuf.ByteString;

import io.althing.raft.ProposalClosure.Outcome;
import io.althing.raft.proto.ForwardRequest;
import io.althing.raft.proto.ForwardResponse;

/** Brings proposals to whoever leads, here or elsewhere, until they are committed or their deadline has passed. */
final class Proposer<R> {
    private final Set<Proposal<R>> open = ConcurrentHashMap.newKeySet();
    private final Node node;
    private final Appender<R> appender;
    private final Links links;
    private final ResultCodec<R> codec;
    private final Pulse pulse;
    private volatile boolean stopped;

    /** This node's monotonic clock and what it knows of the term. */
    record Pulse(NodeView view, LongSupplier nanos) {}

    Proposer(Node node, Appender<R> appender, Links links, ResultCodec<R> codec, Pulse pulse) {
        this.node = node;
        this.appender = appender;
        this.links = links;
        this.codec = codec;
        this.pulse = pulse;
    }

    CompletableFuture<Outcome.Applied<R>> propose(byte[] payload, Duration deadline) {
        long now = pulse.nanos.getAsLong();
        Proposal<R> proposal = new Proposal<>(payload, now, now + deadline.toNanos());
        if (stopped || pulse.view.fenced()) {
            return CompletableFuture.failedFuture(new ProposeFailure.Stopped("the node is stopped or fenced"));
        }
        open.add(proposal);
        var unused = proposal.future().whenComplete((applied, failure) -> open.remove(proposal));
        advance(proposal);
        return proposal.future();
    }

    /** To be called every few milliseconds and when the leader changes. */
    void tick() {
        long now = pulse.nanos.getAsLong();
        boolean over = stopped || pulse.view.fenced();
        for (Proposal<R> proposal : open) {
            if (over || proposal.remainingNanos(now) <= 0) {
                proposal.expire(over);
            } else {
                advance(proposal);
            }
        }
    }

    private void advance(Proposal<R> proposal) {
        PeerId leader = node.getLeaderId();
        if (leader == null || leader.isEmpty() || !proposal.takeTry(pulse.nanos.getAsLong(), pulse.view.term())) {
            return;
        }
        int tryNumber = proposal.tryNumber();
        CompletableFuture<Outcome<R>> outcome = leader.equals(node.getNodeId().getPeerId())
                ? appender.append(proposal.payload(), Appender.ANY_TERM)
                : forward(proposal, leader);
        var unused = outcome.whenComplete((o, failure) -> proposal.settled(tryNumber,
                failure == null ? o : new Outcome.Unknown<>(failure.toString()), pulse.nanos.getAsLong()));
    }

    private CompletableFuture<Outcome<R>> forward(Proposal<R> proposal, PeerId leader) {
        ForwardRequest request = ForwardRequest.newBuilder().setCluster(node.getGroupId())
                .setPayload(ByteString.copyFrom(proposal.payload()))
                .setSender(node.getNodeId().getPeerId().toString()).build();
        Duration timeout = Duration.ofNanos(Math.max(1_000_000, proposal.remainingNanos(pulse.nanos.getAsLong())));
        boolean barrier = proposal.payload().length == 0;
        return links.forward(leader.getEndpoint(), request, timeout)
                .handle((response, failure) -> outcome(barrier, response, failure));
    }

    private Outcome<R> outcome(boolean barrier, @Nullable ForwardResponse response, @Nullable Throwable failure) {
        if (response == null) {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            String detail = Optional.ofNullable(cause).map(Throwable::getMessage).orElse("no answer");
            return cause instanceof Links.NotSent
                    ? new Outcome.NotAppended<>(Outcome.Reason.NOT_LEADER, detail)
                    : new Outcome.Unknown<>(detail);
        }
        return switch (response.getOutcome()) {
            case COMMITTED -> new Outcome.Applied<>(response.getIndex(), response.getTerm(),
                    barrier ? null : codec.decode(response.getResult().toByteArray()));
            case NOT_LEADER -> new Outcome.NotAppended<>(Outcome.Reason.NOT_LEADER, response.getDetail());
            case STOPPED -> new Outcome.NotAppended<>(Outcome.Reason.STOPPED, response.getDetail());
            case BUSY -> new Outcome.NotAppended<>(Outcome.Reason.BUSY, response.getDetail());
            case UNKNOWN, OUTCOME_UNSPECIFIED, UNRECOGNIZED -> new Outcome.Unknown<>(response.getDetail());
        };
    }

    /** Fails what is open and takes no more. */
    void stop() {
        stopped = true;
        tick();
    }
}
