package io.althing.raft.transport;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.rpc.InvokeCallback;

import io.netty.util.Timeout;

/** One request waiting for its answer; ends exactly once, on its callback's executor. */
final class Call {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private final Frame frame;
    private final InvokeCallback callback;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile @Nullable Timeout timeout;

    /** An answer or a failure. */
    record Answer(@Nullable Object result, @Nullable Throwable failure) {}

    Call(Frame frame, InvokeCallback callback) {
        this.frame = frame;
        this.callback = callback;
    }

    Frame frame() {
        return frame;
    }

    void timeout(Timeout timer) {
        timeout = timer;
        if (ended.get()) {
            timer.cancel();
        }
    }

    /** Hands the answer over, in the order of calls to this method; does nothing if the call has ended. */
    void end(Supplier<Answer> answer) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Timeout timer = timeout;
        if (timer != null) {
            timer.cancel();
        }
        Executor executor = callback.executor();
        try {
            (executor == null ? (Executor) Runnable::run : executor).execute(() -> complete(answer.get()));
        } catch (RejectedExecutionException e) {
            complete(answer.get());
        }
    }

    void fail(Throwable failure) {
        end(() -> new Answer(null, failure));
    }

    private void complete(Answer answer) {
        try {
            callback.complete(answer.result, answer.failure);
        } catch (RuntimeException e) {
            LOG.error("the receiver of an answer failed; the answer is lost to it", e);
        }
    }
}
