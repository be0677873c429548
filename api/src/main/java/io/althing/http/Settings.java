package io.althing.http;

import java.time.Duration;

/**
 * How the API of a node is set up.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param eventLoops how many event loops answer, at least 1
 * @param maxBodyBytes the largest JSON body taken
 * @param deadline how long a request may take unless it asks for less
 * @param readySilence how long without a leader this node still calls itself ready
 * @param readyLag how many log entries it may be behind in applying and still be ready
 * @param heartbeat how often an idle event stream says that it is alive
 */
public record Settings(String host, int port, int eventLoops, int maxBodyBytes, Duration deadline,
        Duration readySilence, long readyLag, Duration heartbeat) {
    /** What fits most: 2 event loops, bodies up to 1 MiB, 10 s. */
    public static Settings on(String host, int port) {
        return new Settings(host, port, 2, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(5), 10_000,
                Duration.ofSeconds(15));
    }

    /** The same with another deadline. */
    public Settings withDeadline(Duration other) {
        return new Settings(host, port, eventLoops, maxBodyBytes, other, readySilence, readyLag, heartbeat);
    }
}
