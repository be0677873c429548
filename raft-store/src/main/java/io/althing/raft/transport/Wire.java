package io.althing.raft.transport;

import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

import io.netty.util.HashedWheelTimer;
import io.vertx.core.Vertx;

/**
 * What a node's server and clients share: event loops, a timer, one thread for connection events, and what the messages are.
 *
 * @param events runs what JRaft does when connections open and close, which may block
 */
record Wire(Vertx vertx, HashedWheelTimer timer, ExecutorService events, Security security, MessageTable table,
        LinkFaults faults) {

    /** When certificates end is a matter of wall time. */
    InstantSource clock() {
        return security.clock;
    }

    /**
     * @param tls absent on a plaintext wire
     */
    record Security(Optional<TlsGate> tls, Refusals refusals, InstantSource clock) {}

    Refusals refusals() {
        return security.refusals;
    }

    /** Runs a send as the faults want it. */
    void send(LinkFaults.Direction direction, String peer, int number, Runnable send) {
        LinkFaults.Fate fate = faults.fate(direction, peer, number);
        for (int i = 0; i < fate.copies(); i++) {
            if (fate.delayMillis() > 0) {
                var unused = timer.newTimeout(t -> send.run(), fate.delayMillis(), TimeUnit.MILLISECONDS);
            } else {
                send.run();
            }
        }
    }
}
