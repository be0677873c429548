package io.althing.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection through a relay: for each direction a thread that reads and one that writes when the time has come. */
final class Pipe {
    private static final Logger LOG = LoggerFactory.getLogger(Pipe.class);
    private static final int CHUNK = 16 * 1024;
    private static final int CHUNKS_IN_FLIGHT = 256;

    private final Socket client;
    private final Socket upstream;
    private final LinkState state;
    private final Consumer<Pipe> whenEnded;
    private volatile boolean ended;

    /** Bytes and when they may go on; no bytes mean the end. */
    private record Chunk(byte[] bytes, long dueNanos) {
        boolean last() {
            return bytes.length == 0;
        }
    }

    Pipe(Socket client, Socket upstream, LinkState state, Consumer<Pipe> whenEnded) {
        this.client = client;
        this.upstream = upstream;
        this.state = state;
        this.whenEnded = whenEnded;
    }

    void start() {
        run(Direction.TO_TARGET, client, upstream);
        run(Direction.FROM_TARGET, upstream, client);
    }

    boolean ended() {
        return ended;
    }

    /** Ends both connections with a reset. */
    void reset() {
        end();
        reset(client);
        reset(upstream);
    }

    /** Ends a connection with a reset instead of a goodbye. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            LOG.debug("a connection was gone before it could be reset", e);
        }
    }

    private void run(Direction direction, Socket from, Socket to) {
        BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(CHUNKS_IN_FLIGHT);
        Thread writer = Thread.ofVirtual().start(() -> write(direction, queue, to));
        Thread.ofVirtual().start(() -> read(direction, queue, from, writer));
    }

    private void read(Direction direction, BlockingQueue<Chunk> queue, Socket from, Thread writer) {
        byte[] buffer = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                queue.put(new Chunk(Arrays.copyOf(buffer, n), System.nanoTime() + state.delayNanos(direction)));
            }
            queue.put(new Chunk(new byte[0], System.nanoTime() + state.delayNanos(direction)));
        } catch (IOException e) {
            reset();
            writer.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Direction direction, BlockingQueue<Chunk> queue, Socket to) {
        try {
            OutputStream out = to.getOutputStream();
            for (Chunk chunk = queue.take(); !chunk.last(); chunk = queue.take()) {
                TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
                TimeUnit.NANOSECONDS.sleep(state.occupiedNanos(direction, chunk.bytes().length));
                state.awaitOpen(direction, this);
                out.write(chunk.bytes());
            }
            to.shutdownOutput();
            endIfBothDone();
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void endIfBothDone() throws IOException {
        if (client.isOutputShutdown() && upstream.isOutputShutdown()) {
            end();
            client.close();
            upstream.close();
        }
    }

    private void end() {
        ended = true;
        state.wake();
        whenEnded.accept(this);
    }
}
