package io.althing.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes connections made to one loopback port on to a target. What it does to them may change at any time, from any thread, and
 * holds for open connections at once.
 */
public final class Relay implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final int CONNECT_MILLIS = 1000;
    private static final int BACKLOG = 256;

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final LinkState state;
    private final Set<Pipe> pipes = ConcurrentHashMap.newKeySet();

    private Relay(ServerSocket server, InetSocketAddress target) {
        this.server = server;
        this.target = target;
        this.state = new LinkState(new SplittableRandom(server.getLocalPort()));
    }

    /**
     * Starts to listen on the loopback address.
     *
     * @param port 0 for any free one
     * @throws IOException if the port is taken
     */
    public static Relay start(int port, InetSocketAddress target) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        Relay relay = new Relay(server, target);
        Thread.ofVirtual().name("relay-" + server.getLocalPort()).start(relay::accept);
        return relay;
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many connections go through it now. */
    public int connections() {
        return pipes.size();
    }

    /** Resets every connection, and every new one, until {@link #heal}. */
    public void cut() {
        state.cut(true);
        pipes.forEach(Pipe::reset);
    }

    /** Holds back everything that goes in the direction, silently, until {@link #heal}; nothing is lost or reordered. */
    public void hold(Direction direction) {
        state.hold(direction);
    }

    /** Lets each byte arrive that much after it was sent, each way. */
    public void delay(Duration oneWay) {
        shape(new Shape(oneWay, Duration.ZERO, Shape.FREE));
    }

    /** Slows one direction. */
    public void shape(Direction direction, Shape shape) {
        state.shape(direction, shape);
    }

    /** Slows both directions. */
    public void shape(Shape shape) {
        state.shape(Direction.TO_TARGET, shape);
        state.shape(Direction.FROM_TARGET, shape);
    }

    /** Ends cuts and holds; what was held goes on. A shape stays. */
    public void heal() {
        state.heal();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                if (state.isCut()) {
                    Pipe.reset(client);
                } else {
                    Thread.ofVirtual().start(() -> connect(client));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("relay on port {} could not accept a connection: {}", port(), e.getMessage());
                }
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        try {
            upstream.connect(target, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
        } catch (IOException e) {
            LOG.debug("relay on port {} cannot reach {}: {}", port(), target, e.getMessage());
            Pipe.reset(client);
            return;
        }
        Pipe pipe = new Pipe(client, upstream, state, pipes::remove);
        pipes.add(pipe);
        pipe.start();
        if (state.isCut()) {
            pipe.reset();
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("relay on port {} did not close cleanly: {}", port(), e.getMessage());
        }
        pipes.forEach(Pipe::reset);
    }
}
