package io.althing.events;

import io.althing.http.ApiContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One reader of the stream. Everything but {@link #wake} runs on its event loop; the audit log is read on a worker thread, a few entries
 * at a time, and only while the connection takes more.
 */
final class EventClient {
    private static final Logger LOG = LoggerFactory.getLogger(EventClient.class);
    private static final int AT_ONCE = 64;

    private final Vertx vertx;
    private final Context loop;
    private final HttpServerResponse response;
    private final ApiContext api;
    private final CloudEvents events;
    private Position next;
    private boolean busy;
    private boolean closed;
    private final AtomicLong size = new AtomicLong();

    EventClient(RoutingContext context, ApiContext api, CloudEvents events, Position start) {
        this.vertx = context.vertx();
        this.loop = context.vertx().getOrCreateContext();
        this.response = context.response();
        this.api = api;
        this.events = events;
        this.next = start;
    }

    /** Writes until the client goes away, and then says so. */
    void run(Runnable gone) {
        long timer = vertx.setPeriodic(api.settings().heartbeat().toMillis(),
                id -> write(Buffer.buffer(": alive\n\n")));
        response.exceptionHandler(failure -> LOG.debug("An event client went away: {}", failure.getMessage()));
        response.closeHandler(ended -> {
            closed = true;
            vertx.cancelTimer(timer);
            gone.run();
        });
        response.drainHandler(drained -> pump());
        write(Buffer.buffer("retry: 1000\n\n"));
        wake(api.store().audit().size());
    }

    /** Says how many audit entries there are. Any thread. */
    void wake(long auditSize) {
        size.accumulateAndGet(auditSize, Math::max);
        loop.runOnContext(ignored -> pump());
    }

    private void pump() {
        if (busy || closed || response.writeQueueFull() || next.auditIndex() >= size.get()) {
            return;
        }
        busy = true;
        Position from = next;
        vertx.executeBlocking(() -> read(from), false).onComplete(batch -> {
            busy = false;
            next = batch.next();
            write(batch.frames());
            pump();
        }, failure -> {
            LOG.warn("Cannot read audit entries from {} on; the client is sent away and will come back", from, failure);
            response.reset();
        });
    }

    private record Batch(Buffer frames, Position next) {}

    private Batch read(Position from) {
        List<byte[]> entries = api.store().audit().entries(from.auditIndex(), AT_ONCE);
        Buffer frames = Buffer.buffer();
        long index = from.auditIndex();
        int ordinal = from.ordinal();
        for (byte[] entry : entries) {
            frames.appendBytes(events.frames(index, entry, ordinal));
            index++;
            ordinal = 0;
        }
        return new Batch(frames, entries.isEmpty() ? from : new Position(index, 0));
    }

    private void write(Buffer frames) {
        if (!closed && frames.length() > 0) {
            response.write(frames);
        }
    }
}
