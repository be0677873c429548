package io.althing.raft;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.google.protobuf.ByteString;

import io.althing.raft.ProposalClosure.Outcome;
import io.althing.raft.proto.ForwardRequest;
import io.althing.raft.proto.ForwardResponse;

/** Takes proposals that members and learners received. If this node does not lead it says so; it never sends them on. */
final class ForwardProcessor<R> implements RpcProcessor<ForwardRequest> {
    private final String cluster;
    private final Supplier<Optional<Appender<R>>> appender;
    private final ResultCodec<R> codec;
    private final Strangers strangers;
    private final Executor executor;

    /** @param appender absent until Raft has started */
    ForwardProcessor(String cluster, Supplier<Optional<Appender<R>>> appender, ResultCodec<R> codec,
            Strangers strangers, Executor executor) {
        this.cluster = cluster;
        this.appender = appender;
        this.codec = codec;
        this.strangers = strangers;
        this.executor = executor;
    }

    @Override
    public void handleRequest(RpcContext context, ForwardRequest request) {
        Optional<Appender<R>> ready = appender.get();
        if (ready.isEmpty() || !request.getCluster().equals(cluster)) {
            context.sendResponse(nothingWritten("not started, or of another cluster"));
            return;
        }
        if (strangers.turnedAway(request.getSender(), "its proposals")) {
            context.sendResponse(nothingWritten(Strangers.why(request.getSender())));
            return;
        }
        var unused = ready.get().append(request.getPayload().toByteArray(), Appender.ANY_TERM).whenComplete(
                (outcome, failure) -> context.sendResponse(failure == null ? response(outcome) : unknown(failure)));
    }

    private static ForwardResponse nothingWritten(String why) {
        return ForwardResponse.newBuilder().setOutcome(ForwardResponse.Outcome.NOT_LEADER).setDetail(why).build();
    }

    private static ForwardResponse unknown(Throwable failure) {
        return ForwardResponse.newBuilder().setOutcome(ForwardResponse.Outcome.UNKNOWN).setDetail(failure.toString())
                .build();
    }

    private ForwardResponse response(Outcome<R> outcome) {
        ForwardResponse.Builder b = ForwardResponse.newBuilder();
        return switch (outcome) {
            case Outcome.Applied<R>(long index, long term, R result) -> {
                if (result != null) {
                    b.setResult(ByteString.copyFrom(codec.encode(result)));
                }
                yield b.setOutcome(ForwardResponse.Outcome.COMMITTED).setIndex(index).setTerm(term).build();
            }
            case Outcome.Unknown<R> unknown ->
                b.setOutcome(ForwardResponse.Outcome.UNKNOWN).setDetail(unknown.detail()).build();
            case Outcome.NotAppended<R> not -> b.setOutcome(switch (not.reason()) {
                case NOT_LEADER -> ForwardResponse.Outcome.NOT_LEADER;
                case BUSY -> ForwardResponse.Outcome.BUSY;
                case STOPPED -> ForwardResponse.Outcome.STOPPED;
            }).setDetail(not.detail()).build();
        };
    }

    @Override
    public String interest() {
        return ForwardRequest.class.getName();
    }

    @Override
    public Executor executor() {
        return executor;
    }
}
