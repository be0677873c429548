package io.althing.raft.transport;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/** The writing side of a connection: any thread may write; what the other side does not read is bounded. */
final class Outlet {
    /** Above this a connection counts as not writable, and JRaft holds back. */
    static final long SOFT_LIMIT = 8L << 20;
    /** Above this nothing more is taken. */
    static final long HARD_LIMIT = 32L << 20;

    private final NetSocket socket;
    private final AtomicLong waiting = new AtomicLong();

    Outlet(NetSocket socket) {
        this.socket = socket;
    }

    boolean writable() {
        return waiting.get() < SOFT_LIMIT;
    }

    /** Whether the connection had ended already when this was asked; on the socket's event loop nothing can come between. */
    boolean dead() {
        return socket instanceof NetSocketInternal internal && !internal.channelHandlerContext().channel().isActive();
    }

    /** False if the limit is reached; nothing was written then. What is written to a connection that has ended is lost. */
    boolean write(Buffer bytes) {
        int length = bytes.length();
        if (waiting.addAndGet(length) > HARD_LIMIT) {
            waiting.addAndGet(-length);
            return false;
        }
        try {
            var unused = socket.write(bytes).onComplete(written -> waiting.addAndGet(-length));
        } catch (RejectedExecutionException e) {
            // its event loop has ended, and it with that
            waiting.addAndGet(-length);
        }
        return true;
    }

    /** Bytes written but not taken by the operating system yet. */
    long waiting() {
        return waiting.get();
    }

    /** Closes after what was written has left, or at once if the other side does not read. */
    void close() {
        if (!writable() && socket instanceof NetSocketInternal internal) {
            var unusedAbort = internal.channelHandlerContext().close();
        } else {
            var unused = socket.close();
        }
    }
}
