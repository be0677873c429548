package io.althing.raft;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.error.OverloadException;

import io.althing.raft.ProposalClosure.Outcome;

/** Puts a stamped proposal into this node's log, if it leads. */
final class Appender<R> {
    static final long ANY_TERM = -1;

    private final Node node;
    private final NodeView view;
    private final InstantSource clock;

    Appender(Node node, NodeView view, InstantSource clock) {
        this.node = node;
        this.view = view;
        this.clock = clock;
    }

    CompletableFuture<Outcome<R>> append(byte[] payload, long expectedTerm) {
        ProposalClosure<R> closure = new ProposalClosure<>();
        if (view.fenced()) {
            return CompletableFuture
                    .completedFuture(new Outcome.NotAppended<>(Outcome.Reason.STOPPED, "the node is fenced"));
        }
        try {
            node.apply(new Task(LogFrame.of(clock.millis(), payload), closure, expectedTerm));
        } catch (OverloadException | IllegalStateException e) {
            // thrown before the entry is queued; the closure may have been run with the same news
            boolean busy = e instanceof OverloadException;
            closure.outcome().complete(new Outcome.NotAppended<>(busy ? Outcome.Reason.BUSY : Outcome.Reason.STOPPED,
                    String.valueOf(e.getMessage())));
        }
        return closure.outcome();
    }
}
