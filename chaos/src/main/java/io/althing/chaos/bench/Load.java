package io.althing.chaos.bench;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;

/**
 * A closed loop: each connection sends its next request when the last one is answered.
 *
 * @param target where all of it goes
 * @param servers the processes whose use is counted
 */
record Load(InetSocketAddress target, int connections, Window window, Requests requests, Acknowledged acknowledged,
        Collection<Long> servers) {
    /**
     * @param warmUp at the start, not counted
     * @param measured what is counted
     */
    record Window(Duration warmUp, Duration measured) {}
}
